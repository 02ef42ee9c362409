//! The built-in layers: what they are called, what arguments they take, and what others call them.
//!
//! Adding a layer to the language is one row here (and a new [`Kind`] where it does something new).

/// A built-in layer.
pub(crate) struct BuiltIn {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// What a built-in layer does to a shape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `Linear`
    Linear,
    /// An activation, with the number that it takes.
    Elementwise(Activation, Option<Constant>),
    /// `Softmax`
    Softmax,
    /// `Conv2d`
    Conv2d,
    /// `MaxPool2d` and `AvgPool2d`
    Pool,
    /// `GlobalAvgPool2d`
    GlobalPool,
    /// `Flatten`
    Flatten,
    /// `LayerNorm`
    LayerNorm,
    /// `BatchNorm`
    BatchNorm,
    /// `Dropout`
    Dropout,
    /// `Identity`
    Identity,
    /// Chains of layers in parentheses.
    Block(Block),
}

/// A function of each number of a sample.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::upper_case_acronyms, reason = "the names are those of the language")]
pub(crate) enum Activation {
    ReLU,
    LeakyReLU,
    ELU,
    GELU,
    SiLU,
    Sigmoid,
    Tanh,
    Softplus,
}

impl Activation {
    /// The name in the language, which is also that of the library's type.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ReLU => "ReLU",
            Self::LeakyReLU => "LeakyReLU",
            Self::ELU => "ELU",
            Self::GELU => "GELU",
            Self::SiLU => "SiLU",
            Self::Sigmoid => "Sigmoid",
            Self::Tanh => "Tanh",
            Self::Softplus => "Softplus",
        }
    }
}

/// What a block makes of its chains.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    /// Adds its one chain's output to its input.
    Residual,
    /// Its one chain several times over.
    Repeat,
    /// Joins the outputs of its chains.
    Concat,
}

/// A number that is part of an activation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Constant {
    pub(crate) name: &'static str,
    /// `PyTorch`'s default, as one writes it.
    pub(crate) default: &'static str,
    pub(crate) range: Range,
}

/// Where a constant must lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    /// `0 <= x < 1`
    Fraction,
    /// `0 < x`
    Positive,
    /// `0 < x <= 1`
    Share,
}

const SLOPE: Constant = Constant { name: "slope", default: "0.01", range: Range::Fraction };
const ALPHA: Constant = Constant { name: "alpha", default: "1.0", range: Range::Positive };
pub(crate) const DROPOUT: Constant = Constant { name: "p", default: "0.5", range: Range::Fraction };
pub(crate) const MOMENTUM: Constant = Constant { name: "momentum", default: "0.1", range: Range::Share };
pub(crate) const EPS: Constant = Constant { name: "eps", default: "1e-5", range: Range::Positive };

const fn elementwise(activation: Activation, constant: Option<Constant>) -> BuiltIn {
    BuiltIn { name: activation.name(), kind: Kind::Elementwise(activation, constant) }
}

/// The table.
pub(crate) const BUILT_IN: &[BuiltIn] = &[
    BuiltIn { name: "Linear", kind: Kind::Linear },
    elementwise(Activation::ReLU, None),
    elementwise(Activation::LeakyReLU, Some(SLOPE)),
    elementwise(Activation::ELU, Some(ALPHA)),
    elementwise(Activation::GELU, None),
    elementwise(Activation::SiLU, None),
    elementwise(Activation::Sigmoid, None),
    elementwise(Activation::Tanh, None),
    elementwise(Activation::Softplus, None),
    BuiltIn { name: "Softmax", kind: Kind::Softmax },
    BuiltIn { name: "Conv2d", kind: Kind::Conv2d },
    BuiltIn { name: "MaxPool2d", kind: Kind::Pool },
    BuiltIn { name: "AvgPool2d", kind: Kind::Pool },
    BuiltIn { name: "GlobalAvgPool2d", kind: Kind::GlobalPool },
    BuiltIn { name: "Flatten", kind: Kind::Flatten },
    BuiltIn { name: "LayerNorm", kind: Kind::LayerNorm },
    BuiltIn { name: "BatchNorm", kind: Kind::BatchNorm },
    BuiltIn { name: "Dropout", kind: Kind::Dropout },
    BuiltIn { name: "Identity", kind: Kind::Identity },
    BuiltIn { name: "Residual", kind: Kind::Block(Block::Residual) },
    BuiltIn { name: "Repeat", kind: Kind::Block(Block::Repeat) },
    BuiltIn { name: "Concat", kind: Kind::Block(Block::Concat) },
];

