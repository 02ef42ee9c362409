//! Blocks: their chains, each checked like a network's, and what the block makes of them.

use std::mem::{replace, take};

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::{Walk, chain_of, labels};
use crate::ast;
use crate::consts::{Check, Value};
use crate::layers::{self, Chains, Syntax};
use crate::model::{Block, Chain, Layer, Part, What};
use crate::site::span_of;
use crate::size::{Size, Width};

impl Walk<'_> {
    /// Checks a block and moves on after it.
    pub(super) fn block(&mut self, written: &ast::Block) {
        let Some(Syntax::Block(rule)) = self.named(&written.name).map(|layer| &layer.syntax) else {
            return;
        };
        let input = self.site.size.clone();
        let count = written.count.as_ref().map(|count| self.count(count));
        if !self.has_chains(written, rule) {
            // What it gives is anybody's guess, and is not complained about.
            self.site.size = Size::unknown();
            self.site.before = written.short();
            return;
        }
        let mut chains: Vec<_> = written.chains.iter().map(|chain| self.chain(written, chain)).collect();
        let (block, output) = match rule.chains {
            Chains::Joined => self.concat(written, chains),
            Chains::One { because } => {
                let (chain, output) = self.agreeing(written, chains.remove(0), because);
                let block = match count {
                    Some(count) => Block::Repeat(count, chain),
                    None => Block::Residual(chain),
                };
                (block, output)
            }
        };
        let what = What::Block(Box::new(block));
        self.push(&written.name, written.label.as_ref(), written.text.clone(), what, [input, output]);
        self.site.before = written.short();
    }

    /// How often a chain is repeated: like a width, but for what is said of 0.
    fn count(&mut self, written: &ast::Width) -> Width {
        let ast::Width::Const(expression) = written else { return self.site.width(written) };
        let span = span_of(expression);
        let count = self.site.define(Value::Written(expression.clone()), String::new(), span);
        self.site.checks.push(Check::Count { span, count: count.clone() });
        count
    }

    /// Whether there are as many chains as a block has. A chain that could not be read was reported.
    fn has_chains(&mut self, written: &ast::Block, rule: &layers::Block) -> bool {
        let (name, chains) = (&written.name, &written.chains);
        if chains.iter().any(|chain| chain.steps.is_empty() && chain.end.is_some()) {
            return false;
        }
        let is_empty = |chain: &ast::Chain| chain.steps.is_empty();
        let is_joined = matches!(rule.chains, Chains::Joined);
        let least = if is_joined { 2 } else { 1 };
        if chains.len() < least || chains.iter().any(is_empty) {
            // Where the number of repetitions is missing, that was reported.
            if !matches!(written.count, Some(ast::Width::Unknown)) {
                self.needs_chains(name, rule);
            }
            return false;
        }
        if !is_joined && chains.len() > 1 {
            self.site.errors.push_with_help(
                chains[1].steps.first().map_or_else(|| name.to_token_stream(), ToTokens::to_token_stream),
                format!("`{name}` takes one chain, found {}", chains.len()),
                "join its layers with `=>`; for chains side by side there is `Concat`",
            );
            return false;
        }
        true
    }

    /// One of a block's chains, from the block's input.
    fn chain(&mut self, block: &ast::Block, written: &ast::Chain) -> Chain {
        let (input, before) = (self.site.size.clone(), self.site.before.clone());
        let names = replace(&mut self.names, labels(&written.steps, self.site.errors));
        let (used, outer) = (take(&mut self.used), take(&mut self.layers));
        self.along(&written.steps, Part::Block);
        self.expect_layer(block);
        let layers = replace(&mut self.layers, outer);
        let output = replace(&mut self.site.size, input.clone());
        (self.site.before, self.used, self.names) = (before, used, names);
        chain_of(self.struct_name(&block.name), [input, output], layers, None)
    }

    /// A chain has a layer that computes something, be it nothing: a `Flatten` alone leaves everything to
    /// others.
    fn expect_layer(&mut self, block: &ast::Block) {
        if self.layers.iter().any(Layer::is_called) {
            return;
        }
        if self.layers.is_empty() && self.site.errors.is_empty() {
            let name = &block.name;
            self.site.errors.push(name, format!("the chain of `{name}` has no layer"));
        }
        let (name, size) = (Ident::new("Identity", block.name.span()), self.site.size.clone());
        let what = What::BuiltIn(Box::new(layers::Identity));
        self.push(&name, None, "Identity".to_owned(), what, [size.clone(), size]);
    }

    /// The chain of a block that wants it to give what it takes, and what the block gives.
    fn agreeing(&mut self, written: &ast::Block, mut chain: Chain, what: &str) -> (Chain, Size) {
        let name = &written.name;
        let place = written.chains[0].last_layer();
        let mut output = chain.input.clone();
        match (chain.input.known(), chain.output.known()) {
            (Some(takes), Some(gives)) if takes == gives => {}
            (Some(takes), Some(gives)) => {
                self.site.errors.push_with_help(
                    place,
                    format!("`{name}` {what}, but the chain turns {takes} into {gives}"),
                    format!("end the chain with a layer that produces {takes}"),
                );
                // Either of the two may have been meant.
                output = Size::unknown();
            }
            _ if chain.input.is_unknown() || chain.output.is_unknown() => {}
            _ => self.site.checks.push(Check::Agreement {
                span: span_of(place),
                block: format!("`{name}` {what}"),
                takes: chain.input.clone(),
                gives: chain.output.clone(),
            }),
        }
        chain.output = chain.input.clone();
        (chain, output)
    }

    /// Chains side by side: their vectors are joined, or the channels of their images.
    fn concat(&mut self, written: &ast::Block, chains: Vec<Chain>) -> (Block, Size) {
        // A chain that ends in a type of the user's gives what the others do, or the compiler will say.
        let image = chains.iter().find(|chain| matches!(chain.output, Size::Image(_)));
        let first = &image.unwrap_or(&chains[0]).output;
        for (chain, written_chain) in chains.iter().zip(&written.chains) {
            self.check_beside(written, written_chain, first, &chain.output);
        }
        let output = if chains.iter().any(|chain| chain.output.is_unknown()) {
            Size::unknown()
        } else {
            let lengths: Vec<_> =
                chains.iter().map(|chain| self.length(&chain.output, image.is_some())).collect();
            let joined = self.sum(written, &lengths);
            match first {
                Size::Image([_, height, width]) => Size::Image([joined, height.clone(), width.clone()]),
                _ => Size::Width(joined),
            }
        };
        (Block::Concat(self.struct_name(&written.name), chains), output)
    }

    /// Two outputs that are joined: both vectors, or images with sides of the same length.
    fn check_beside(&mut self, block: &ast::Block, chain: &ast::Chain, first: &Size, other: &Size) {
        if first.is_unknown() || other.is_unknown() {
            return;
        }
        let (name, place) = (&block.name, chain.last_layer());
        let (found, wanted) = (other.text(), first.text());
        match (first, other) {
            (Size::Image([_, height, width]), Size::Image([_, other_height, other_width])) => {
                let known = height.value.zip(width.value).zip(other_height.value.zip(other_width.value));
                match known {
                    Some((sides, others)) if sides == others => {}
                    Some(_) => self.site.errors.push(
                        place,
                        format!(
                            "`{name}` joins images of the same height and width, but one chain produces {wanted} and this one {found}"
                        ),
                    ),
                    None => self.check_sides(name, place, first, other),
                }
            }
            (Size::Image(_), Size::OutputOf(_) | Size::InputOf(_)) => {
                self.check_sides(name, place, first, other);
            }
            (Size::Image(_), Size::Width(_)) => self.site.errors.push_with_help(
                place,
                format!(
                    "`{name}` joins vectors or images, but one chain produces {wanted} and this one {found}"
                ),
                "`Flatten` at the end of a chain turns its image into a vector",
            ),
            _ => {}
        }
    }

    fn check_sides(&mut self, name: &Ident, place: TokenStream, first: &Size, other: &Size) {
        let (span, block) = (span_of(place), name.to_string());
        self.site.checks.push(Check::Sides { span, block, first: first.clone(), other: other.clone() });
    }

    /// The number that is added up when outputs are joined: channels or features.
    fn length(&mut self, size: &Size, is_image: bool) -> Width {
        match size {
            Size::Width(width) | Size::Image([width, ..]) => width.clone(),
            Size::OutputOf(path) | Size::InputOf(path) => {
                let span = span_of(path);
                self.site.define(Value::Length { path: path.clone(), is_image }, "…".to_owned(), span)
            }
        }
    }

    fn sum(&mut self, written: &ast::Block, lengths: &[Width]) -> Width {
        let known: Option<Vec<usize>> = lengths.iter().map(|length| length.value).collect();
        let Some(known) = known else {
            let tokens = lengths.iter().map(|length| &length.tokens);
            let text: Vec<&str> = lengths.iter().map(|length| length.text.as_str()).collect();
            let value = Value::Written(quote!({ #(#tokens)+* }));
            return self.site.define(value, text.join(" + "), written.name.span());
        };
        let sum = known.into_iter().try_fold(0_usize, usize::checked_add);
        sum.map_or_else(
            || {
                let message = format!("`{}` gives more than `usize` holds", written.name);
                self.site.errors.push(&written.name, message);
                Width::unknown()
            },
            Width::of,
        )
    }

    /// The name of the next struct for a block or for one of its chains.
    fn struct_name(&mut self, block: &Ident) -> Ident {
        self.structs += 1;
        format_ident!("__{}_block{}", self.site.name, self.structs, span = block.span())
    }
}

impl ast::Block {
    /// The block, as messages name it: without its chains where they are long.
    fn short(&self) -> String {
        let Self { name, text, .. } = self;
        if text.len() > 60 { format!("`{name}(...)`") } else { format!("`{text}`") }
    }
}

impl ast::Chain {
    /// What the chain ends in, for errors about what it gives.
    fn last_layer(&self) -> TokenStream {
        let mut layers = self.steps.iter().filter(|step| !matches!(step, ast::Step::Assertion(_)));
        layers.next_back().map(ToTokens::to_token_stream).unwrap_or_default()
    }
}
