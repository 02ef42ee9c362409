//! The chain as tokens: where it ends, and where its arrows cut it.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;

use super::scan::{Mark, Scan, is_punct};
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
    let (mut chain, mut scan) = (Vec::new(), Scan::new(tokens));
    while let Some(piece) = scan.next() {
        if piece.mark == Mark::Close {
            end(name, &piece.first, scan.rest(), errors);
            return chain;
        }
        chain.extend(piece.tokens());
    }
    // Without its `>` the chain runs up to the `;`, if there is one.
    let last = chain.last().map_or_else(|| name.to_token_stream(), ToTokens::to_token_stream);
    errors.push(last, "the chain is not closed: expected `>` and then `;` at its end");
    chain.pop_if(|last| is_punct(last, ';'));
    chain
}

/// What follows the chain: `;` and nothing else.
fn end(name: &Ident, close: &TokenTree, mut rest: impl Iterator<Item = TokenTree>, errors: &mut Errors) {
    match rest.next() {
        Some(token) if is_punct(&token, ';') => {
            if let Some(extra) = rest.next() {
                errors.push(extra, "expected nothing after `;`: each network needs its own `network!`");
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
    let (mut segments, mut current, mut last_arrow) = (Vec::new(), Vec::new(), None);
    for piece in Scan::new(chain) {
        let mark = piece.mark;
        // A comma in the first segment is a generic parameter, and is reported there.
        let is_comma = mark == Mark::Comma && !segments.is_empty();
        if !is_comma && mark != Mark::Arrow {
            current.extend(piece.tokens());
            continue;
        }
        let is_joint = is_punct(&piece.first, '=');
        let arrow: TokenStream = piece.tokens().collect();
        if !is_joint {
            let found = if is_comma { "," } else { "->" };
            errors.push(&arrow, format!("layers are joined with `=>`, found `{found}`"));
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
