//! One network: the chain as text, and what it must come to.

mod images;
mod nested;

/// A network that was drawn.
pub(crate) struct Drawn {
    /// The networks inside of it, each as written in `network!`.
    pub(crate) inner: Vec<String>,
    /// The contents of `network!` after the scalar.
    pub(crate) chain: String,
    /// A loss that fits its end.
    pub(crate) loss: &'static str,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) parameters: usize,
}

/// A part of a chain, and what it comes to.
#[derive(Default)]
struct Part {
    steps: Vec<String>,
    /// The features after it.
    width: usize,
    parameters: usize,
}

/// The end of a network.
#[derive(Clone, Copy)]
struct End {
    head: Option<&'static str>,
    /// A loss that fits.
    loss: &'static str,
}

/// The source of chance: a `SplitMix64` generator (G. Steele et al., "Fast splittable pseudorandom number
/// generators", 2014), so that a seed always means the same networks.
pub(crate) struct Draw {
    state: u64,
    /// The networks inside of the one that is being drawn.
    inner: Vec<String>,
}

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed, inner: Vec::new() }
    }

    /// For one in three an image with some layers at first; then a chain of vectors, and an end, which may be
    /// that of a network inside.
    pub(crate) fn network(&mut self) -> Drawn {
        let (inputs, mut part) = if self.one_in(3) {
            self.image()
        } else {
            let inputs = self.up_to(9);
            (inputs, Part { steps: vec![self.width(inputs)], width: inputs, parameters: 0 })
        };
        let depth = self.up_to(5);
        self.vectors(depth, LEVELS, &mut part);
        let end = self.end();
        if self.one_in(4) {
            self.nested(LEVELS, end.head, &mut part);
        } else {
            part.steps.extend(end.head.map(str::to_owned));
        }
        let Part { steps, width: outputs, parameters } = part;
        let inner = std::mem::take(&mut self.inner);
        Drawn { inner, chain: steps.join(" => "), loss: end.loss, inputs, outputs, parameters }
    }

    /// Some `Linear`s, each with up to two activations and a block, a network or a layer of the user's own
    /// after it. There are two features at the end at least, because `Softmax` wants them.
    fn vectors(&mut self, depth: usize, levels: usize, part: &mut Part) {
        for i in 1..=depth {
            let output = if i == depth { 1 + self.up_to(8) } else { self.up_to(9) };
            let bias = !self.one_in(4);
            part.parameters += part.width * output + if bias { output } else { 0 };
            let layer = self.linear(part.width, output, bias);
            part.steps.push(if self.one_in(3) { format!("linear_{i}: {layer}") } else { layer });
            part.width = output;
            self.maybe_assert(part);
            if i == depth && self.one_in(2) {
                return;
            }
            self.activations(part);
            match self.up_to(6) {
                1 | 2 if i < depth => self.block(part),
                3 if levels > 0 && i < depth => {
                    let head = if self.one_in(3) { None } else { Some("Sigmoid") };
                    self.nested(levels - 1, head, part);
                }
                4 => self.own(part),
                _ => {}
            }
        }
    }

    /// A block of vectors, or a layer that training treats in another way than inference.
    fn block(&mut self, part: &mut Part) {
        let n = part.width;
        let (step, parameters) = match self.up_to(7) {
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
                part.width = left + right + n;
                let sides = format!("Linear({left}) => Tanh, {n} => Linear({right}) => {NORM}");
                (format!("Concat({sides}, Identity)"), (n + 1) * left + (n + 3) * right)
            }
            6 => {
                let left = self.up_to(3);
                let inner =
                    format!("Residual(Concat(Linear({left}), Identity) => Linear({n}) => Dropout(0.1))");
                (format!("Repeat(2, {inner})"), 2 * ((n + 1) * left + (n + left + 1) * n))
            }
            _ => self.block_of_networks(part),
        };
        part.steps.push(step);
        part.parameters += parameters;
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
    fn activations(&mut self, part: &mut Part) {
        for _ in 0..self.up_to(4).min(3) - 1 {
            part.steps.push(self.one_of(ACTIVATIONS).to_owned());
            self.maybe_assert(part);
        }
    }

    fn maybe_assert(&mut self, part: &mut Part) {
        if self.one_in(5) {
            let asserted = self.width(part.width);
            part.steps.push(asserted);
        }
    }

    /// A head, if any, and a loss that fits it.
    fn end(&mut self) -> End {
        let (head, loss) = match self.up_to(4) {
            1 => (Some("Softmax"), "CrossEntropy"),
            2 => (Some("Sigmoid"), "BinaryCrossEntropy"),
            3 => (Some("Sigmoid"), self.one_of(REGRESSION_LOSSES)),
            _ => (None, self.one_of(REGRESSION_LOSSES)),
        };
        End { head, loss }
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
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// How deep networks are inside of each other.
const LEVELS: usize = 2;

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
    "Softsign",
];

const REGRESSION_LOSSES: &[&str] = &["MeanSquaredError", "MeanAbsoluteError", "Huber { delta: 0.5 }"];
