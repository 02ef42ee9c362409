//! The first part of the chain: `[scalar ;] shape`.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::scan::is_punct;
use super::{segment, width};
use crate::ast::{Shape, Width};
use crate::error::Errors;
use crate::layers;

/// What the chain starts with.
pub(super) struct Start {
    pub(super) scalar: Option<Ident>,
    pub(super) input: Shape,
    /// A layer in the place of a missing input.
    pub(super) layer: Option<Vec<TokenTree>>,
}

pub(super) fn start(name: &Ident, mut segment: Vec<TokenTree>, errors: &mut Errors) -> Start {
    let scalar = scalar(&mut segment, errors);
    let mut start = Start { scalar, input: Shape::Vector(Width::Unknown), layer: None };
    let Some(first) = segment.first() else {
        if errors.is_empty() {
            errors.push_with_help(
                name,
                format!("`{name}` has no input and no layer"),
                format!("write `struct {name}<784 => Linear(10) => Softmax>;`"),
            );
        }
        return start;
    };
    if let [TokenTree::Ident(scalar), comma, ..] = segment.as_slice()
        && (scalar == "f32" || scalar == "f64")
        && is_punct(comma, ',')
    {
        errors.push_with_help(
            comma,
            format!("expected `;` after the scalar type `{scalar}`, found `,`"),
            format!("write `{scalar}; 784 => Linear(10)`"),
        );
    } else if is_generic(first, &segment) {
        generic(&segment, errors);
    } else if is_layer(first, &segment) {
        errors.push_with_help(
            first,
            format!("a chain starts with the width of its input, found `{first}`"),
            "write the number of features of a sample first, as in `784 => Linear(10)`",
        );
        start.layer = Some(segment);
    } else {
        segment::parse(segment, errors, |stream, errors| {
            start.input = width::shape(stream, errors)?;
            segment::expect_end(stream, errors);
            Ok(())
        });
    }
    start
}

/// Takes the scalar type and its `;`, if there are any, off the front.
fn scalar(segment: &mut Vec<TokenTree>, errors: &mut Errors) -> Option<Ident> {
    let semicolon = segment.iter().position(|token| is_punct(token, ';'))?;
    let shape = segment.split_off(semicolon + 1);
    let mut before = std::mem::replace(segment, shape);
    let semicolon = before.pop();
    if let [TokenTree::Ident(scalar)] = before.as_slice() {
        return Some(scalar.clone());
    }
    if before.first().is_some_and(|first| is_generic(first, &before)) {
        generic(&before, errors);
        return None;
    }
    let place = if before.is_empty() { semicolon.into_iter().collect() } else { before };
    errors.push(
        place.into_iter().collect::<TokenStream>(),
        "expected a scalar type before `;`: `f32` or `f64`",
    );
    None
}

/// `T, 784`, `T: Scalar`, `'a` or `const N: usize`.
fn is_generic(first: &TokenTree, segment: &[TokenTree]) -> bool {
    let is_const = matches!(first, TokenTree::Ident(word) if word == "const");
    is_const
        || is_punct(first, '\'')
        || segment.iter().any(|token| is_punct(token, ',') || is_punct(token, ':'))
}

/// Says what to do without a generic parameter, at the first one.
fn generic(segment: &[TokenTree], errors: &mut Errors) {
    let parameter: TokenStream = segment.iter().take_while(|token| !is_punct(token, ',')).cloned().collect();
    let help = match segment {
        [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word == "const" => format!(
            "write `const {name}: usize = 32;` before the network; for several sizes, declare each network by a `macro_rules!`"
        ),
        _ => "a network is made of `f32`, or of `f64` where that is written first, as in `f64; 784 => Linear(10)`".to_owned(),
    };
    errors.push_with_help(
        parameter,
        "a network has no generic parameters: its sizes are numbers and consts",
        help,
    );
}

fn is_layer(first: &TokenTree, segment: &[TokenTree]) -> bool {
    let TokenTree::Ident(word) = first else { return false };
    let has_arguments = segment.iter().any(|token| matches!(token, TokenTree::Group(_)));
    has_arguments || layers::is_known(&word.to_string())
}
