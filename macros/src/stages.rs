//! From the tokens of a declaration to its expansion, with all mistakes.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ast::Form;
use crate::error::Errors;
use crate::{check, expand, fuse, parse};

/// Expands a declaration for the library, which is called `krate`.
pub(crate) fn expand(krate: &Ident, tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let form = parse::form(&tokens);
    let network = parse::parse(tokens, &mut errors).map(|ast| check::check(ast, &mut errors));
    let expansion = network.map(|network| expand::expand(krate, &fuse::fuse(network)));
    let errors = errors.finish();
    match form {
        Form::Item => quote!(#expansion #errors),
        Form::Expression => quote!({ #errors #expansion }),
    }
}
