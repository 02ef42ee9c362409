//! The chain as tokens: where it ends, and where its arrows cut it.

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

use crate::error::Errors;

/// The tokens between the outer `<` and `>`, of which nothing but `;` may follow.
pub(super) fn between_angles(name: &Ident, rest: TokenStream, errors: &mut Errors) -> Vec<TokenTree> {
    let mut tokens = rest.into_iter().peekable();
    if tokens.next_if(|token| is_punct(token, '<')).is_none() {
        let place = tokens.peek().map_or_else(|| name.to_token_stream(), ToTokens::to_token_stream);
        errors.push_with_help(
            place,
            format!("expected `<` after `{name}`: a network is declared by the chain of its layers"),
            format!("write `struct {name}<784 => Linear(10) => Softmax>;`"),
        );
        return Vec::new();
    }
    let (mut inside, mut depth, mut arrow) = (Vec::new(), 0_usize, false);
    for token in tokens.by_ref() {
        match as_punct(&token) {
            Some('<') => depth += 1,
            Some('>') if !arrow && depth == 0 => {
                end(name, &token, tokens, errors);
                return inside;
            }
            Some('>') if !arrow => depth -= 1,
            _ => {}
        }
        arrow = is_arrow_start(&token);
        inside.push(token);
    }
    // Without its `>` the chain runs up to the `;`, if there is one.
    let last = inside.last().map_or_else(|| name.to_token_stream(), ToTokens::to_token_stream);
    errors.push(last, "the chain is not closed: expected `>` and then `;` at its end");
    inside.pop_if(|last| is_punct(last, ';'));
    inside
}

/// What follows the chain: `;` and nothing else.
fn end(name: &Ident, close: &TokenTree, mut rest: impl Iterator<Item = TokenTree>, errors: &mut Errors) {
    match rest.next() {
        Some(token) if is_punct(&token, ';') => {
            if let Some(extra) = rest.next() {
                errors.push(extra, "expected nothing after `;`: each network has a `network!` of its own");
            }
        }
        Some(token @ TokenTree::Group(_)) => {
            errors.push_with_help(
                token,
                "a network has no fields but its layers",
                format!("write `;` here and put the fields in a struct that contains `{name}`"),
            );
        }
        Some(token) => errors.push(&token, format!("expected `;` after the chain, found `{token}`")),
        None => errors.push(close, "expected `;` after this `>`"),
    }
}

/// What a chain starts with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// The shape of the network's input.
    Input,
    /// A layer, of a chain inside a block.
    Layer,
}

/// Cuts the chain at its arrows. What should have been an arrow is reported and cuts as well.
pub(super) fn segments(chain: Vec<TokenTree>, first: First, errors: &mut Errors) -> Vec<Vec<TokenTree>> {
    let (mut segments, mut current) = (Vec::new(), Vec::new());
    let (mut last_arrow, mut depth) = (None, 0_usize);
    let mut tokens = chain.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_arrow = is_arrow_start(&token) && tokens.peek().is_some_and(|next| is_punct(next, '>'));
        // A comma in the first segment is a generic parameter, and is reported there.
        let is_comma = is_punct(&token, ',') && depth == 0 && !segments.is_empty();
        if !is_arrow && !is_comma {
            match as_punct(&token) {
                Some('<') => depth += 1,
                Some('>') => depth = depth.saturating_sub(1),
                _ => {}
            }
            current.push(token);
            continue;
        }
        let mut arrow = token.to_token_stream();
        if is_arrow {
            arrow.extend(tokens.next());
        }
        if !is_punct(&token, '=') {
            let found = if is_comma { "," } else { "->" };
            errors.push(&arrow, format!("layers are joined by `=>`, found `{found}`"));
        } else if current.is_empty() {
            let is_input = segments.is_empty() && first == First::Input;
            let what = if is_input { "the width of the input" } else { "a layer" };
            errors.push(&arrow, format!("expected {what} before this `=>`"));
        }
        if !current.is_empty() || segments.is_empty() {
            segments.push(std::mem::take(&mut current));
        }
        last_arrow = Some(arrow);
    }
    match (current.is_empty(), last_arrow) {
        (true, Some(arrow)) => errors.push(arrow, "expected a layer after this `=>`"),
        _ => segments.push(current),
    }
    segments
}

pub(super) fn is_punct(token: &TokenTree, wanted: char) -> bool {
    as_punct(token) == Some(wanted)
}

fn as_punct(token: &TokenTree) -> Option<char> {
    match token {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}

/// Whether a token may be the first half of `=>` or `->`.
fn is_arrow_start(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct)
        if matches!(punct.as_char(), '=' | '-') && punct.spacing() == Spacing::Joint)
}
