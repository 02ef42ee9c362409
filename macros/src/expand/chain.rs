//! The chain as straight-line code, forward and back: the bodies of the layer contract's functions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{Context, Part, here};
use crate::model::{Fused, Kind, Layer, Pair, Size};

impl Layer {
    /// A type of the user's: its samples may have another type than its neighbours', of the same size.
    fn is_own(&self) -> bool {
        matches!(self.kind, Kind::Own(_))
    }

    /// The local variable of its output. No label makes it one of the locals around it.
    pub(super) fn local(&self) -> Ident {
        format_ident!("y_{}", self.field, span = here(self.span))
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
        let dx = match i {
            0 => self.cast_option(layer, &dx),
            _ => quote_spanned!(at=> #door::Option::Some(#dx)),
        };
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
        if matches!(first.kind, Kind::Block(_)) { call } else { self.unused() }
    }

    pub(super) fn gradient(&self) -> TokenStream {
        let calls = self.with_parameters().map(|(i, layer)| {
            let (the, field, pass) = (self.contract(layer), self.field("self", layer), self.pass(i));
            let gradient = self.field_mut("gradient", layer);
            quote_spanned! {here(layer.span)=>
                #the::gradient::<__TILE>(#field, #pass, #gradient);
            }
        });
        let unused = self.unused();
        quote!(#unused #(#calls)*)
    }

    pub(super) fn measure(&self) -> TokenStream {
        let calls = self.with_parameters().map(|(i, layer)| {
            let (the, field, pass) = (self.contract(layer), self.field("self", layer), self.pass(i));
            let mut magnitude = self.name("magnitude").into_token_stream();
            let scratch = self.field_mut("scratch", layer);
            if layer.is_own() {
                let door = self.door(layer.span);
                magnitude = quote_spanned!(here(layer.span)=> #door::magnitude(#magnitude));
            }
            quote_spanned! {here(layer.span)=>
                #the::measure::<__TILE>(#field, #pass, #scratch, #magnitude);
            }
        });
        let unused = self.unused();
        quote!(#unused #(#calls)*)
    }

    pub(super) fn descend(&self) -> TokenStream {
        let calls = self.with_parameters().map(|(i, layer)| {
            let (the, field, pass) = (self.contract(layer), self.field_mut("self", layer), self.pass(i));
            let mut learning_rate = self.name("learning_rate").into_token_stream();
            let scratch = self.field_mut("scratch", layer);
            if layer.is_own() {
                let door = self.door(layer.span);
                learning_rate = quote_spanned!(here(layer.span)=> #door::rate(#learning_rate));
            }
            quote_spanned! {here(layer.span)=>
                #the::descend::<__TILE>(#field, #pass, #learning_rate, #scratch);
            }
        });
        let unused = self.unused();
        quote!(#unused #(#calls)*)
    }

    fn with_parameters(&self) -> impl Iterator<Item = (usize, &Layer)> {
        self.chain.body.iter().enumerate().filter(|(_, layer)| layer.may_learn())
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

    /// The layer contract, through which a layer's functions are called. A type of the user's is named, so
    /// that an error shows at its name.
    pub(super) fn contract(&self, layer: &Layer) -> TokenStream {
        let door = self.door(layer.span);
        if layer.is_own() {
            let layer_type = self.type_in_chain(layer);
            quote_spanned!(here(layer.span)=> <#layer_type as #door::Layer>)
        } else {
            quote_spanned!(here(layer.span)=> #door::Layer)
        }
    }

    /// The type that a layer is to its neighbours: that of its field, but for a network that applies its own head.
    pub(super) fn type_in_chain(&self, layer: &Layer) -> TokenStream {
        let layer_type = self.layer_type(layer);
        match self.inside(layer) {
            Some(inside) => quote_spanned!(here(layer.span)=> <#inside>::Layer<#layer_type>),
            None => layer_type,
        }
    }

    /// What decides how a type of the user's takes part in a chain that has more after it: a network applies its own head. At the
    /// end of a network it stays as it is, and so does its head.
    fn inside(&self, layer: &Layer) -> Option<TokenStream> {
        let is_end =
            self.part == Part::Network && self.chain.head.is_none() && std::ptr::eq(layer, self.last());
        let Kind::Own(path) = &layer.kind else { return None };
        let door = self.door(layer.span);
        (!is_end).then(|| {
            quote_spanned! {here(layer.span)=>
                #door::Kind<{ use #door::NoLayer as _; #door::Probe::<#path>::HEAD }> as #door::Inside
            }
        })
    }

    /// A layer's field of a local, as the [`contract`](Self::contract) sees it.
    pub(super) fn field(&self, of: &str, layer: &Layer) -> TokenStream {
        let (of, field) = (self.name(of), &layer.field);
        if let Some(inside) = self.inside(layer) {
            quote_spanned!(here(layer.span)=> <#inside>::of(&#of.#field))
        } else {
            quote_spanned!(here(layer.span)=> &#of.#field)
        }
    }

    /// [`field`](Self::field) to write to.
    pub(super) fn field_mut(&self, of: &str, layer: &Layer) -> TokenStream {
        let (of, field) = (self.name(of), &layer.field);
        if let Some(inside) = self.inside(layer) {
            quote_spanned!(here(layer.span)=> <#inside>::of_mut(&mut #of.#field))
        } else {
            quote_spanned!(here(layer.span)=> &mut #of.#field)
        }
    }

    /// Samples on their way into a layer, seen as the type that it takes: between two layers of vectors or
    /// two of images they have it already.
    pub(super) fn cast(
        &self,
        before: Option<&Layer>,
        layer: &Layer,
        samples: &TokenStream,
        cast: &str,
    ) -> TokenStream {
        let is_own = layer.is_own() || before.is_some_and(Layer::is_own);
        // A network's own samples are vectors.
        let is_image = before.is_some_and(|before| before.kind.gives_image());
        // A `Flatten` between two that both take images, such as `Conv2d` and the `BatchNorm` of a vector.
        let is_flat = matches!(layer.input, Size::Width(_))
            && before.is_some_and(|before| matches!(before.output, Size::Image(_)));
        let is_same = layer.kind.takes_image() == is_image && !(is_image && is_flat);
        // After a mistake the sizes do not agree, and another error would not help.
        if !is_own && is_same && !layer.input.is_unknown() {
            return samples.clone();
        }
        let (door, cast) = (self.door(layer.span), Ident::new(cast, here(layer.span)));
        quote_spanned!(here(layer.span)=> #door::#cast(#samples))
    }

    /// [`cast`](Self::cast) for layer `i`, after the one before it.
    fn cast_into(&self, i: usize, samples: &TokenStream, cast: &str) -> TokenStream {
        let body = &self.chain.body;
        self.cast(i.checked_sub(1).map(|before| &body[before]), &body[i], samples, cast)
    }

    /// What a layer writes at the end, seen as the outputs of the chain: vectors.
    pub(super) fn cast_out(&self, last: &Layer, samples: &TokenStream, cast: &str) -> TokenStream {
        // A block's chain may have to give what it takes, and only the compiler knows whether it does.
        let (found, wanted) = (last.output.known(), self.chain.output.known());
        let is_sure = self.part == Part::Network || (found.is_some() && found == wanted);
        if !last.kind.gives_image() && is_sure {
            return samples.clone();
        }
        let (door, cast) = (self.door(last.span), Ident::new(cast, here(last.span)));
        quote_spanned!(here(last.span)=> #door::#cast(#samples))
    }

    /// A local of the functions around the straight-line code.
    pub(super) fn name(&self, name: &str) -> Ident {
        Ident::new(name, here(self.chain.name.span()))
    }

    /// Keeps the compiler quiet about locals that a short chain has no use for.
    pub(super) fn unused(&self) -> TokenStream {
        let [n, x, picks, y, dy, workspace] =
            ["n", "x", "picks", "y", "dy", "workspace"].map(|name| self.name(name));
        quote!(let _ = (#n, #x, #picks, #y, #dy, &#workspace);)
    }
}
