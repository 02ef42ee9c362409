//! Tokens to syntax tree. The grammar:
//!
//! ```text
//! item   = attributes [visibility] "struct" Name "<" chain ">" ";"
//! expr   = chain | "<" chain ">"
//! chain  = [scalar ";"] shape { "=>" step }                 scalar: f32 (default) or f64
//! shape  = width
//! width  = integer literal | PATH_TO_A_CONST | "{" const expression "}"
//! step   = [label ":"] layer | shape                        a bare shape asserts what stands there
//! layer  = path [ "(" arguments ")" ]                       a built-in layer, your own, or a network
//! ```
//!
//! A path whose last name is all capitals is a const, unless it is a built-in layer or has a label. The chain
//! is cut at its arrows first, so that a mistake in one step does not hide those in the others.

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Lit, LitInt, Path, Token, Visibility, token};

use crate::ast::{Argument, Arguments, Form, Layer, Network, Shape, Step, Width};
use crate::error::Errors;
use crate::layers;

/// Reads a declaration. `None` when not even a name and an input can be made out.
pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Network> {
    if tokens.is_empty() {
        let message = "expected a network, as in `struct Digits<784 => Linear(10) => Softmax>;`";
        errors.push(tokens, message);
        return None;
    }
    if form(&tokens) == Form::Expression {
        return expression(tokens, errors);
    }
    let Header { attributes, visibility, name, rest } = match header.parse2(tokens) {
        Ok(header) => header,
        Err(error) => {
            errors.push_syn(&error);
            return None;
        }
    };
    let chain = chain(&name, rest, errors)?;
    let (scalar, input, steps) = whole(&name, chain, errors)?;
    Some(Network { attributes, visibility, form: Form::Item, name, scalar, input, steps })
}

