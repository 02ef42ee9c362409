//! The sizes of samples: widths, shapes, and the windows that move over images.

use proc_macro2::TokenStream;
use quote::ToTokens;

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

impl Window {
    /// The window that changes nothing, to go on with after a mistake.
    pub(crate) fn point() -> Self {
        let pair = |value| [Width::of(value), Width::of(value)];
        Self { kernel: pair(1), stride: pair(1), before: pair(0), after: pair(0) }
    }
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
    /// A size to go on with after a mistake.
    pub(crate) fn unknown() -> Self {
        Self::Width(Width::unknown())
    }

    /// The value, where the macro knows it.
    pub(crate) fn value(&self) -> Option<usize> {
        match self {
            Self::Width(width) => width.value,
            Self::Image(_) | Self::OutputOf(_) | Self::InputOf(_) => None,
        }
    }

    /// The number of channels, of which a vector has one for each feature, where the macro knows it.
    pub(crate) fn channels(&self) -> Option<usize> {
        match self {
            Self::Image([channels, ..]) => channels.value,
            size => size.value(),
        }
    }

    /// The number of scalars, where the macro knows it.
    pub(crate) fn features(&self) -> Option<usize> {
        match self {
            Self::Image([channels, height, width]) => product(&[channels, height, width]),
            size => size.value(),
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

/// The product of widths, where the macro knows them all.
pub(crate) fn product(widths: &[&Width]) -> Option<usize> {
    widths.iter().try_fold(1_usize, |product, width| Some(product.saturating_mul(width.value?)))
}
