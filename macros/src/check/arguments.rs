//! The arguments of built-in layers.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use super::{Chain, span_of};
use crate::ast::{self, Argument, Layer};
use crate::layers::{BuiltIn, Constant, Range};
use crate::model::{Check, Width};
use crate::parse::width_of;
use crate::text::one_line;

/// `Linear(output)` or `Linear(input, output)`, with or without `bias = false`.
pub(super) struct LinearArguments {
    /// The input width, and how it was written.
    pub(super) input: Option<(Width, ast::Width)>,
    pub(super) output: Width,
    pub(super) bias: bool,
}

impl Chain<'_> {
    /// `None`, with an error, when there is no output width.
    pub(super) fn linear_arguments(&mut self, written: &Layer) -> Option<LinearArguments> {
        let (mut widths, mut bias) = (Vec::new(), None);
        for argument in written.arguments.iter().flat_map(|arguments| &arguments.list) {
            match &argument.name {
                None if is_boolean(&argument.value) => {
                    let value = one_line(&argument.value);
                    self.errors.push_with_help(
                        &argument.value,
                        format!("`Linear` takes widths, found `{value}`"),
                        format!("write `bias = {value}`"),
                    );
                }
                None if widths.len() < 2 => widths.push(width_of(&argument.value, self.errors)),
                None => {
                    let layer = &written.path;
                    self.errors.push_with_help(
                        &argument.value,
                        format!("`{}` takes at most two widths", one_line(layer)),
                        "write `Linear(outputs)`, or `Linear(inputs, outputs)`",
                    );
                }
                Some(name) if name == "bias" && bias.is_some() => {
                    self.errors.push(name, "the argument `bias` is given twice");
                }
                Some(name) if name == "bias" => bias = Some(self.boolean("bias", &argument.value)),
                Some(_) => self.unknown_argument("Linear", argument, "`bias`"),
            }
        }
        let bias = bias.unwrap_or(true);
        let output = widths.pop();
        if output.is_none() {
            self.errors.push_with_help(
                written,
                "`Linear` needs the number of its outputs",
                "write `Linear(128)` for 128 outputs; the input size is inferred",
            );
        }
        let input = widths.pop().map(|written| (self.width(&written), written));
        let output = self.width(&output?);
        Some(LinearArguments { input, output, bias })
    }

    /// The number in the type of an activation, as an expression of the type `f64`.
    pub(super) fn constant(
        &mut self,
        written: &Layer,
        layer: &'static BuiltIn,
        constant: Option<Constant>,
    ) -> Option<TokenStream> {
        let Some(constant) = constant else {
            self.no_arguments(written);
            return None;
        };
        let mut value = None;
        for argument in written.arguments.iter().flat_map(|arguments| &arguments.list) {
            match &argument.name {
                Some(name) if name != constant.name => {
                    self.unknown_argument(layer.name, argument, &format!("`{}`", constant.name));
                }
                _ if value.is_some() => {
                    self.errors
                        .push(argument, format!("`{}` takes one number, its {}", layer.name, constant.name));
                }
                _ => value = Some(&argument.value),
            }
        }
        Some(self.number_or_default(layer.name, constant, value))
    }

    /// Numbers in a type that all are named.
    pub(super) fn named_constants<const N: usize>(
        &mut self,
        written: &Layer,
        layer: &'static str,
        constants: [Constant; N],
    ) -> [TokenStream; N] {
        let mut values = [None; N];
        let known = constants.map(|constant| format!("`{}`", constant.name)).join(" and ");
        for argument in written.arguments.iter().flat_map(|arguments| &arguments.list) {
            let Some(name) = &argument.name else {
                let found = one_line(&argument.value);
                let all =
                    constants.map(|Constant { name, default, .. }| format!("{name} = {default}")).join(", ");
                self.errors.push_with_help(
                    &argument.value,
                    format!("the numbers of `{layer}` are named, and its size is inferred, found `{found}`"),
                    format!("write `{layer}`, which is `{layer}({all})`"),
                );
                continue;
            };
            match constants.iter().position(|constant| name == constant.name) {
                None => self.unknown_argument(layer, argument, &known),
                Some(i) if values[i].is_some() => {
                    self.errors.push(name, format!("the argument `{name}` is given twice"));
                }
                Some(i) => values[i] = Some(&argument.value),
            }
        }
        let mut values = values.into_iter();
        constants.map(|constant| self.number_or_default(layer, constant, values.next().flatten()))
    }

    fn number_or_default(
        &mut self,
        layer: &'static str,
        constant: Constant,
        value: Option<&Expr>,
    ) -> TokenStream {
        let number = value.and_then(|value| self.number(layer, constant, value));
        number.unwrap_or_else(|| constant.default.parse().expect("the table holds numbers"))
    }

    /// Checks a number against its range where it is written as a number, and leaves it to the compiler
    /// where it is a const.
    fn number(&mut self, layer: &'static str, constant: Constant, value: &Expr) -> Option<TokenStream> {
        let Some(number) = literal_number(value) else {
            if !matches!(value, Expr::Path(_) | Expr::Block(_)) {
                let name = constant.name;
                self.errors.push(
                    value,
                    format!("the {name} of `{layer}` is a number or a const, found `{}`", one_line(value)),
                );
                return None;
            }
            let tokens = value.to_token_stream();
            let (span, name) = (span_of(value), constant.name);
            self.checks.push(Check::Constant {
                span,
                layer,
                name,
                value: tokens.clone(),
                range: constant.range,
            });
            return Some(tokens);
        };
        if constant.range.contains(number) {
            return Some(format!("{number:?}").parse().expect("a number"));
        }
        let (name, range) = (constant.name, constant.range.words());
        self.errors.push(value, format!("the {name} of `{layer}` {range}, found {}", one_line(value)));
        None
    }

    /// Reports the arguments of a layer that takes none.
    pub(super) fn no_arguments(&mut self, written: &Layer) {
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

    pub(super) fn unknown_argument(&mut self, layer: &str, argument: &Argument, known: &str) {
        let name = argument.name.as_ref().map(ToString::to_string).unwrap_or_default();
        self.errors.push(&argument.name, format!("`{layer}` has no argument `{name}`, only {known}"));
    }

    pub(super) fn boolean(&mut self, name: &str, value: &Expr) -> bool {
        if let Expr::Lit(ExprLit { lit: Lit::Bool(boolean), .. }) = value {
            return boolean.value;
        }
        self.errors.push(value, format!("`{name}` is `true` or `false`, found `{}`", one_line(value)));
        true
    }
}

impl Range {
    fn contains(self, number: f64) -> bool {
        match self {
            Self::Fraction => (0.0..1.0).contains(&number),
            Self::Positive => number > 0.0 && number.is_finite(),
            Self::Share => number > 0.0 && number <= 1.0,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Fraction => "is at least 0 and below 1",
            Self::Positive => "is above 0",
            Self::Share => "is above 0 and at most 1",
        }
    }
}

/// `true` or `false`.
fn is_boolean(value: &Expr) -> bool {
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