/// An item starts with an attribute, a visibility, `struct` or a name; a chain with its input.
pub(crate) fn form(tokens: &TokenStream) -> Form {
    let mut tokens = tokens.clone().into_iter();
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

/// A chain alone, with or without its own `< >`.
fn expression(tokens: TokenStream, errors: &mut Errors) -> Option<Network> {
    let name = Ident::new(
        "Network",
        tokens.clone().into_iter().next().map_or_else(Span::call_site, |first| first.span()),
    );
    let mut chain: Vec<TokenTree> = tokens.into_iter().collect();
    if is_punct(&chain[0], '<') {
        if is_punct(&chain[chain.len() - 1], '>') && chain.len() > 1 {
            chain.pop();
        } else {
            errors.push(&chain[chain.len() - 1], "the chain is not closed: expected `>` at its end");
        }
        chain.remove(0);
    }
    let (scalar, input, steps) = whole(&name, chain, errors)?;
    let (attributes, visibility) = (Vec::new(), Visibility::Inherited);
    Some(Network { attributes, visibility, form: Form::Expression, name, scalar, input, steps })
}

/// What stands between `<` and `>`.
fn whole(
    name: &Ident,
    chain: Vec<TokenTree>,
    errors: &mut Errors,
) -> Option<(Option<Ident>, Shape, Vec<Step>)> {
    let mut segments = segments(chain, errors).into_iter();
    let (scalar, input) = start(name, segments.next().unwrap_or_default(), errors)?;
    let mut steps = Vec::new();
    for segment in segments {
        parse_with(segment, errors, |input, errors| step_list(input, &mut steps, errors));
    }
    Some((scalar, input, steps))
}

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

/// The tokens between the outer `<` and `>`, of which nothing but `;` may follow.
fn chain(name: &Ident, rest: TokenStream, errors: &mut Errors) -> Option<Vec<TokenTree>> {
    let mut tokens = rest.into_iter().peekable();
    match tokens.peek() {
        Some(token) if is_punct(token, '<') => tokens.next(),
        found => {
            let place = found.map_or_else(|| name.to_token_stream(), ToTokens::to_token_stream);
            errors.push_with_help(
                place,
                format!("expected `<` after `{name}`: a network is declared by the chain of its layers"),
                format!("write `struct {name}<784 => Linear(10) => Softmax>;`"),
            );
            return None;
        }
    };
    let (mut inside, mut depth, mut arrow) = (Vec::new(), 0_usize, false);
    for token in tokens.by_ref() {
        match as_punct(&token) {
            Some('<') => depth += 1,
            Some('>') if !arrow && depth == 0 => {
                end(name, &token, tokens, errors);
                return Some(inside);
            }
            Some('>') if !arrow => depth -= 1,
            _ => {}
        }
        arrow = is_arrow_start(&token);
        inside.push(token);
    }
    // Without its `>` the chain runs up to the `;`, if there is one.
    let last = inside.last().map_or_else(|| name.to_token_stream(), ToTokens::to_token_stream);
    errors.push(last, "the chain is not closed: expected `>` and then `;` at its end");
    if inside.last().is_some_and(|token| is_punct(token, ';')) {
        inside.pop();
    }
    Some(inside)
}

/// What follows the chain: `;` and nothing else.
fn end(name: &Ident, close: &TokenTree, mut rest: impl Iterator<Item = TokenTree>, errors: &mut Errors) {
    match rest.next() {
        Some(token) if is_punct(&token, ';') => {
            if let Some(extra) = rest.next() {
                errors.push(extra, "expected nothing after `;`: each network has a `network!` of its own");
            }
        }
        Some(token @ TokenTree::Group(_)) => {
            errors.push_with_help(
                token,
                "a network has no fields but its layers",
                format!("write `;` here and put the fields in a struct that contains `{name}`"),
            );
        }
        Some(token) => errors.push(&token, format!("expected `;` after the chain, found `{token}`")),
        None => errors.push(close, "expected `;` after this `>`"),
    }
}

/// Cuts the chain at its arrows.
fn segments(chain: Vec<TokenTree>, errors: &mut Errors) -> Vec<Vec<TokenTree>> {
    let (mut segments, mut current) = (Vec::new(), Vec::new());
    let (mut last_arrow, mut depth) = (None, 0_usize);
    let mut tokens = chain.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_arrow = is_arrow_start(&token) && tokens.peek().is_some_and(|next| is_punct(next, '>'));
        // A comma in the first segment is somebody's generic parameter, and is reported there.
        let is_comma = is_punct(&token, ',') && depth == 0 && !segments.is_empty();
        if !is_arrow && !is_comma {
            match as_punct(&token) {
                Some('<') => depth += 1,
                Some('>') => depth = depth.saturating_sub(1),
                _ => {}
            }
            current.push(token);
            continue;
        }
        let second = is_arrow.then(|| tokens.next()).flatten();
        let arrow = TokenStream::from_iter([token.clone()].into_iter().chain(second));
        if !is_punct(&token, '=') {
            let found = if is_comma { "," } else { "->" };
            errors.push(&arrow, format!("layers are joined by `=>`, found `{found}`"));
        }
        if current.is_empty() {
            let what = if segments.is_empty() { "the width of the input" } else { "a layer" };
            errors.push(&arrow, format!("expected {what} before this `=>`"));
        }
        if !current.is_empty() || segments.is_empty() {
            segments.push(std::mem::take(&mut current));
        }
        last_arrow = Some(arrow);
    }
    match (current.is_empty(), last_arrow) {
        (true, Some(arrow)) => errors.push(arrow, "expected a layer after this `=>`"),
        _ => segments.push(current),
    }
    segments
}

/// The first segment: `[scalar ;] shape`.
fn start(name: &Ident, mut segment: Vec<TokenTree>, errors: &mut Errors) -> Option<(Option<Ident>, Shape)> {
    let mut scalar = None;
    if let Some(semicolon) = segment.iter().position(|token| is_punct(token, ';')) {
        let shape = segment.split_off(semicolon + 1);
        segment.pop();
        match segment.as_slice() {
            [TokenTree::Ident(ident)] => scalar = Some(ident.clone()),
            found => errors.push(
                found.iter().cloned().collect::<TokenStream>(),
                "expected a scalar type before `;`: `f32` or `f64`",
            ),
        }
        segment = shape;
    }
    let Some(first) = segment.first() else {
        if errors.is_empty() {
            errors.push_with_help(
                name,
                format!("`{name}` has no input and no layer"),
                format!("write `struct {name}<784 => Linear(10) => Softmax>;`"),
            );
        }
        return None;
    };
    if let Some(found) = not_a_width(first, &segment) {
        errors.push(first, found);
        return None;
    }
    let mut input = None;
    parse_with(segment, errors, |stream, errors| {
        input = Some(shape(stream, errors)?);
        expect_end(stream, errors);
        Ok(())
    });
    Some((scalar, input?))
}

