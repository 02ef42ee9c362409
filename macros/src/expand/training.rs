//! The chain in training: forward and back. Each statement runs one layer, or one fused pair.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::{Context, here};
use crate::model::{Fused, Layer, Pair};

/// Where the operands of a layer are in training. `x`, `y`, `dy`, `n` and `workspace` are locals of the
/// function around it.
struct Place {
    x: TokenStream,
    y: TokenStream,
    dy: TokenStream,
    workspace: TokenStream,
}

impl Context<'_> {
    /// The way forward in training.
    pub(super) fn forward_training(&self) -> TokenStream {
        let steps = self.steps(|fused| fused.forward).into_iter();
        steps
            .map(|(i, pair)| match pair {
                Some(pair) => self.forward_pair(i, pair),
                None => self.forward_layer(i),
            })
            .collect()
    }

    /// The steps of training one way. Each is a layer, or a pair that starts with it.
    fn steps(&self, pair: impl Fn(&Fused) -> Option<Pair>) -> Vec<(usize, Option<Pair>)> {
        let pairs: Vec<_> = self.chain.body.iter().map(|layer| pair(&layer.fused)).collect();
        let starts = (0..pairs.len()).filter(|&i| i == 0 || pairs[i - 1].is_none());
        starts.map(|i| (i, pairs[i])).collect()
    }

    fn forward_layer(&self, i: usize) -> TokenStream {
        let layer = &self.chain.body[i];
        let (the, at, field) = (self.contract(layer), here(layer.span), self.field("self", layer));
        self.in_turn(i, &self.chain.body[..i], |round| {
            let pass = self.training(i, i, round);
            quote_spanned!(at=> #the::forward_training::<__TILE>(#field, #pass);)
        })
    }

    /// Layer `i` and the one after it, forward.
    fn forward_pair(&self, i: usize, pair: Pair) -> TokenStream {
        let body = &self.chain.body;
        let (door, at) = (self.door(body[i].span), here(body[i].span));
        let [first, second] = [&body[i], &body[i + 1]].map(|layer| self.field("self", layer));
        let fused = pair.fused(at);
        self.in_turn(i, &body[..i], |round| {
            let pass = self.training(i, i + 1, round);
            quote_spanned!(at=> #door::fused::#fused(#first, #second).forward::<__TILE>(#pass);)
        })
    }

    /// What layer `i` does in the rounds that it takes part in, once the tile has come by the layers on the
    /// way. In a chain without rounds that is the only one.
    fn in_turn(
        &self,
        i: usize,
        on_the_way: &[Layer],
        call: impl FnOnce(&TokenStream) -> TokenStream,
    ) -> TokenStream {
        let (at, round) = (here(self.chain.body[i].span), self.name("round"));
        if !self.chain.may_need_rounds() {
            let number = Literal::usize_unsuffixed(i);
            return call(&quote_spanned!(at=> #round.of(#number)));
        }
        let (turn, call) = (self.turn(i, on_the_way), call(&quote!(#round)));
        quote_spanned!(at=> #turn { #call })
    }

    /// The pass forward of layer `i`, which writes the outputs of layer `to`: its own, or those of the pair
    /// that it starts.
    fn training(&self, i: usize, to: usize, round: &TokenStream) -> TokenStream {
        let (layer, at) = (&self.chain.body[i], here(self.chain.body[i].span));
        let door = self.door(layer.span);
        let (Place { x, workspace, .. }, y) = (self.place(i), self.outputs(to));
        quote_spanned!(at=> #door::Training::new(#x, #y, #workspace, #round))
    }

    /// Where layer `i` writes its outputs on the way forward.
    fn outputs(&self, i: usize) -> TokenStream {
        let layer = &self.chain.body[i];
        if i + 1 == self.chain.body.len() {
            return self.cast_out(layer, &self.name("y").into_token_stream(), "samples_mut");
        }
        let (w, n, field) = (self.name("workspace"), self.name("n"), &layer.field);
        quote_spanned!(here(layer.span)=> &mut #w.#field.y[..#n])
    }

    /// The way back.
    pub(super) fn backward(&self) -> TokenStream {
        let steps = self.steps(|fused| fused.backward).into_iter().rev();
        steps
            .map(|(i, pair)| match pair {
                Some(pair) => self.backward_pair(i, pair),
                None => self.backward_layer(i),
            })
            .collect()
    }

    fn backward_layer(&self, i: usize) -> TokenStream {
        let layer = &self.chain.body[i];
        let (the, at, field) = (self.contract(layer), here(layer.span), self.field("self", layer));
        self.in_turn(i, &self.chain.body[i + 1..], |round| {
            let (pass, dx) = (self.pass(i, round), self.dx(i));
            quote_spanned!(at=> #the::backward::<__TILE>(#field, #pass #dx);)
        })
    }

    /// Layer `i` and the one after it, back.
    fn backward_pair(&self, i: usize, pair: Pair) -> TokenStream {
        let body = &self.chain.body;
        let after = &body[i + 1];
        let (door, at) = (self.door(after.span), here(after.span));
        let [first, second] = [&body[i], after].map(|layer| self.field("self", layer));
        let fused = pair.fused(at);
        self.in_turn(i + 1, &body[i + 2..], |round| {
            let (pass, dx) = (self.pass(i + 1, round), self.dx(i));
            quote_spanned!(at=> #door::fused::#fused(#first, #second).backward::<__TILE>(#pass #dx);)
        })
    }

    /// A layer's pass back. Inside of a pair that is fused on the way forward, nothing was kept: its layers
    /// make do with what went into the pair and what came out. A layer that starts a pair on the way back has
    /// no `dy`, and no pass.
    pub(super) fn pass(&self, i: usize, round: &TokenStream) -> TokenStream {
        let body = &self.chain.body;
        let layer = &body[i];
        let door = self.door(layer.span);
        let Place { mut x, mut y, dy, workspace } = self.place(i);
        if layer.fused.forward.is_some() {
            y = self.place(i + 1).y;
        } else if i > 0 && body[i - 1].fused.forward.is_some() {
            x = y.clone();
        }
        quote_spanned!(here(layer.span)=> #door::Backward::new(#x, #y, #dy, #workspace, #round))
    }

    /// Where the gradient of the input of layer `i` goes. That of the first one is the chain's, and may not
    /// be wanted.
    fn dx(&self, i: usize) -> TokenStream {
        let (layer, at, n) = (&self.chain.body[i], here(self.chain.body[i].span), self.name("n"));
        if i == 0 {
            let dx = self.cast_into(i, &self.name("dx").into_token_stream(), "samples_mut");
            let dx = self.cast_option(layer, &dx);
            return quote_spanned!(at=> .maybe_to(#dx));
        }
        let (w, before) = (self.name("workspace"), &self.chain.body[i - 1].field);
        let dx = self.cast_into(i, &quote_spanned!(at=> &mut #w.#before.dy[..#n]), "samples_mut");
        quote_spanned!(at=> .to(#dx))
    }

    fn place(&self, i: usize) -> Place {
        let body = &self.chain.body;
        let (field, at) = (&body[i].field, here(body[i].span));
        let (w, n) = (self.name("workspace"), self.name("n"));
        let x = match i.checked_sub(1).map(|before| &body[before].field) {
            Some(before) => quote_spanned!(at=> &#w.#before.y[..#n]),
            None => self.name("x").into_token_stream(),
        };
        let x = self.cast_into(i, &x, "samples");
        if i + 1 == body.len() {
            let [y, dy] = ["y", "dy"]
                .map(|name| self.cast_out(self.last(), &self.name(name).into_token_stream(), "samples"));
            Place { x, y, dy, workspace: quote_spanned!(at=> &mut #w.#field) }
        } else {
            Place {
                x,
                y: quote_spanned!(at=> &#w.#field.y[..#n]),
                dy: quote_spanned!(at=> &#w.#field.dy[..#n]),
                workspace: quote_spanned!(at=> &mut #w.#field.workspace),
            }
        }
    }
}

impl Pair {
    /// The library's type for it.
    fn fused(self, at: Span) -> Ident {
        let name = match self {
            Self::LinearReLU => "LinearReLU",
            Self::ReLULinear => "ReLULinear",
        };
        Ident::new(name, at)
    }
}
