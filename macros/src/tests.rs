//! The three stages outside the compiler.

mod fuzz;
mod plain;
mod spans;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// The expansion of `tokens`, as the library's `network!` asks for it.
fn expand(tokens: TokenStream) -> TokenStream {
    crate::expand(&Ident::new("monograd", Span::call_site()), tokens)
}

/// All tokens that are no groups, in their order.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => all.extend(flat(group.stream())),
            token => all.push(token),
        }
    }
    all
}
