//! Tokens with the marks that cut a chain. Rust's tokens do not say whether a `>` ends generic arguments or
//! an arrow, nor whether a comma separates generic arguments or chains; this is the one place that finds out.

use std::iter::{Peekable, once};

use proc_macro2::{Spacing, TokenTree};

/// One token, or the two of an arrow.
pub(super) struct Piece {
    pub(super) mark: Mark,
    pub(super) first: TokenTree,
    second: Option<TokenTree>,
}

/// What a piece is for the chain around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// `=>` or `->`, also in generic arguments.
    Arrow,
    /// A comma outside generic arguments.
    Comma,
    /// A `>` without its `<`.
    Close,
    /// Any other token.
    Other,
}

impl Piece {
    pub(super) fn tokens(self) -> impl Iterator<Item = TokenTree> {
        once(self.first).chain(self.second)
    }
}

/// Goes through tokens piece by piece.
pub(super) struct Scan<I: Iterator<Item = TokenTree>> {
    tokens: Peekable<I>,
    /// How many `<` are open.
    depth: usize,
}

impl<I: Iterator<Item = TokenTree>> Scan<I> {
    pub(super) fn new(tokens: impl IntoIterator<IntoIter = I>) -> Self {
        Self { tokens: tokens.into_iter().peekable(), depth: 0 }
    }

    /// The tokens that come after the last piece.
    pub(super) fn rest(self) -> impl Iterator<Item = TokenTree> {
        self.tokens
    }

    fn mark(&mut self, token: &TokenTree) -> Mark {
        match as_punct(token) {
            Some(',') if self.depth == 0 => return Mark::Comma,
            Some('>') if self.depth == 0 => return Mark::Close,
            Some('>') => self.depth -= 1,
            Some('<') => self.depth += 1,
            _ => {}
        }
        Mark::Other
    }
}

impl<I: Iterator<Item = TokenTree>> Iterator for Scan<I> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let first = self.tokens.next()?;
        if is_arrow_start(&first)
            && let Some(second) = self.tokens.next_if(|next| is_punct(next, '>'))
        {
            return Some(Piece { mark: Mark::Arrow, first, second: Some(second) });
        }
        Some(Piece { mark: self.mark(&first), first, second: None })
    }
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

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::*;

    /// The pieces of a text that cut it, and the text between them.
    fn cut(text: &str) -> Vec<String> {
        let tokens: TokenStream = text.parse().expect("tokens");
        let mut parts = vec![String::new()];
        for piece in Scan::new(tokens) {
            let is_cut = piece.mark != Mark::Other;
            let text: String = piece.tokens().map(|token| token.to_string()).collect();
            if is_cut {
                parts.extend([text, String::new()]);
            } else {
                parts.last_mut().expect("a part").push_str(&text);
            }
        }
        parts
    }

    #[test]
    fn arrows_commas_and_ends_are_told_from_generic_arguments() {
        assert_eq!(cut("a => b -> c, d"), ["a", "=>", "b", "->", "c", ",", "d"]);
        assert_eq!(cut("a::B<2, C<3, D>> => e, f"), ["a::B<2,C<3,D>>", "=>", "e", ",", "f"]);
        assert_eq!(cut("a > ;"), ["a", ">", ";"]);
        // Parentheses hide what is in them.
        assert_eq!(cut("a(b => c, d), e"), ["a(b => c , d)", ",", "e"]);
        // An arrow cuts in generic arguments too, so that a `<` without its `>` does not hide the rest of a
        // chain.
        assert_eq!(cut("A<fn() -> b, 2> => c"), ["A<fn()", "->", "b,2>", "=>", "c"]);
        assert_eq!(cut("A<2 => B, c"), ["A<2", "=>", "B,c"]);
        // Two tokens with a space between them are no arrow.
        assert_eq!(cut("a = > b"), ["a=", ">", "b"]);
    }
}
