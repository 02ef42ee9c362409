//! The chain in training: forward, back, and what each layer learns. Every line is a layer's, or a pair's that is fused.

use proc_macro2::{Ident, Span, TokenStream};
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
        let (x, y, workspace) = self.forward_places(i);
        let round = self.name("round");
        if self.chain.may_need_rounds() {
            let turn = self.turn(i, &self.chain.body[..i]);
            quote_spanned! {at=>
                #turn {
                    #the::forward_round::<__TILE>(#field, #x, #y, #workspace, #round);
                }
            }
        } else if i == 0 {
            quote_spanned! {at=>
                #the::forward_round::<__TILE>(#field, #x, #y, #workspace, #round.first());
            }
        } else {
            quote_spanned!(at=> #the::forward_training::<__TILE>(#field, #x, #y, #workspace);)
        }
    }

    /// Layer `i` and the one after it, forward.
    fn forward_pair(&self, i: usize, pair: Pair) -> TokenStream {
        let body = &self.chain.body;
        let (door, at) = (self.door(body[i].span), here(body[i].span));
        let [first, second] = [&body[i], &body[i + 1]].map(|layer| self.field("self", layer));
        let ((x, ..), (_, y, _)) = (self.forward_places(i), self.forward_places(i + 1));
        let picks = if i == 0 {
            let round = self.name("round");
            quote!(#round.picks())
        } else {
            quote!(#door::Option::None)
        };
        let function = pair.function(at);
        quote_spanned!(at=> #door::fused::#function(#first, #second, #x, #y, #picks);)
    }

    /// Where layer `i` reads, writes and keeps on the way forward.
    pub(super) fn forward_places(&self, i: usize) -> (TokenStream, TokenStream, TokenStream) {
        let layer = &self.chain.body[i];
        let (w, n, field) = (self.name("workspace"), self.name("n"), &layer.field);
        let Place { x, workspace, .. } = self.place(i);
        let y = if i + 1 == self.chain.body.len() {
            self.cast_out(layer, &self.name("y").into_token_stream(), "samples_mut")
        } else {
            quote_spanned!(here(layer.span)=> &mut #w.#field.y[..#n])
        };
        (x, y, workspace)
    }

    /// Where layer `i` writes the gradient of its input.
    pub(super) fn dx(&self, i: usize) -> TokenStream {
        let (w, n, at) = (self.name("workspace"), self.name("n"), here(self.chain.body[i].span));
        let dx = match i.checked_sub(1).map(|before| &self.chain.body[before].field) {
            Some(before) => quote_spanned!(at=> &mut #w.#before.dy[..#n]),
            None => self.name("dx").into_token_stream(),
        };
        self.cast_into(i, &dx, "samples_mut")
    }

    /// `__inside`: back through every layer but the first.
    pub(super) fn backward_all_but_first(&self) -> TokenStream {
        let (name, span) = (&self.chain.name, self.chain.name.span());
        let (door, output) = (self.door(span), self.output());
        let (lines, own) = (self.backward_to(1, "network"), self.own_layers());
        quote_spanned! {here(span)=>
            #[inline]
            #[allow(unused_variables)]
            fn __inside<const __TILE: #door::usize>(
                network: &#name,
                y: &[#output],
                dy: &[#output],
                workspace: &mut __Workspace<__TILE>,
            ) #own {
                let n = #door::count(y);
                #lines
            }
        }
    }

    /// The way back from the end to layer `first`, of the chain that is in the local `of`.
    pub(super) fn backward_to(&self, first: usize, of: &str) -> TokenStream {
        let steps = self.steps(|fused| fused.backward).into_iter().rev();
        let steps = steps.filter(|(i, _)| *i >= first);
        steps
            .map(|(i, pair)| match pair {
                Some(pair) => self.backward_pair(i, pair, of),
                None => self.backward_layer(i, of),
            })
            .collect()
    }

    pub(super) fn backward_layer(&self, i: usize, of: &str) -> TokenStream {
        let layer = &self.chain.body[i];
        let (door, the, at) = (self.door(layer.span), self.contract(layer), here(layer.span));
        let (field, pass, dx) = (self.field(of, layer), self.pass(i), self.dx(i));
        if !self.chain.may_need_rounds() {
            return quote_spanned!(at=> #the::backward::<__TILE>(#field, #pass, #dx););
        }
        let (round, turn) = (self.name("round"), self.turn(i, &self.chain.body[i + 1..]));
        let dx =
            if i == 0 { self.cast_option(layer, &dx) } else { quote_spanned!(at=> #door::Option::Some(#dx)) };
        quote_spanned! {at=>
            #turn {
                #the::backward_round::<__TILE>(#field, #pass, #dx, #round);
            }
        }
    }

    /// Layer `i` and the one after it, back.
    fn backward_pair(&self, i: usize, pair: Pair, of: &str) -> TokenStream {
        let body = &self.chain.body;
        let after = &body[i + 1];
        let (door, at) = (self.door(after.span), here(after.span));
        let [first, second] = [&body[i], after].map(|layer| self.field(of, layer));
        let (Place { x, dy, .. }, dx) = (self.place(i + 1), self.dx(i));
        let function = pair.function(at);
        quote_spanned!(at=> #door::fused::#function(#first, #second, #x, #dy, #dx);)
    }

    /// The first layer's input gradient is not asked for: only a block still goes back through its own layers.
    pub(super) fn backward_inside_first(&self) -> TokenStream {
        let first = self.first();
        let (the, field, pass) = (self.contract(first), self.field("self", first), self.pass(0));
        let call = quote_spanned! {here(first.span)=>
            #the::backward_inside::<__TILE>(#field, #pass);
        };
        if first.is_block() { call } else { self.unused() }
    }

    /// Adds every layer's gradient.
    pub(super) fn gradient(&self) -> TokenStream {
        self.learners(|layer, the, pass| {
            let (field, gradient) = (self.field("self", layer), self.field_mut("gradient", layer));
            quote_spanned!(here(layer.span)=> #the::gradient::<__TILE>(#field, #pass, #gradient);)
        })
    }

    /// Bounds every layer's gradient.
    pub(super) fn measure(&self) -> TokenStream {
        self.learners(|layer, the, pass| {
            let (field, scratch) = (self.field("self", layer), self.field_mut("scratch", layer));
            let magnitude = self.as_counted("magnitude", "magnitude", layer);
            quote_spanned!(here(layer.span)=> #the::measure::<__TILE>(#field, #pass, #scratch, #magnitude);)
        })
    }

    /// Steps down every layer's slope.
    pub(super) fn descend(&self) -> TokenStream {
        self.learners(|layer, the, pass| {
            let (field, scratch) = (self.field_mut("self", layer), self.field_mut("scratch", layer));
            let rate = self.as_counted("learning_rate", "rate", layer);
            quote_spanned!(here(layer.span)=> #the::descend::<__TILE>(#field, #pass, #rate, #scratch);)
        })
    }

    /// A call for each layer that may have parameters, of its contract and with its pass.
    fn learners(&self, call: impl Fn(&Layer, &TokenStream, &TokenStream) -> TokenStream) -> TokenStream {
        let layers = self.chain.body.iter().enumerate().filter(|(_, layer)| layer.may_learn());
        let calls = layers.map(|(i, layer)| call(layer, &self.contract(layer), &self.pass(i)));
        let unused = self.unused();
        quote!(#unused #(#calls)*)
    }

    /// A local as the scalars of a layer of the user's own count it: the library's `function` makes it so.
    fn as_counted(&self, local: &str, function: &str, layer: &Layer) -> TokenStream {
        let local = self.name(local);
        if !layer.is_own() {
            return local.into_token_stream();
        }
        let (door, at) = (self.door(layer.span), here(layer.span));
        let function = Ident::new(function, at);
        quote_spanned!(at=> #door::#function(#local))
    }

    /// A layer's pass back. Inside of a pair that is fused on the way forward, nothing was kept: its layers make do with what went
    /// into the pair and what came out. A layer that starts a pair on the way back has no `dy`, and no pass.
    pub(super) fn pass(&self, i: usize) -> TokenStream {
        let body = &self.chain.body;
        let layer = &body[i];
        let door = self.door(layer.span);
        let Place { mut x, mut y, dy, workspace } = self.place(i);
        if layer.fused.forward.is_some() {
            y = self.place(i + 1).y;
        } else if i > 0 && body[i - 1].fused.forward.is_some() {
            x = y.clone();
        }
        let picked = (i == 0).then(|| {
            let picks = self.name("picks");
            quote_spanned!(here(layer.span)=> .picked(#picks))
        });
        quote_spanned!(here(layer.span)=> #door::Pass::new(#x, #y, #dy, #workspace) #picked)
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
    /// The library's function for it.
    fn function(self, at: Span) -> Ident {
        let name = match self {
            Self::LinearReLU => "forward_linear_relu",
            Self::ReLULinear => "backward_relu_linear",
        };
        Ident::new(name, at)
    }
}
