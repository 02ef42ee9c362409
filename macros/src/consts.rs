//! What the compiler evaluates because the macro cannot: sizes that are consts, and checks of them.

use proc_macro2::{Ident, Span, TokenStream};

use crate::number::Range;
use crate::size::{Size, Width, Window};

/// A const of the expansion, which is declared once.
pub(crate) struct Const {
    pub(crate) name: Ident,
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// What a const of the expansion is. Some need another one `first`: where that one has failed, nothing more
/// is said.
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

/// Something that the compiler must check.
pub(crate) enum Check {
    /// A layer's input is the output of the layer before it.
    Inputs { span: Span, layer: String, takes: Size, before: String, produces: Size, help: String },
    /// The shape is the asserted one.
    Assertion { span: Span, asserted: Size, before: String, produces: Size },
    /// A width is not 0.
    Width { span: Span, width: Width },
    /// A chain is repeated at least once.
    Count { span: Span, count: Width },
    /// A number of a layer lies in its range.
    Number { span: Span, layer: &'static str, name: &'static str, value: TokenStream, range: Range },
    /// A chain gives what it takes: that of a `Residual` or a `Repeat`.
    Agreement { span: Span, block: String, takes: Size, gives: Size },
    /// Two chains of a `Concat` give images with sides of the same length.
    Sides { span: Span, block: String, first: Size, other: Size },
    /// `Softmax` has at least two classes.
    Classes { span: Span, classes: Size },
    /// A type is a layer of this scalar, and does not end in `Softmax` in the middle.
    Own { span: Span, layer: String, path: TokenStream, last: bool },
}
