//! Widths: numbers, consts and const expressions.

use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Lit, Path, Token, token};

use crate::ast::{Shape, Width};
use crate::error::Errors;
use crate::layers;

/// The shape of a sample.
pub(super) fn shape(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Shape> {
    if input.peek(token::Bracket) { image(input, errors) } else { width(input, errors).map(Shape::Vector) }
}

/// `[channels, height, width]`
fn image(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Shape> {
    let content;
    let span = syn::bracketed!(content in input).span.join();
    let (mut widths, mut found) = ([Width::Unknown, Width::Unknown, Width::Unknown], 0);
    while !content.is_empty() {
        let next = width(&content, errors)?;
        if let Some(place) = widths.get_mut(found) {
            *place = next;
        }
        found += 1;
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    let shape = Shape::Image(widths, span);
    if found != 3 {
        let numbers = if found == 1 { "number" } else { "numbers" };
        errors.push_with_help(
            &shape,
            format!("an image has three sizes, found {found} {numbers}"),
            "write `[channels, height, width]`, as in `[1, 28, 28]`",
        );
    }
    Ok(shape)
}

/// One number.
pub(super) fn width(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Width> {
    if input.peek(token::Group) {
        return Ok(Width::of(&ungrouped(input.parse()?), errors));
    }
    if input.peek(Token![-]) {
        let sign = input.parse::<Token![-]>()?;
        let number = input.parse::<Option<Lit>>()?;
        return Ok(Width::negative(quote!(#sign #number), errors));
    }
    if input.peek(token::Brace) {
        return Ok(Width::Const(input.parse::<syn::ExprBlock>()?.into_token_stream()));
    }
    if input.peek(Lit) {
        return Ok(Width::literal(&input.parse()?, errors));
    }
    if input.peek(syn::Ident::peek_any) || input.peek(Token![::]) {
        return Ok(Width::Const(input.call(path)?.into_token_stream()));
    }
    Err(input.error("expected a width: a number, a const, or `{ a const expression }`"))
}

/// A path, of which syn would take one that has a `try`, as the macro of that name had once.
pub(super) fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    let path: Path = input.parse()?;
    match path.segments.iter().find(|segment| segment.ident == "try") {
        Some(keyword) => Err(syn::Error::new(keyword.ident.span(), "`try` is a keyword, and no name")),
        None => Ok(path),
    }
}

/// Whether a path without arguments names a const: all capitals, and no built-in layer such as `ELU`. One
/// with generic arguments names a type.
pub(super) fn is_const(path: &Path) -> bool {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let is_type = path.segments.iter().any(|segment| !segment.arguments.is_none());
    name == name.to_uppercase() && !is_type && !(path.segments.len() == 1 && layers::is_known(&name))
}

/// A number, a name or a block without the invisible delimiters in which a user's `macro_rules!` passes it.
/// Around any other expression they do what braces do.
pub(super) fn ungrouped(value: Expr) -> Expr {
    match value {
        Expr::Group(group) => match ungrouped(*group.expr) {
            inner @ (Expr::Lit(_) | Expr::Path(_) | Expr::Block(_) | Expr::Unary(_) | Expr::Group(_)) => {
                inner
            }
            inner => Expr::Group(syn::ExprGroup { expr: Box::new(inner), ..group }),
        },
        value => value,
    }
}
