//! What must hold for all tokens.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use crate::ast::Form;
use crate::error::Errors;
use crate::{check, parse, stages};

/// The expansion of `tokens`, as the library's `network!` asks for it.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    stages::expand(&Ident::new("monograd", Span::call_site()), tokens)
}

/// All tokens that are no groups, in their order.
pub(crate) fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => all.extend(flat(group.stream())),
            token => all.push(token),
        }
    }
    all
}

/// The macro ends in Rust that parses, and says that something is wrong exactly when it found a mistake.
pub(crate) fn check_tokens(tokens: TokenStream) {
    let mut errors = Errors::default();
    let form = parse::form(&tokens);
    let network = parse::parse(tokens.clone(), &mut errors).map(|ast| check::check(ast, &mut errors));
    let is_valid = errors.is_empty();
    assert!(network.is_some() || !is_valid, "neither a network nor a mistake");

    let expansion = expand(tokens);
    let says_so = flat(expansion.clone()).iter().any(|token| token.to_string() == "compile_error");
    assert_eq!(says_so, !is_valid);
    let parsed = match form {
        Form::Item => syn::parse2::<syn::File>(expansion.clone()).map(drop),
        Form::Expression => syn::parse2::<syn::Block>(expansion.clone()).map(drop),
    };
    assert!(parsed.is_ok(), "{}: {expansion}", parsed.unwrap_err());
}

/// The same for a text, where it is made of tokens.
pub(crate) fn check_text(text: &str) {
    if let Ok(tokens) = text.parse() {
        check_tokens(tokens);
    }
}
