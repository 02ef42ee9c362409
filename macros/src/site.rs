//! A place in the chain: what comes before it, and the ways in which a layer may look at it, use it and
//! report mistakes.

mod arguments;
mod window;
mod image;

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;

pub(crate) use self::arguments::is_boolean;
pub(crate) use self::window::Unnamed;
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::consts::{Check, Const, Value};
use crate::error::Errors;
use crate::size::{Size, Width};
use crate::text::one_line;

/// Where the next layer is, and what has been collected on the way there.
pub(crate) struct Site<'a> {
    /// The network's name, which starts the names of its definitions.
    pub(crate) name: &'a Ident,
    /// The current shape.
    pub(crate) size: Size,
    /// What produced it, as messages name it.
    pub(crate) before: String,
    /// Whether the layer is the last one of the network, and so may be its head.
    pub(crate) is_last: bool,
    /// Widths that are consts.
    pub(crate) consts: Vec<Const>,
    pub(crate) checks: Vec<Check>,
    pub(crate) errors: &'a mut Errors,
}

impl<'a> Site<'a> {
    /// The start of a network.
    pub(crate) fn new(name: &'a Ident, input: &ast::Shape, errors: &'a mut Errors) -> Self {
        let mut site = Self {
            name,
            size: Size::unknown(),
            before: "the network's input".to_owned(),
            is_last: false,
            consts: Vec::new(),
            checks: Vec::new(),
            errors,
        };
        site.size = site.shape(input);
        site
    }

    /// A width to work with: a literal as it is, a const by a name that is defined once.
    pub(crate) fn width(&mut self, written: &ast::Width) -> Width {
        let text = one_line(written);
        match written {
            ast::Width::Literal { value, literal } => {
                Width { value: Some(*value), tokens: literal.to_token_stream(), text, is_known: true }
            }
            ast::Width::Const(expression) => {
                let span = span_of(expression);
                let width = self.define(Value::Written(expression.clone()), text, span);
                self.checks.push(Check::Width { span, width: width.clone() });
                width
            }
            ast::Width::Unknown => Width::unknown(),
        }
    }

    /// A const of the expansion, as a width.
    pub(crate) fn define(&mut self, value: Value, text: String, span: Span) -> Width {
        let name = format_ident!("__{}_width{}", self.name, self.consts.len() + 1, span = span);
        let tokens = name.to_token_stream();
        self.consts.push(Const { name, value, span });
        Width { value: None, tokens, text, is_known: true }
    }

    /// The size of a sample of a shape that was written down.
    pub(crate) fn shape(&mut self, written: &ast::Shape) -> Size {
        match written {
            ast::Shape::Vector(width) => Size::Width(self.width(width)),
            ast::Shape::Image(sizes, _) => Size::Image(sizes.each_ref().map(|size| self.width(size))),
        }
    }

    /// "`ReLU` before it produces", "the network's input has".
    pub(crate) fn produces(&self) -> String {
        let verb = if self.before.starts_with('`') { "before it produces" } else { "has" };
        format!("{} {verb}", self.before)
    }

    /// A layer that was checked, and gives this.
    pub(crate) fn checked(&self, layer: impl BuiltIn + 'static, output: Size) -> Checked {
        Checked { layer: Box::new(layer), input: self.size.clone(), output }
    }

    /// A layer that was checked, and gives what it takes.
    pub(crate) fn same_shape(&self, layer: impl BuiltIn + 'static) -> Checked {
        self.checked(layer, self.size.clone())
    }
}

/// The span of some tokens; on stable, where spans cannot be joined, that of the first.
pub(crate) fn span_of(tokens: impl ToTokens) -> Span {
    tokens.to_token_stream().span()
}
