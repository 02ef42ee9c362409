//! Tokens as text, for messages and tables: in one line, and spaced as people write them.

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// What the user wrote, in one line.
pub(crate) fn one_line(tokens: impl ToTokens) -> String {
    let mut line = Line::default();
    line.extend(tokens.to_token_stream());
    line.text
}

/// A line that is being written.
#[derive(Default)]
struct Line {
    text: String,
    /// Whether the next token directly follows the last one.
    tight: bool,
    /// Whether the last token was one that an operand follows: an operator here has one operand.
    wants_operand: bool,
    /// How many `<` of generic arguments are open.
    angles: usize,
}

impl Line {
    fn extend(&mut self, tokens: TokenStream) {
        (self.tight, self.wants_operand) = (true, true);
        for token in tokens {
            match &token {
                TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
                TokenTree::Punct(punct) => self.punct(punct),
                word => {
                    self.separated(&word.to_string());
                    (self.tight, self.wants_operand) = (false, false);
                }
            }
        }
    }

    /// `f(x)`, `a[i]`, `{ x }`.
    fn group(&mut self, delimiter: Delimiter, content: TokenStream) {
        let content = one_line(content);
        let (text, is_call) = match delimiter {
            Delimiter::Parenthesis => (format!("({content})"), true),
            Delimiter::Bracket => (format!("[{content}]"), true),
            Delimiter::Brace if content.is_empty() => ("{}".to_owned(), false),
            Delimiter::Brace => (format!("{{ {content} }}"), false),
            Delimiter::None => (content, false),
        };
        self.tight |= is_call && !self.wants_operand;
        self.separated(&text);
        (self.tight, self.wants_operand) = (false, false);
    }

    fn punct(&mut self, punct: &Punct) {
        let (character, is_joint) = (punct.as_char(), punct.spacing() == Spacing::Joint);
        let opens = character == '<' && !is_joint && self.names_a_type();
        let closes = character == '>' && self.angles > 0;
        self.angles = self.angles + usize::from(opens) - usize::from(closes);
        let is_path = character == ':' && (is_joint || self.text.ends_with(':'));
        let is_unary = self.wants_operand && matches!(character, '-' | '*' | '&' | '!' | '\'');
        self.tight |= opens || closes || is_path || matches!(character, ',' | ';' | '.' | '?' | ':' | '!');
        self.separated(&character.to_string());
        self.tight = is_joint || opens || is_path || is_unary || matches!(character, '.' | '!');
        self.wants_operand = !closes && !matches!(character, '?' | '!');
    }

    /// Whether a `<` here begins generic arguments: after `::` or the name of a type, not of a
    /// const.
    fn names_a_type(&self) -> bool {
        let word = self.text.rsplit(|character: char| !(character.is_alphanumeric() || character == '_'));
        let word = word.into_iter().next().unwrap_or_default();
        let is_type = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        is_type || self.text.ends_with("::")
    }

    fn separated(&mut self, text: &str) {
        if !self.tight && !text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_spaced_as_people_write_them() {
        for written in [
            "Linear(64, 10, bias = false)",
            "LeakyReLU(-0.5)",
            "LeakyReLU(slope = -1)",
            "{ 2 * (HIDDEN + 1) }",
            "{ if WIDE { 128 } else { 64 } }",
            "{ A << 2 }",
            "{ A < B }",
            "{ -A - -B }",
            "{ SIZES[0] }",
            "{ self::width(2, 3).max(4) }",
            "{ env!(\"WIDTH\") }",
            "::crate_name::module::Own<3, f32>",
            "Own::<Vec<Part>>",
            "Gain<{ 2 * N }>",
            "hidden: Linear(r#type)",
            "&'static str",
            "{}",
        ] {
            let tokens: TokenStream = written.parse().expect("valid tokens");
            assert_eq!(one_line(tokens), written);
        }
    }
}
