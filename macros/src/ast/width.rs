//! Widths as they are written: numbers, consts and const expressions.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprLit, ExprUnary, Lit, LitInt, UnOp};

use crate::error::Errors;
use crate::text::one_line;

/// A number that is known while the program is written.
#[derive(Clone)]
pub(crate) enum Width {
    /// `128`
    Literal { value: usize, literal: LitInt },
    /// A path to a const, or `{ a const expression }`.
    Const(TokenStream),
    /// A mistake, which has been reported. It fits everywhere.
    Unknown,
}

impl ToTokens for Width {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Literal { literal, .. } => literal.to_tokens(tokens),
            Self::Const(expression) => expression.to_tokens(tokens),
            Self::Unknown => {}
        }
    }
}

impl Width {
    /// A width, as an argument of a layer or what a `macro_rules!` passes.
    pub(crate) fn of(value: &Expr, errors: &mut Errors) -> Self {
        match value {
            Expr::Lit(ExprLit { lit, .. }) => Self::literal(lit, errors),
            Expr::Path(_) | Expr::Block(_) | Expr::Group(_) => Self::Const(value.to_token_stream()),
            Expr::Unary(ExprUnary { op: UnOp::Neg(_), .. }) => Self::negative(value, errors),
            _ => {
                let text = one_line(value);
                errors.push_with_help(
                    value,
                    format!("a width is a number or a const, found `{text}`"),
                    format!("write an expression in braces: `{{ {text} }}`"),
                );
                Self::Unknown
            }
        }
    }

    /// A number.
    pub(crate) fn literal(literal: &Lit, errors: &mut Errors) -> Self {
        let Lit::Int(number) = literal else {
            errors.push(literal, format!("a width is a whole number, found `{}`", one_line(literal)));
            return Self::Unknown;
        };
        let suffix = number.suffix();
        if !suffix.is_empty() {
            errors.push_with_help(
                literal,
                format!("a width is written without a suffix, found `{suffix}`"),
                format!("write `{}`", number.base10_digits()),
            );
        }
        match number.base10_parse::<usize>() {
            Ok(0) => errors.push(literal, "a width is at least 1, found 0"),
            Ok(value) if suffix.is_empty() => return Self::Literal { value, literal: number.clone() },
            Ok(value) => {
                return Self::Literal { value, literal: LitInt::new(&value.to_string(), number.span()) };
            }
            Err(_) => errors.push(literal, format!("the width {number} is more than `usize` holds")),
        }
        Self::Unknown
    }

    /// Reports a number with a sign.
    pub(crate) fn negative(tokens: impl ToTokens, errors: &mut Errors) -> Self {
        errors.push(tokens, "a width is at least 1, found a negative number");
        Self::Unknown
    }
}
