//! What a network is, once everything has been checked that the macro alone can know.
//!
//! [`check`](crate::check) writes it, [`fuse`](crate::fuse) decides which of its layers are trained together, and
//! [`expand`](crate::expand) turns it into code. The last two cannot fail.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Visibility};

use crate::ast::Form;
use crate::layers::{Activation, Range};

/// A network that makes sense.
pub(crate) struct Network {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) form: Form,
    pub(crate) scalar: Ident,
    pub(crate) chain: Chain,
    /// Widths that are consts.
    pub(crate) widths: Vec<Constant>,
    /// Layers of the user's own.
    pub(crate) types: Vec<Definition>,
    /// What only the compiler can check, because sizes are consts.
    pub(crate) checks: Vec<Check>,
    pub(crate) budgets: Vec<Budget>,
    pub(crate) warnings: Vec<Warning>,
}

/// A chain of layers, which becomes a struct: that of a network, or of a block inside of one.
pub(crate) struct Chain {
    /// The name of the struct.
    pub(crate) name: Ident,
    pub(crate) input: Size,
    /// What it gives. A chain that must give what it takes has the same size here: whether it really has is checked.
    pub(crate) output: Size,
    /// The layers that compute: all but the head, and those that only see a sample as another shape.
    pub(crate) body: Vec<Layer>,
    /// `Flatten`, and how many layers of the body come before it.
    pub(crate) flattens: Vec<(usize, Layer)>,
    /// `Softmax` or `Sigmoid` at the end of a network.
    pub(crate) head: Option<Layer>,
}

impl Chain {
    /// Whether training needs more than one look at each tile, as far as the macro can know.
    pub(crate) fn may_need_rounds(&self) -> bool {
        self.body.iter().any(Layer::may_need_rounds)
    }
}

/// A block: one layer, made of chains.
pub(crate) enum Block {
    Residual(Chain),
    Repeat(Width, Chain),
    /// Chains that become the fields of a struct of this name.
    Concat(Ident, Vec<Chain>),
}

impl Block {
    pub(crate) fn chains(&self) -> &[Chain] {
        match self {
            Self::Residual(chain) | Self::Repeat(_, chain) => std::slice::from_ref(chain),
            Self::Concat(_, chains) => chains,
        }
    }

    pub(crate) fn chains_mut(&mut self) -> &mut [Chain] {
        match self {
            Self::Residual(chain) | Self::Repeat(_, chain) => std::slice::from_mut(chain),
            Self::Concat(_, chains) => chains,
        }
    }
}

/// One layer.
pub(crate) struct Layer {
    pub(crate) field: Ident,
    /// The layer as it was written, in one line.
    pub(crate) text: String,
    /// Where it was written.
    pub(crate) span: Span,
    pub(crate) input: Size,
    pub(crate) output: Size,
    pub(crate) kind: Kind,
    pub(crate) fused: Fused,
}

/// What training computes of a layer and the one after it in one pass; [`fuse`](crate::fuse) says.
#[derive(Default)]
pub(crate) struct Fused {
    /// On the way forward: the output of this layer is not written.
    pub(crate) forward: Option<Pair>,
    /// On the way back: the gradient of this layer's output is not written.
    pub(crate) backward: Option<Pair>,
}

/// Two neighbours that the library computes in one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// `Linear => ReLU`, forward
    LinearReLU,
    /// `ReLU => Linear`, back
    ReLULinear,
}

/// What a layer is.
pub(crate) enum Kind {
    /// `Linear<IN, OUT>`
    Linear { bias: bool },
    /// An activation and the number in its type.
    Elementwise { activation: Activation, constant: Option<TokenStream> },
    /// `Softmax`, the head.
    Softmax,
    /// `Conv2d`
    Conv2d { window: Window, bias: bool },
    /// `MaxPool2d` or `AvgPool2d`
    Pool { name: Ident, window: Window },
    /// `GlobalAvgPool2d`
    GlobalPool,
    /// `Flatten`: nothing to compute.
    Flatten,
    /// `LayerNorm`, of a sample as a whole.
    LayerNorm,
    /// `BatchNorm`, of channels or features.
    BatchNorm { momentum: TokenStream, eps: TokenStream },
    /// `Dropout`
    Dropout { p: TokenStream },
    /// `Identity`
    Identity,
    /// Chains of layers.
    Block(Box<Block>),
    /// The user's own layer, or another network: a type.
    Own(TokenStream),
}

/// What the loss computes in place of the last layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    Softmax,
    Sigmoid,
}

