//! The first part of the chain: `[scalar ;] shape`.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::chain::is_punct;
use super::{part, width};
use crate::ast::Shape;
use crate::error::Errors;
use crate::layers;

/// What the chain starts with.
pub(super) struct Start {
    pub(super) scalar: Option<Ident>,
    pub(super) input: Shape,
}

pub(super) fn start(name: &Ident, mut segment: Vec<TokenTree>, errors: &mut Errors) -> Option<Start> {
    let scalar = scalar(&mut segment, errors);
    let Some(first) = segment.first() else {
        if errors.is_empty() {
            errors.push_with_help(
                name,
                format!("`{name}` has no input and no layer"),
                format!("write `struct {name}<784 => Linear(10) => Softmax>;`"),
            );
        }
        return None;
    };
    if let Some(found) = not_a_width(first, &segment) {
        errors.push(first, found);
        return None;
    }
    let mut input = None;
    part::parse(segment, errors, |stream, errors| {
        input = Some(width::shape(stream, errors)?);
        part::expect_end(stream, errors);
        Ok(())
    });
    Some(Start { scalar, input: input? })
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
    let place = if before.is_empty() { semicolon.into_iter().collect() } else { before };
    errors.push(
        place.into_iter().collect::<TokenStream>(),
        "expected a scalar type before `;`: `f32` or `f64`",
    );
    None
}

/// What stands first in a chain though it is no width: a layer, or a generic parameter.
fn not_a_width(first: &TokenTree, segment: &[TokenTree]) -> Option<String> {
    const GENERIC: &str = "a network has no generic parameters: its sizes are numbers and consts";
    if is_punct(first, '\'') || segment.iter().any(|token| is_punct(token, ',')) {
        return Some(GENERIC.to_owned());
    }
    let TokenTree::Ident(word) = first else { return None };
    if word == "const" {
        return Some(GENERIC.to_owned());
    }
    let is_layer = segment.iter().any(|token| matches!(token, TokenTree::Group(_)))
        || layers::is_known(&word.to_string());
    is_layer.then(|| format!("a chain starts with the width of its input, found `{word}`"))
}
