//! One segment of a chain, between two arrows or commas, parsed on its own: a mistake in it hides none in the
//! others.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

use crate::error::Errors;
use crate::text::one_line;

/// Parses a segment with `parser`. After a mistake the rest of the segment is passed over.
pub(super) fn parse(
    tokens: Vec<TokenTree>,
    errors: &mut Errors,
    parser: impl FnOnce(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    let last = tokens.last().cloned();
    let outcome = (|input: ParseStream<'_>| {
        let outcome = parser(input, errors);
        let at_end = input.is_empty();
        discard(input)?;
        Ok(outcome.map_err(|error| (error, at_end)))
    })
    .parse2(tokens.into_iter().collect());
    match outcome {
        Ok(Ok(())) => {}
        // At its end a segment has no place of its own to point at: its last token is used.
        Ok(Err((error, true))) => {
            errors.push(last, error.to_string().replace("unexpected end of input, ", ""));
        }
        Ok(Err((error, false))) | Err(error) => errors.push_syn(&error),
    }
}

/// Reports a token that should have been an arrow.
pub(super) fn expect_end(input: ParseStream<'_>, errors: &mut Errors) {
    if let Some(token) = next(input) {
        errors.push(&token, format!("expected `=>` before `{}`", shown(&token)));
    }
}

/// Passes over what is left.
pub(super) fn discard(input: ParseStream<'_>) -> syn::Result<()> {
    input.parse::<TokenStream>().map(drop)
}

/// The token that comes next.
pub(super) fn next(input: ParseStream<'_>) -> Option<TokenTree> {
    input.cursor().token_tree().map(|(token, _)| token)
}

/// A token as it is named in a message, which has one line.
pub(super) fn shown(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "(".to_owned(),
            Delimiter::Brace => "{".to_owned(),
            Delimiter::Bracket => "[".to_owned(),
            Delimiter::None => one_line(group),
        },
        other => other.to_string(),
    }
}
