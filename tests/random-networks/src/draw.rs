//! One network: the chain as text, and what it must come to.

mod images;

/// A network that was drawn.
pub(crate) struct Drawn {
    /// What stands in `network!`, behind the scalar.
    pub(crate) chain: String,
    /// A loss that fits its end.
    pub(crate) loss: &'static str,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) parameters: usize,
}

/// The source of chance: a `SplitMix64` generator (G. Steele et al., "Fast splittable pseudorandom number
/// generators", 2014), so that a seed means the same networks for ever.
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// For one in three an image with some layers at first; then one to five `Linear`s with up to two activations or blocks behind
    /// each but the last, and an end.
    pub(crate) fn network(&mut self) -> Drawn {
        let (start, inputs, mut width, mut parameters) = if self.one_in(3) {
            self.image()
        } else {
            let inputs = self.up_to(9);
            (vec![self.width(inputs)], inputs, inputs, 0)
        };
        let mut steps = start;
        let depth = self.up_to(5);
        for i in 1..=depth {
            // At the end, two at the least: `Softmax` wants them.
            let output = if i == depth { 1 + self.up_to(8) } else { self.up_to(9) };
            let bias = !self.one_in(4);
            parameters += width * output + if bias { output } else { 0 };
            let layer = self.linear(width, output, bias);
            steps.push(if self.one_in(3) { format!("linear_{i}: {layer}") } else { layer });
            width = output;
            self.maybe_assert(width, &mut steps);
            if i < depth {
                self.activations(width, &mut steps);
                if self.one_in(3) {
                    let (block, more) = self.block(&mut width);
                    steps.push(block);
                    parameters += more;
                }
            }
        }
        let (head, loss) = self.end();
        steps.extend(head.map(str::to_owned));
        Drawn { chain: steps.join(" => "), loss, inputs, outputs: width, parameters }
    }

    /// A block of vectors, or a layer that training treats in another way than inference, and its parameters.
    fn block(&mut self, width: &mut usize) -> (String, usize) {
        let n = *width;
        match self.up_to(6) {
            1 => (format!("Dropout(0.{})", self.up_to(5)), 0),
            2 => (NORM.to_owned(), 2 * n),
            3 => {
                let (inner, activation) = (self.up_to(4), self.one_of(ACTIVATIONS));
                let chain = format!("Residual(Linear({inner}) => {activation} => last: Linear({n}))");
                (chain, n * inner + inner + inner * n + n)
            }
            4 => {
                let (times, activation) = (self.up_to(3), self.one_of(ACTIVATIONS));
                (
                    format!("Repeat({times}, Linear({n}) => {activation} => {NORM})"),
                    times * (n * n + n + 2 * n),
                )
            }
            5 => {
                let (left, right) = (self.up_to(3), self.up_to(3));
                *width = left + right + n;
                let sides = format!("Linear({left}) => Tanh, {n} => Linear({right}) => {NORM}");
                (format!("Concat({sides}, Identity)"), (n + 1) * left + (n + 3) * right)
            }
            _ => {
                let left = self.up_to(3);
                let inner =
                    format!("Residual(Concat(Linear({left}), Identity) => Linear({n}) => Dropout(0.1))");
                (format!("Repeat(2, {inner})"), 2 * ((n + 1) * left + (n + left + 1) * n))
            }
        }
    }

    fn linear(&mut self, input: usize, output: usize, bias: bool) -> String {
        let input = if self.one_in(4) { format!("{input}, ") } else { String::new() };
        let bias = if bias { "" } else { ", bias = false" };
        format!("Linear({input}{}{bias})", self.width(output))
    }

    /// A width in one of the forms that the language has for it.
    fn width(&mut self, width: usize) -> String {
        match self.up_to(6) {
            1 => format!("{{ {width} }}"),
            2 if width > 5 => format!("{{ FIVE + {} }}", width - 5),
            _ if width == 5 => "FIVE".to_owned(),
            _ => width.to_string(),
        }
    }

    /// None, one or two: the gradient of an activation also passes through another one.
    fn activations(&mut self, width: usize, steps: &mut Vec<String>) {
        for _ in 0..self.up_to(4).min(3) - 1 {
            steps.push(self.one_of(ACTIVATIONS).to_owned());
            self.maybe_assert(width, steps);
        }
    }

    fn maybe_assert(&mut self, width: usize, steps: &mut Vec<String>) {
        if self.one_in(5) {
            steps.push(self.width(width));
        }
    }

    /// A head, if any, and a loss that fits it.
    fn end(&mut self) -> (Option<&'static str>, &'static str) {
        match self.up_to(4) {
            1 => (Some("Softmax"), "CrossEntropy"),
            2 => (Some("Sigmoid"), "BinaryCrossEntropy"),
            3 => (Some("Sigmoid"), self.one_of(REGRESSION_LOSSES)),
            _ => (None, self.one_of(REGRESSION_LOSSES)),
        }
    }

    /// A number in `1..=most`.
    fn up_to(&mut self, most: usize) -> usize {
        let most = u64::try_from(most).expect("a small number");
        usize::try_from(1 + self.next() % most).expect("a small number")
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.up_to(chances) == 1
    }

    fn one_of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.up_to(list.len()) - 1]
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// With an `eps` that keeps its curvature small enough for central differences.
pub(crate) const NORM: &str = "BatchNorm(momentum = 0.3, eps = 0.1)";

const ACTIVATIONS: &[&str] = &[
    "ReLU",
    "LeakyReLU",
    "LeakyReLU(0.2)",
    "LeakyReLU(slope = 0.3)",
    "ELU",
    "ELU(0.5)",
    "ELU(alpha = 2.0)",
    "GELU",
    "SiLU",
    "Sigmoid",
    "Tanh",
    "Softplus",
];

const REGRESSION_LOSSES: &[&str] = &["MeanSquaredError", "MeanAbsoluteError", "Huber { delta: 0.5 }"];
