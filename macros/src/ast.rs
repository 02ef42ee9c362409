//! What was written, whether it makes sense or not.
//!
//! Input and output of the stages: [`parse`](crate::parse) writes it, [`check`](crate::check) reads it.

mod width;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Expr, Path, Visibility};

pub(crate) use self::width::Width;

/// `attributes visibility struct Name < scalar; input => steps >;`, or a chain alone.
pub(crate) struct Network {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) form: Form,
    pub(crate) name: Ident,
    pub(crate) scalar: Option<Ident>,
    pub(crate) input: Shape,
    pub(crate) steps: Vec<Step>,
}

/// Which of the two forms was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A struct with a name.
    Item,
    /// A chain used as an expression; the macro names the struct.
    Expression,
}

impl Form {
    /// The network, as the start of a sentence.
    pub(crate) fn subject(self, name: &Ident) -> String {
        match self {
            Self::Item => format!("`{name}`"),
            Self::Expression => "the network".to_owned(),
        }
    }
}

/// What is between two arrows.
pub(crate) enum Step {
    /// A layer.
    Layer(Layer),
    /// Chains of layers in parentheses.
    Block(Block),
    /// A shape that must hold here.
    Assertion(Shape),
}

/// `label: path(arguments)`
pub(crate) struct Layer {
    pub(crate) label: Option<Ident>,
    pub(crate) path: Path,
    /// `None` without parentheses.
    pub(crate) arguments: Option<Arguments>,
}

impl Layer {
    /// What is in the parentheses.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Argument> + Clone {
        self.arguments.iter().flat_map(|arguments| &arguments.list)
    }
}

/// `label: Name(chain, chain, ...)`, or `label: Name(count, chain)`
pub(crate) struct Block {
    pub(crate) label: Option<Ident>,
    pub(crate) name: Ident,
    /// How often the chain is repeated, and where that was written.
    pub(crate) count: Option<Width>,
    pub(crate) chains: Vec<Chain>,
    /// The block in one line.
    pub(crate) text: String,
}

/// A chain inside a block: its input is the block's input.
pub(crate) struct Chain {
    pub(crate) steps: Vec<Step>,
    /// Its last token, for errors about what it ends in.
    pub(crate) end: Option<TokenTree>,
}

/// The contents of the parentheses after a layer.
pub(crate) struct Arguments {
    pub(crate) list: Vec<Argument>,
    /// The parentheses, for errors about what is missing between them.
    pub(crate) span: Span,
}

/// `value` or `name = value`
pub(crate) struct Argument {
    pub(crate) name: Option<Ident>,
    pub(crate) value: Expr,
}

/// The shape of a sample.
pub(crate) enum Shape {
    /// A number of features.
    Vector(Width),
    /// `[channels, height, width]`, and the place of the brackets.
    Image([Width; 3], Span),
}

impl ToTokens for Shape {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Vector(width) => width.to_tokens(tokens),
            Self::Image([channels, height, width], span) => {
                let sizes = quote::quote!(#channels, #height, #width);
                let mut group = proc_macro2::Group::new(proc_macro2::Delimiter::Bracket, sizes);
                group.set_span(*span);
                tokens.extend([TokenTree::Group(group)]);
            }
        }
    }
}

impl ToTokens for Step {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Layer(layer) => layer.to_tokens(tokens),
            // Its chains have been taken apart; its name represents it.
            Self::Block(block) => block.name.to_tokens(tokens),
            Self::Assertion(shape) => shape.to_tokens(tokens),
        }
    }
}

impl ToTokens for Layer {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.path.to_tokens(tokens);
        if let Some(arguments) = &self.arguments {
            let list = arguments.list.iter();
            let mut group =
                proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, quote::quote!(#(#list),*));
            group.set_span(arguments.span);
            tokens.extend([TokenTree::Group(group)]);
        }
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { name, value } = self;
        match name {
            Some(name) => tokens.extend(quote::quote!(#name = #value)),
            None => value.to_tokens(tokens),
        }
    }
}
