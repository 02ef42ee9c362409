//! Arguments that several layers take.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use super::{Site, span_of};
use crate::ast::{Argument, Layer};
use crate::consts::Check;
use crate::number::Number;
use crate::text::one_line;

impl Site<'_> {
    /// The one number that a layer takes, with or without its name, as an expression of the type `f64`.
    pub(crate) fn number(&mut self, written: &Layer, layer: &'static str, number: Number) -> TokenStream {
        let mut value = None;
        for argument in written.arguments() {
            match &argument.name {
                Some(name) if name != number.name => {
                    self.unknown_argument(layer, argument, &format!("`{}`", number.name));
                }
                _ if value.is_some() => {
                    self.errors.push(argument, format!("`{layer}` takes one number, its {}", number.name));
                }
                _ => value = Some(&argument.value),
            }
        }
        self.value_or_default(layer, number, value)
    }

    /// Numbers that are all named.
    pub(crate) fn named_numbers<const N: usize>(
        &mut self,
        written: &Layer,
        layer: &'static str,
        numbers: [Number; N],
    ) -> [TokenStream; N] {
        let mut values = [None; N];
        let known = numbers.map(|number| format!("`{}`", number.name)).join(" and ");
        for argument in written.arguments() {
            let Some(name) = &argument.name else {
                let found = one_line(&argument.value);
                let all =
                    numbers.map(|Number { name, default, .. }| format!("{name} = {default}")).join(", ");
                self.errors.push_with_help(
                    &argument.value,
                    format!("the numbers of `{layer}` are named, and its size is inferred, found `{found}`"),
                    format!("write `{layer}`, which is `{layer}({all})`"),
                );
                continue;
            };
            match numbers.iter().position(|number| name == number.name) {
                None => self.unknown_argument(layer, argument, &known),
                Some(i) if values[i].is_some() => {
                    self.errors.push(name, format!("the argument `{name}` is given twice"));
                }
                Some(i) => values[i] = Some(&argument.value),
            }
        }
        let mut values = values.into_iter();
        numbers.map(|number| self.value_or_default(layer, number, values.next().flatten()))
    }

    fn value_or_default(&mut self, layer: &'static str, number: Number, value: Option<&Expr>) -> TokenStream {
        let value = value.and_then(|value| self.value(layer, number, value));
        value.unwrap_or_else(|| number.default.parse().expect("a default is a number"))
    }

    /// Checks the value of a number against its range where it is written as a number, and leaves it to the
    /// compiler where it is a const.
    fn value(&mut self, layer: &'static str, number: Number, written: &Expr) -> Option<TokenStream> {
        let Number { name, range, .. } = number;
        let Some(value) = literal_number(written) else {
            if !matches!(written, Expr::Path(_) | Expr::Block(_)) {
                self.errors.push(
                    written,
                    format!("the {name} of `{layer}` is a number or a const, found `{}`", one_line(written)),
                );
                return None;
            }
            let (span, value) = (span_of(written), written.to_token_stream());
            self.checks.push(Check::Number { span, layer, name, value: value.clone(), range });
            return Some(value);
        };
        if range.contains(value) {
            return Some(format!("{value:?}").parse().expect("a number"));
        }
        let (wanted, found) = (range.words(), one_line(written));
        self.errors.push(written, format!("the {name} of `{layer}` {wanted}, found {found}"));
        None
    }

    /// Reports the arguments of a layer that takes none.
    pub(crate) fn no_arguments(&mut self, written: &Layer) {
        let Some(arguments) = written.arguments.as_ref().filter(|arguments| !arguments.list.is_empty())
        else {
            return;
        };
        let name = one_line(&written.path);
        let list = &arguments.list;
        self.errors.push_with_help(
            quote::quote!(#(#list),*),
            format!("`{name}` takes no arguments"),
            format!("write `{name}`"),
        );
    }

    pub(crate) fn unknown_argument(&mut self, layer: &str, argument: &Argument, known: &str) {
        let name = argument.name.as_ref().map(ToString::to_string).unwrap_or_default();
        self.errors.push(&argument.name, format!("`{layer}` has no argument `{name}`, only {known}"));
    }

    pub(crate) fn boolean(&mut self, name: &str, value: &Expr) -> bool {
        if let Expr::Lit(ExprLit { lit: Lit::Bool(boolean), .. }) = value {
            return boolean.value;
        }
        self.errors.push(value, format!("`{name}` is `true` or `false`, found `{}`", one_line(value)));
        true
    }
}

/// `true` or `false`.
pub(crate) fn is_boolean(value: &Expr) -> bool {
    matches!(value, Expr::Lit(ExprLit { lit: Lit::Bool(_), .. }))
}

/// `0.2`, `1` or `-1`.
fn literal_number(value: &Expr) -> Option<f64> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.base10_parse().ok(),
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => literal_number(expr).map(|number| -number),
        _ => None,
    }
}