/// What stands first in a chain though it is no width: a layer, or a generic parameter.
fn not_a_width(first: &TokenTree, segment: &[TokenTree]) -> Option<String> {
    let is_generic = segment.iter().any(|token| is_punct(token, ','));
    if is_generic || is_punct(first, '\'') {
        return Some("a network has no generic parameters: its sizes are numbers and consts".to_owned());
    }
    let TokenTree::Ident(word) = first else { return None };
    if word == "const" {
        return Some("a network has no generic parameters: its sizes are numbers and consts".to_owned());
    }
    let is_layer = segment.iter().any(|token| matches!(token, TokenTree::Group(_)))
        || layers::is_known(&word.to_string());
    is_layer.then(|| format!("a chain starts with the width of its input, found `{word}`"))
}

/// One step, and any more that lack an arrow before them.
fn step_list(input: ParseStream<'_>, steps: &mut Vec<Step>, errors: &mut Errors) -> syn::Result<()> {
    loop {
        steps.push(step(input, errors)?);
        if input.is_empty() {
            return Ok(());
        }
        expect_end(input, errors);
        if !(input.peek(syn::Ident::peek_any) || input.peek(Lit)) {
            return discard(input);
        }
    }
}

/// Reports a token that should have been an arrow.
fn expect_end(input: ParseStream<'_>, errors: &mut Errors) {
    let found = input.cursor().token_tree().map(|(token, _)| token);
    if let Some(token) = found {
        errors.push(&token, format!("expected `=>` before `{}`", one_line(&token)));
    }
}