/// What a layer is called elsewhere, and here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("Dense", "Linear"),
    ("FullyConnected", "Linear"),
    ("FC", "Linear"),
    ("Affine", "Linear"),
    ("Swish", "SiLU"),
    ("Logistic", "Sigmoid"),
    ("HyperbolicTangent", "Tanh"),
    ("LogSoftmax", "Softmax"),
    ("PReLU", "LeakyReLU"),
    ("Conv", "Conv2d"),
    ("Convolution", "Conv2d"),
    ("Convolution2D", "Conv2d"),
    ("MaxPool", "MaxPool2d"),
    ("MaxPooling2D", "MaxPool2d"),
    ("AvgPool", "AvgPool2d"),
    ("AveragePooling2D", "AvgPool2d"),
    ("GlobalAvgPool", "GlobalAvgPool2d"),
    ("GlobalAveragePooling2D", "GlobalAvgPool2d"),
    ("LayerNormalization", "LayerNorm"),
    ("BatchNorm1d", "BatchNorm"),
    ("BatchNorm2d", "BatchNorm"),
    ("BatchNormalization", "BatchNorm"),
    ("Dropout1d", "Dropout"),
    ("Skip", "Residual"),
    ("SkipConnection", "Residual"),
    ("Shortcut", "Residual"),
    ("Concatenate", "Concat"),
    ("Cat", "Concat"),
    ("Parallel", "Concat"),
];

/// What others have and this library does not, and how to do the same with what it has.
const REPLACED: &[(&str, &str)] = &[
    ("Conv1d", "write `Conv2d(8, kernel = (1, 5))` after an image `[channels, 1, length]`"),
    ("MaxPool1d", "write `MaxPool2d((1, 2))` after an image `[channels, 1, length]`"),
    ("AvgPool1d", "write `AvgPool2d((1, 2))` after an image `[channels, 1, length]`"),
];

/// How to do without a layer that others have.
pub(crate) fn replacement(name: &str) -> Option<&'static str> {
    REPLACED.iter().find_map(|(there, way)| same_letters(there, name).then_some(*way))
}

impl BuiltIn {
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        BUILT_IN.iter().find(|layer| layer.name == name)
    }
}

/// The block of that name, or of the name that was meant.
pub(crate) fn block(name: &str) -> Option<Block> {
    match BuiltIn::find(name).or_else(|| suggestion(name))?.kind {
        Kind::Block(block) => Some(block),
        _ => None,
    }
}

/// Whether a name is, or is nearly, or is elsewhere, that of a built-in layer.
pub(crate) fn is_known(name: &str) -> bool {
    BuiltIn::find(name).is_some() || suggestion(name).is_some()
}

/// The built-in layer that a user who wrote `name` may have meant.
pub(crate) fn suggestion(name: &str) -> Option<&'static BuiltIn> {
    let here = |(there, here): &(&str, &'static str)| same_letters(there, name).then_some(*here);
    let renamed = ELSEWHERE.iter().find_map(here).and_then(BuiltIn::find);
    renamed.or_else(|| BUILT_IN.iter().find(|layer| is_near(layer.name, name)))
}

/// Whether two names differ in case and underscores at most.
fn same_letters(a: &str, b: &str) -> bool {
    let letters = |name: &str| name.replace('_', "").to_lowercase();
    letters(a) == letters(b)
}

/// Whether a name is a misspelling of another: other case, or one slip in a name of four letters or more.
fn is_near(name: &str, written: &str) -> bool {
    same_letters(name, written)
        || (name.len() > 4 && slips(&name.to_lowercase(), &written.to_lowercase()) == 1)
}

/// The insertions, deletions, replacements and swaps of neighbours between two words (Damerau-Levenshtein,
/// optimal string alignment).
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    rows[a.len()][b.len()]
}