impl Layer {
    /// Its block, if it is one.
    pub(crate) fn block(&self) -> Option<&Block> {
        match &self.kind {
            Kind::Block(block) => Some(block),
            _ => None,
        }
    }

    pub(crate) fn block_mut(&mut self) -> Option<&mut Block> {
        match &mut self.kind {
            Kind::Block(block) => Some(block),
            _ => None,
        }
    }

    pub(crate) fn is_block(&self) -> bool {
        self.block().is_some()
    }

    /// The user's type, if it is one.
    pub(crate) fn own_type(&self) -> Option<&TokenStream> {
        match &self.kind {
            Kind::Own(path) => Some(path),
            _ => None,
        }
    }

    /// A type of the user's: its samples may have another type than its neighbours', of the same size.
    pub(crate) fn is_own(&self) -> bool {
        self.own_type().is_some()
    }

    /// What the loss computes of it where it is the last layer of a network.
    pub(crate) fn head(&self) -> Option<Head> {
        match self.kind {
            Kind::Softmax => Some(Head::Softmax),
            Kind::Elementwise { activation: Activation::Sigmoid, .. } => Some(Head::Sigmoid),
            _ => None,
        }
    }

    /// Whether it may have parameters.
    pub(crate) fn may_learn(&self) -> bool {
        match &self.kind {
            Kind::Own(_)
            | Kind::Linear { .. }
            | Kind::Conv2d { .. }
            | Kind::LayerNorm
            | Kind::BatchNorm { .. } => true,
            Kind::Block(block) => block.chains().iter().flat_map(|chain| &chain.body).any(Self::may_learn),
            _ => false,
        }
    }

    /// Whether inference passes it by.
    pub(crate) fn is_wire(&self) -> bool {
        matches!(self.kind, Kind::Dropout { .. } | Kind::Identity)
    }

    /// Whether its type takes an image; all others take vectors, or what they like.
    pub(crate) fn takes_image(&self) -> bool {
        matches!(
            self.kind,
            Kind::Conv2d { .. } | Kind::Pool { .. } | Kind::GlobalPool | Kind::BatchNorm { .. }
        )
    }

    /// Whether its type gives an image.
    pub(crate) fn gives_image(&self) -> bool {
        matches!(self.kind, Kind::Conv2d { .. } | Kind::Pool { .. } | Kind::BatchNorm { .. })
    }

    /// Whether training may need more than one look at each tile: of a type of the user's, only the compiler knows.
    pub(crate) fn may_need_rounds(&self) -> bool {
        match &self.kind {
            Kind::BatchNorm { .. } | Kind::Dropout { .. } | Kind::Own(_) => true,
            Kind::Block(block) => block.chains().iter().any(Chain::may_need_rounds),
            _ => false,
        }
    }

    /// Whether a step may leave something in its buffers.
    pub(crate) fn may_have_buffers(&self) -> bool {
        self.may_need_rounds() && !matches!(self.kind, Kind::Dropout { .. })
    }

    /// Whether something goes from layer to layer inside of it.
    pub(crate) fn has_scratch(&self) -> bool {
        self.is_block() || self.is_own()
    }
}

/// A window that moves over an image: vertical number first, horizontal second.
#[derive(Clone)]
pub(crate) struct Window {
    pub(crate) kernel: [Width; 2],
    pub(crate) stride: [Width; 2],
    /// Above and left of the image.
    pub(crate) before: [Width; 2],
    /// Below and right of the image.
    pub(crate) after: [Width; 2],
}

/// A width as the expansion needs it.
#[derive(Clone)]
pub(crate) struct Width {
    /// The value, where the macro knows it.
    pub(crate) value: Option<usize>,
    /// The number, or the name of the const that holds it.
    pub(crate) tokens: TokenStream,
    /// The width as it was written.
    pub(crate) text: String,
    /// Whether it is what was meant, so that a mistake in it is not reported once more where it does not fit.
    pub(crate) is_known: bool,
}

impl Width {
    /// A width that the macro knows.
    pub(crate) fn of(value: usize) -> Self {
        let tokens = proc_macro2::Literal::usize_unsuffixed(value).into_token_stream();
        Self { value: Some(value), tokens, text: value.to_string(), is_known: true }
    }

    /// A width to go on with after a mistake.
    pub(crate) fn unknown() -> Self {
        Self { value: None, tokens: quote::quote!(1), text: "…".to_owned(), is_known: false }
    }
}