fn step(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Step> {
    if input.peek(syn::Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        let label = input.call(Ident::parse_any)?;
        input.parse::<Token![:]>()?;
        if syn::parse2::<Ident>(label.to_token_stream()).is_err() {
            errors.push(&label, format!("`{label}` is a keyword: a label becomes the name of a field"));
            return Ok(Step::Layer(layer(input, None, errors)?));
        }
        return Ok(Step::Layer(layer(input, Some(label), errors)?));
    }
    if !input.peek(syn::Ident::peek_any) && !input.peek(Token![::]) {
        return Ok(Step::Assertion(shape(input, errors)?));
    }
    let layer = layer(input, None, errors)?;
    if layer.arguments.is_none() && is_const(&layer.path) {
        return Ok(Step::Assertion(Shape::Vector(Width::Const(layer.path.to_token_stream()))));
    }
    Ok(Step::Layer(layer))
}

/// Whether a path without arguments names a const: all capitals, and no built-in layer such as `ELU`.
fn is_const(path: &Path) -> bool {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    name == name.to_uppercase() && !(path.segments.len() == 1 && layers::is_known(&name))
}

fn layer(input: ParseStream<'_>, label: Option<Ident>, errors: &mut Errors) -> syn::Result<Layer> {
    if !(input.peek(syn::Ident::peek_any) || input.peek(Token![::])) {
        let found = match input.cursor().token_tree() {
            Some((token, _)) => format!(", found `{}`", one_line(&token)),
            None => String::new(),
        };
        let what =
            if label.is_some() { "a label stands before a layer" } else { "expected the name of a layer" };
        return Err(syn::Error::new(
            label.as_ref().map_or_else(|| input.span(), Ident::span),
            format!("{what}{found}"),
        ));
    }
    let path = input.parse()?;
    let arguments = match input.cursor().group(Delimiter::Parenthesis) {
        Some(_) => Some(arguments(input, errors)?),
        None => None,
    };
    Ok(Layer { label, path, arguments })
}

fn arguments(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Arguments> {
    let content;
    let parentheses = syn::parenthesized!(content in input);
    let mut list = Vec::new();
    while !content.is_empty() {
        match argument(&content) {
            Ok(argument) => list.push(argument),
            Err(error) => {
                errors.push_syn(&error);
                discard(&content)?;
            }
        }
        if !content.is_empty() && content.parse::<Option<Token![,]>>()?.is_none() {
            let found = content.cursor().token_tree().map(|(token, _)| token);
            if let Some(token) = found {
                errors.push(&token, format!("expected `,` between arguments, found `{}`", one_line(&token)));
            }
            discard(&content)?;
        }
    }
    Ok(Arguments { list, span: parentheses.span.join() })
}

fn argument(input: ParseStream<'_>) -> syn::Result<Argument> {
    let name = if input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Some(name)
    } else {
        None
    };
    if input.is_empty() {
        let place = name.as_ref().map_or_else(|| input.span(), Ident::span);
        return Err(syn::Error::new(place, "expected a value after `=`"));
    }
    Ok(Argument { name, value: input.parse::<Expr>()? })
}

fn shape(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Shape> {
    width(input, errors).map(Shape::Vector)
}

fn width(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Width> {
    if input.peek(Token![-]) {
        let sign = input.parse::<Token![-]>()?;
        let number = input.parse::<Option<Lit>>()?;
        errors.push(quote::quote!(#sign #number), "a width is at least 1, found a negative number");
        return Ok(placeholder());
    }
    if input.peek(token::Brace) {
        return Ok(Width::Const(input.parse::<syn::ExprBlock>()?.into_token_stream()));
    }
    if input.peek(Lit) {
        let literal = input.parse()?;
        return Ok(literal_width(&literal, errors).unwrap_or_else(placeholder));
    }
    if input.peek(syn::Ident::peek_any) || input.peek(Token![::]) {
        return Ok(Width::Const(input.call(Path::parse_mod_style)?.into_token_stream()));
    }
    Err(input.error("expected a width: a number, a const, or `{ a const expression }`"))
}

/// Reads a literal as a width; says what is wrong with it and gives `None` when it is none.
pub(crate) fn literal_width(literal: &Lit, errors: &mut Errors) -> Option<Width> {
    let Lit::Int(number) = literal else {
        errors.push(literal, format!("a width is a whole number, found `{}`", literal.to_token_stream()));
        return None;
    };
    let suffix = number.suffix();
    if !suffix.is_empty() {
        let digits = number.base10_digits();
        errors.push_with_help(
            literal,
            format!("a width is written without a suffix, found `{suffix}`"),
            format!("write `{digits}`"),
        );
    }
    match number.base10_parse::<usize>() {
        Ok(0) => errors.push(literal, "a width is at least 1, found 0"),
        Ok(value) if suffix.is_empty() => return Some(Width::Literal { value, literal: number.clone() }),
        Ok(value) => return Some(Width::Literal { value, literal: bare(value, number) }),
        Err(_) => errors.push(literal, format!("the width {number} is more than `usize` holds")),
    }
    None
}

/// A width to go on with after a mistake has been reported.
pub(crate) fn placeholder() -> Width {
    Width::Literal { value: 1, literal: LitInt::new("1", proc_macro2::Span::call_site()) }
}

/// The same number without its suffix.
fn bare(value: usize, number: &LitInt) -> LitInt {
    LitInt::new(&value.to_string(), number.span())
}

/// Parses a part of the chain on its own; a mistake is reported and the rest of the part passed over.
fn parse_with(
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
        // At its end a part has no place of its own to point at: its last token stands in.
        Ok(Err((error, true))) => {
            errors.push(last, error.to_string().replace("unexpected end of input, ", ""))
        }
        Ok(Err((error, false))) | Err(error) => errors.push_syn(&error),
    }
}

fn discard(input: ParseStream<'_>) -> syn::Result<()> {
    input.parse::<TokenStream>().map(drop)
}

/// A token as it is named in a message, which has one line.
fn one_line(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "(".to_owned(),
            Delimiter::Brace => "{".to_owned(),
            Delimiter::Bracket => "[".to_owned(),
            Delimiter::None => group.to_string(),
        },
        other => other.to_string(),
    }
}

fn as_punct(token: &TokenTree) -> Option<char> {
    match token {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    as_punct(token) == Some(wanted)
}

/// Whether a token may be the first half of `=>` or `->`.
fn is_arrow_start(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct)
        if matches!(punct.as_char(), '=' | '-') && punct.spacing() == Spacing::Joint)
}
