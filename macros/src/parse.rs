//! Tokens to syntax tree. The grammar:
//!
//! ```text
//! item   = attributes [visibility] "struct" Name "<" chain ">" ";"
//! expr   = chain | "<" chain ">"
//! chain  = [scalar ";"] shape { "=>" step }                 scalar: f32 (default) or f64
//! shape  = width | "[" width "," width "," width "]"        channels, height, width
//! width  = integer literal | PATH_TO_A_CONST | "{" const expression "}"
//! step   = [label ":"] ( layer | block ) | shape            a bare shape asserts the current shape
//! layer  = path [ "(" arguments ")" ]                       a built-in layer, your own, or a network
//! block  = "Residual" "(" steps ")" | "Repeat" "(" width "," steps ")" | "Concat" "(" steps { "," steps } ")"
//! steps  = step { "=>" step }
//! ```
//!
//! A path whose last name is all capitals is a const, unless it is a built-in layer or has a label. The chain
//! is cut at its arrows first, so that a mistake in one step does not hide those in the others.

mod scan;
mod segment;
mod width;
mod chain;
mod start;
mod block;
mod step;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Token, Visibility};

use self::scan::is_punct;
use self::start::Start;
use crate::ast::{Form, Network, Shape, Step};
use crate::error::Errors;

/// Reads a declaration. `None` when not even a name can be made out.
pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Network> {
    if tokens.is_empty() {
        let message = "expected a network, as in `struct Digits<784 => Linear(10) => Softmax>;`";
        errors.push(tokens, message);
        return None;
    }
    match form(&tokens) {
        Form::Item => item(tokens, errors),
        Form::Expression => expression(tokens, errors),
    }
}

/// An item starts with an attribute, a visibility, `struct` or a name; a chain with its input.
pub(crate) fn form(tokens: &TokenStream) -> Form {
    let mut tokens = tokens.clone().into_iter().flat_map(opened);
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Punct(punct)), _) if punct.as_char() == '#' => Form::Item,
        (Some(TokenTree::Ident(word)), _)
            if ["pub", "struct", "crate", "mod", "fn", "enum"].iter().any(|item| word == item) =>
        {
            Form::Item
        }
        (Some(TokenTree::Ident(_)), Some(next)) if is_punct(&next, '<') => Form::Item,
        (None, _) => Form::Item,
        _ => Form::Expression,
    }
}

/// What a user's `macro_rules!` passed as a fragment, such as `$vis`, without its invisible delimiters.
fn opened(token: TokenTree) -> TokenStream {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            group.stream().into_iter().flat_map(opened).collect()
        }
        token => token.into(),
    }
}

/// A struct with a name.
fn item(tokens: TokenStream, errors: &mut Errors) -> Option<Network> {
    let header = header.parse2(tokens).map_err(|error| errors.push_syn(&error)).ok()?;
    let Header { attributes, visibility, name, rest } = header;
    let chain = chain::between_angles(&name, rest, errors);
    let (scalar, input, steps) = contents(&name, chain, errors);
    Some(Network { attributes, visibility, form: Form::Item, name, scalar, input, steps })
}

/// A chain alone, with or without its own `< >`.
fn expression(tokens: TokenStream, errors: &mut Errors) -> Option<Network> {
    let mut chain: Vec<TokenTree> = tokens.into_iter().collect();
    let name = Ident::new("Network", chain.first()?.span());
    if is_punct(&chain[0], '<') {
        if chain.len() > 1 && is_punct(&chain[chain.len() - 1], '>') {
            chain.pop();
        } else {
            errors.push(chain.last(), "the chain is not closed: expected `>` at its end");
        }
        chain.remove(0);
    }
    let (scalar, input, steps) = contents(&name, chain, errors);
    let (attributes, visibility) = (Vec::new(), Visibility::Inherited);
    Some(Network { attributes, visibility, form: Form::Expression, name, scalar, input, steps })
}

/// What is between `<` and `>`.
fn contents(name: &Ident, chain: Vec<TokenTree>, errors: &mut Errors) -> (Option<Ident>, Shape, Vec<Step>) {
    let mut segments = chain::segments(chain, chain::First::Input, errors).into_iter();
    let Start { scalar, input, layer } = start::start(name, segments.next().unwrap_or_default(), errors);
    (scalar, input, step::between_arrows(layer.into_iter().chain(segments), errors))
}

/// What comes before the chain of an item.
struct Header {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    rest: TokenStream,
}

fn header(input: ParseStream<'_>) -> syn::Result<Header> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility = input.parse()?;
    if !input.peek(Token![struct]) {
        return Err(
            input.error("expected `struct`: a network is declared as `struct Name<784 => Linear(10)>;`")
        );
    }
    input.parse::<Token![struct]>()?;
    Ok(Header { attributes, visibility, name: input.parse()?, rest: input.parse()? })
}