/// A const of the expansion, which is declared once.
pub(crate) struct Constant {
    pub(crate) name: Ident,
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// What a const of the expansion is. Some need another one `first`: where that one has failed, nothing more is said.
pub(crate) enum Value {
    /// What the user wrote, or an expression over other consts.
    Written(TokenStream),
    /// What a window makes of one side of an image. The library's function checks it, too.
    Output {
        layer: String,
        before: String,
        side: Width,
        axis: usize,
        window: Box<Window>,
        first: Option<TokenStream>,
    },
    /// The number of channels, or else of features, that a type of the user's gives.
    Length { path: TokenStream, is_image: bool },
    /// One size of the image that a type of the user's gives: channels, height, width.
    Dimension { layer: String, before: String, path: TokenStream, axis: usize, first: Option<TokenStream> },
}

/// A name for something that was written once and is needed in many places: it is written once in the
/// expansion, so that a mistake in it is reported once.
pub(crate) struct Definition {
    pub(crate) name: Ident,
    pub(crate) written: TokenStream,
    pub(crate) span: Span,
}

/// The size of a sample between two layers.
#[derive(Clone)]
pub(crate) enum Size {
    /// A width that was written down.
    Width(Width),
    /// Channels, height, width.
    Image([Width; 3]),
    /// What the layer of this type gives.
    OutputOf(TokenStream),
    /// What the layer of this type takes.
    InputOf(TokenStream),
}

impl Size {
    /// The value, where the macro knows it.
    pub(crate) fn value(&self) -> Option<usize> {
        match self {
            Self::Width(width) => width.value,
            Self::Image(_) | Self::OutputOf(_) | Self::InputOf(_) => None,
        }
    }

    /// The shape, as messages name it, where the macro knows it.
    pub(crate) fn known(&self) -> Option<String> {
        match self {
            Self::Width(width) => width.value.map(|width| width.to_string()),
            Self::Image([c, h, w]) => Some(format!("[{}, {}, {}]", c.value?, h.value?, w.value?)),
            Self::OutputOf(_) | Self::InputOf(_) => None,
        }
    }

    /// The size as a reader of messages and of the documentation sees it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Width(width) => width.text.clone(),
            Self::Image(sizes) => format!("[{}]", sizes.each_ref().map(|size| size.text.as_str()).join(", ")),
            // A layer of the user's own is in the same row or in the one before.
            Self::InputOf(_) | Self::OutputOf(_) => "…".to_owned(),
        }
    }

    /// Whether a mistake in it has been reported, so that nothing more is said about it.
    pub(crate) fn is_unknown(&self) -> bool {
        match self {
            Self::Width(width) => !width.is_known,
            Self::Image(sizes) => sizes.iter().any(|size| !size.is_known),
            Self::OutputOf(_) | Self::InputOf(_) => false,
        }
    }
}

/// Something that the compiler must check.
pub(crate) enum Check {
    /// A layer's input is the output of the layer before it.
    Inputs { span: Span, layer: String, takes: Size, before: String, produces: Size, help: String },
    /// The shape is the asserted one.
    Assertion { span: Span, asserted: Size, before: String, produces: Size },
    /// A width is not 0.
    Width { span: Span, width: Width },
    /// A chain is repeated once at least.
    Count { span: Span, count: Width },
    /// A constant of an activation lies in its range.
    Constant { span: Span, layer: &'static str, name: &'static str, value: TokenStream, range: Range },
    /// A chain gives what it takes: that of a `Residual` or a `Repeat`.
    Agreement { span: Span, block: String, takes: Size, gives: Size },
    /// Two chains of a `Concat` give images with sides of the same length.
    Sides { span: Span, block: String, first: Size, other: Size },
    /// `Softmax` has at least two classes.
    Classes { span: Span, classes: Size },
    /// A type is a layer of this scalar, and does not end in `Softmax` in the middle.
    Own { span: Span, layer: String, path: TokenStream, last: bool },
}

/// A limit that the network must keep to.
pub(crate) struct Budget {
    pub(crate) figure: Figure,
    pub(crate) amount: usize,
    pub(crate) span: Span,
}

/// What a budget limits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// The number of parameters.
    Parameters,
    /// The bytes of the parameters and of the activations of one sample.
    Memory,
    /// The bytes of parameters, gradient and training workspace.
    TrainingMemory,
    /// The multiplications with an addition that one sample costs.
    MultiplyAdds,
}

/// Something that is hardly meant.
pub(crate) struct Warning {
    /// What one writes in `#[allow(...)]`.
    pub(crate) name: &'static str,
    pub(crate) span: Span,
    pub(crate) message: String,
}
