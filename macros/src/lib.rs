//! The `network!` macro of `monograd`, which re-exports it. Do not depend on this crate.
//!
//! Four pure functions over `proc_macro2` types: `parse(tokens) -> ast`, `check(ast) -> model`,
//! `fuse(model) -> model`, `expand(model) -> tokens`. Only the first two can fail, and both go on after a
//! mistake, so that all mistakes are reported at once and what follows them still finds a network.

// The order of these lines is the order of dependency, and the order to read them in.
mod error;
mod text;
mod names;
mod ast;
mod size;
mod number;
mod consts;
mod code;
mod cost;
mod built_in;
mod site;
mod layers;
mod parse;
mod model;
mod check;
mod fuse;
mod expand;
mod stages;

#[cfg(test)]
mod tests;

use proc_macro2::{TokenStream, TokenTree};

/// Expands a declaration that follows the name of the library's crate: `network! { $crate struct ... }`.
#[proc_macro]
pub fn network(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let mut input = TokenStream::from(input).into_iter();
    let Some(TokenTree::Ident(krate)) = input.next() else {
        unreachable!("`monograd::network!` puts `$crate` first");
    };
    stages::expand(&krate, input.collect()).into()
}
