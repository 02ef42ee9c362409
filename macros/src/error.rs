//! Collects mistakes, so that all of them are reported at once.
//!
//! A mistake has a place (the smallest tokens that are wrong), a sentence that says what was found and what
//! was wanted, and where there is one the way out.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<Mistake>);

struct Mistake {
    start: Span,
    end: Span,
    message: String,
}

impl Errors {
    /// Adds a mistake at `tokens`.
    pub(crate) fn push(&mut self, tokens: impl ToTokens, message: impl Into<String>) {
        let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
        let start = spans.next().unwrap_or_else(Span::call_site);
        let end = spans.last().unwrap_or(start);
        self.0.push(Mistake { start, end, message: message.into() });
    }

    /// Adds a mistake with a way out.
    pub(crate) fn push_with_help(
        &mut self,
        tokens: impl ToTokens,
        message: impl Into<String>,
        help: impl AsRef<str>,
    ) {
        self.push(tokens, format!("{}\n= help: {}", message.into(), help.as_ref()));
    }

    /// Adds what syn found.
    pub(crate) fn push_syn(&mut self, error: &syn::Error) {
        for error in error {
            self.0.push(Mistake { start: error.span(), end: error.span(), message: error.to_string() });
        }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets all mistakes but the first `len`: what follows from one mistake is no other one. Says whether
    /// there were some.
    pub(crate) fn forget_after(&mut self, len: usize) -> bool {
        let are_more = self.0.len() > len;
        self.0.truncate(len);
        are_more
    }

    /// The mistakes as items that make the compiler report them.
    pub(crate) fn finish(self) -> TokenStream {
        self.0.into_iter().map(Mistake::into_tokens).collect()
    }
}

impl Mistake {
    fn into_tokens(self) -> TokenStream {
        let Self { start, end, message } = self;
        let message = quote_spanned!(end=> { #message });
        // The error underlines everything from its first token to its last.
        quote_spanned!(start=> ::core::compile_error! #message)
    }
}
