//! A step of the chain: a layer with its label and arguments, a block, or a shape. The steps of a block are
//! steps again, so the recursion of the grammar is in this file alone.

use proc_macro2::{Delimiter, Ident, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Lit, Path, Token};

use super::block::{self, Contents};
use super::chain::{self, First};
use super::segment;
use super::segment::{discard, expect_end, next, shown};
use super::width::{self, is_const};
use crate::ast::{Argument, Arguments, Block, Chain, Layer, Shape, Step, Width};
use crate::error::Errors;
use crate::layers;

/// The steps between the arrows.
pub(super) fn between_arrows(
    segments: impl IntoIterator<Item = Vec<TokenTree>>,
    errors: &mut Errors,
) -> Vec<Step> {
    let mut steps = Vec::new();
    for segment in segments {
        segment::parse(segment, errors, |input, errors| several(input, &mut steps, errors));
    }
    steps
}

/// One step, and any more that lack an arrow before them.
fn several(input: ParseStream<'_>, steps: &mut Vec<Step>, errors: &mut Errors) -> syn::Result<()> {
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

fn step(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Step> {
    if input.peek(syn::Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        let label = label(input, errors)?;
        return layer_or_block(input, label, errors);
    }
    if !starts_path(input) || is_expression(input) {
        return width::shape(input, errors).map(Step::Assertion);
    }
    match layer_or_block(input, None, errors)? {
        Step::Layer(layer) if layer.arguments.is_none() && is_const(&layer.path) => {
            Ok(Step::Assertion(Shape::Vector(Width::Const(layer.path.to_token_stream()))))
        }
        step => Ok(step),
    }
}

/// What has a label, or could have one.
fn layer_or_block(input: ParseStream<'_>, label: Option<Ident>, errors: &mut Errors) -> syn::Result<Step> {
    let name = input.cursor().ident().filter(|(_, after)| after.group(Delimiter::Parenthesis).is_some());
    match name.and_then(|(name, _)| layers::block(&name.to_string())) {
        Some(rule) => block(input, label, rule, errors).map(Step::Block),
        None => layer(input, label, errors).map(Step::Layer),
    }
}

fn block(
    input: ParseStream<'_>,
    label: Option<Ident>,
    rule: &layers::Block,
    errors: &mut Errors,
) -> syn::Result<Block> {
    let Contents { name, count, chains, text } = block::contents(input, rule, errors)?;
    let chains = chains.into_iter().map(|tokens| chain_of_block(tokens, errors)).collect();
    Ok(Block { label, name, count, chains, text })
}

fn chain_of_block(tokens: Vec<TokenTree>, errors: &mut Errors) -> Chain {
    let end = tokens.last().cloned();
    if tokens.is_empty() {
        return Chain { steps: Vec::new(), end };
    }
    Chain { steps: between_arrows(chain::segments(tokens, First::Layer, errors), errors), end }
}

/// Whether a user's `macro_rules!` passes an expression here that is more than a name.
fn is_expression(input: ParseStream<'_>) -> bool {
    let group = input.cursor().group(Delimiter::None);
    group.is_some_and(|(content, _, _)| syn::parse2::<Path>(content.token_stream()).is_err())
}

/// `name:`, and `None` where the name cannot be that of a field.
fn label(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Option<Ident>> {
    let label = input.call(Ident::parse_any)?;
    input.parse::<Token![:]>()?;
    let is_keyword = syn::parse2::<Ident>(label.to_token_stream()).is_err();
    if is_keyword {
        errors.push(&label, format!("`{label}` is a keyword: a label becomes the name of a field"));
    }
    Ok((!is_keyword).then_some(label))
}

fn layer(input: ParseStream<'_>, label: Option<Ident>, errors: &mut Errors) -> syn::Result<Layer> {
    if !starts_path(input) {
        let found = next(input).map(|token| format!(", found `{}`", shown(&token))).unwrap_or_default();
        return Err(match label {
            Some(label) => {
                syn::Error::new(label.span(), format!("expected a layer after the label `{label}`{found}"))
            }
            None => input.error(format!("expected the name of a layer{found}")),
        });
    }
    let path = width::path(input)?;
    let arguments = match input.cursor().group(Delimiter::Parenthesis) {
        Some(_) => Some(arguments(input, errors)?),
        None => None,
    };
    Ok(Layer { label, path, arguments })
}

fn starts_path(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident::peek_any) || input.peek(Token![::])
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
            if let Some(token) = next(&content) {
                errors.push(&token, format!("expected `,` between arguments, found `{}`", shown(&token)));
            }
            discard(&content)?;
        }
    }
    Ok(Arguments { list, span: parentheses.span.join() })
}

fn argument(input: ParseStream<'_>) -> syn::Result<Argument> {
    let is_named = input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
    let name = if is_named { Some(input.parse::<Ident>()?) } else { None };
    if name.is_some() {
        input.parse::<Token![=]>()?;
    }
    if input.is_empty() {
        let place = name.as_ref().map_or_else(|| input.span(), Ident::span);
        return Err(syn::Error::new(place, "expected a value after `=`"));
    }
    Ok(Argument { name, value: width::ungrouped(input.parse()?) })
}
