//! A block: its name, and in parentheses the tokens of the chains that it is made of.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;

use super::scan::{Mark, Scan};
use super::{segment, width};
use crate::ast::Width;
use crate::error::Errors;
use crate::layers;
use crate::text::one_line;

/// What a block is made of, before its chains are parsed.
pub(super) struct Contents {
    pub(super) name: Ident,
    pub(super) count: Option<Width>,
    /// The tokens of each chain.
    pub(super) chains: Vec<Vec<TokenTree>>,
    pub(super) text: String,
}

/// A block, from its name on.
pub(super) fn contents(
    input: ParseStream<'_>,
    rule: &layers::Block,
    errors: &mut Errors,
) -> syn::Result<Contents> {
    let name: Ident = input.parse()?;
    let content;
    syn::parenthesized!(content in input);
    let tokens: TokenStream = content.parse()?;
    let text = one_line(quote::quote!(#name(#tokens)));
    let mut chains = at_commas(tokens).into_iter();
    let count = rule.is_counted.then(|| count(&name, chains.next(), errors));
    Ok(Contents { name, count, chains: chains.collect(), text })
}

/// How often a `Repeat` repeats its chain.
fn count(name: &Ident, tokens: Option<Vec<TokenTree>>, errors: &mut Errors) -> Width {
    const HELP: &str = "write `Repeat(3, Linear(64) => ReLU)` for three times `Linear(64) => ReLU`";
    let tokens = tokens.unwrap_or_default();
    if !starts_number(&tokens) {
        let place = tokens.first().map_or_else(|| name.to_token_stream(), ToTokens::to_token_stream);
        errors.push_with_help(place, format!("`{name}` starts with the number of repetitions"), HELP);
        return Width::Unknown;
    }
    if let [TokenTree::Literal(zero)] = &tokens[..]
        && zero.to_string() == "0"
    {
        errors.push(zero, "`Repeat` needs a count of at least 1, found 0");
        return Width::Unknown;
    }
    let mut count = Width::Unknown;
    segment::parse(tokens, errors, |input, errors| {
        count = width::width(input, errors)?;
        if let Some(token) = segment::next(input) {
            let found = segment::shown(&token);
            errors.push_with_help(
                &token,
                format!("expected `,` after the number of repetitions, found `{found}`"),
                HELP,
            );
        }
        Ok(())
    });
    count
}

/// Whether this can be a number: a literal, a sign, braces, or a name in capitals.
fn starts_number(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Ident(_), ..] => {
            let path: TokenStream = tokens.iter().cloned().collect();
            syn::parse2::<syn::Path>(path).is_ok_and(|path| width::is_const(&path))
        }
        [TokenTree::Group(_) | TokenTree::Literal(_), ..] => true,
        [TokenTree::Punct(sign), ..] => sign.as_char() == '-',
        [] => false,
    }
}

/// Cuts at the commas outside generic arguments. A comma at the end cuts nothing off.
fn at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let (mut chains, mut chain) = (Vec::new(), Vec::new());
    for piece in Scan::new(tokens) {
        if piece.mark == Mark::Comma {
            chains.push(std::mem::take(&mut chain));
        } else {
            chain.extend(piece.tokens());
        }
    }
    if !chain.is_empty() {
        chains.push(chain);
    }
    chains
}
