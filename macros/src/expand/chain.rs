//! The chain as straight-line code, forward and back: the bodies of the layer contract's functions.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{Context, Part, here};
use crate::model::{Kind, Layer, Size};

impl Layer {
    /// A type of the user's: its samples may have another type than its neighbours', of the same size.
    fn is_own(&self) -> bool {
        matches!(self.kind, Kind::Own(_))
    }

    fn is_linear(&self) -> bool {
        matches!(self.kind, Kind::Linear { .. })
    }

    fn is_relu(&self) -> bool {
        matches!(&self.kind, Kind::Elementwise { name, .. } if name == "ReLU")
    }

    /// The local variable of its output. No label makes it one of the locals around it.
    pub(super) fn local(&self) -> Ident {
        format_ident!("y_{}", self.field, span = here(self.span))
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
    pub(super) fn forward_training(&self) -> TokenStream {
        let body = self.chain.body.iter().enumerate();
        body.map(|(i, layer)| {
            if self.is_rectified_linear(i) {
                return self.forward_rectified(i);
            }
            if i > 0 && self.is_rectified_linear(i - 1) {
                return TokenStream::new();
            }
            let (the, at, field) = (self.contract(layer), here(layer.span), self.field("self", layer));
            let (x, y, workspace) = self.forward_places(i);
            if i == 0 {
                let round = self.name("round");
                quote_spanned! {at=>
                    #the::forward_round::<__TILE>(#field, #x, #y, #workspace, #round.first());
                }
            } else {
                quote_spanned!(at=> #the::forward_training::<__TILE>(#field, #x, #y, #workspace);)
            }
        })
        .collect()
    }

    /// Whether layer `i` is a `Linear` with a `ReLU` after it, which it takes over. Layers that go in rounds stay apart.
    pub(super) fn is_rectified_linear(&self, i: usize) -> bool {
        let next = self.chain.body.get(i + 1);
        !self.chain.may_need_rounds() && self.chain.body[i].is_linear() && next.is_some_and(Layer::is_relu)
    }

    /// Whether layer `i` is a `Linear` that takes over the way back through the `ReLU` before it. What is before a `ReLU` at the
    /// start has no place among the stages.
    pub(super) fn is_linear_behind_relu(&self, i: usize) -> bool {
        let body = &self.chain.body;
        let is_pair = i > 1 && body[i - 1].is_relu() && body.get(i).is_some_and(Layer::is_linear);
        is_pair && !self.chain.may_need_rounds()
    }

    /// A `Linear` and the `ReLU` after it, forward.
    fn forward_rectified(&self, i: usize) -> TokenStream {
        let layer = &self.chain.body[i];
        let (door, field) = (self.door(layer.span), &layer.field);
        let ((x, ..), (_, y, _)) = (self.forward_places(i), self.forward_places(i + 1));
        let picks = if i == 0 {
            let round = self.name("round");
            quote!(#round.picks())
        } else {
            quote!(#door::Option::None)
        };
        quote_spanned! {here(layer.span)=>
            #door::Linear::forward_rectified(&self.#field, #x, #y, #picks);
        }
    }

    /// A `Linear` and the `ReLU` before it, back.
    fn backward_rectified(&self, i: usize) -> TokenStream {
        let layer = &self.chain.body[i];
        let (door, field, network) = (self.door(layer.span), &layer.field, self.name("network"));
        let (Place { x, dy, .. }, dx) = (self.place(i), self.dx(i - 1));
        quote_spanned! {here(layer.span)=>
            #door::Linear::backward_rectified(&#network.#field, #x, #dy, #dx);
        }
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
        let body = &self.chain.body;
        let mut lines = TokenStream::new();
        let own = self.own_layers();
        for (i, layer) in body.iter().enumerate().skip(1).rev() {
            if self.is_linear_behind_relu(i) {
                lines.extend(self.backward_rectified(i));
            } else if !self.is_linear_behind_relu(i + 1) {
                let (the, at) = (self.contract(layer), here(layer.span));
                let field = self.field("network", layer);
                let (pass, dx) = (self.pass(i), self.dx(i));
                lines.extend(quote_spanned!(at=> #the::backward::<__TILE>(#field, #pass, #dx);));
            }
        }
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

    pub(super) fn backward_first(&self) -> TokenStream {
        let first = self.first();
        let (the, field) = (self.contract(first), self.field("self", first));
        let (pass, dx) = (self.pass(0), self.dx(0));
        quote_spanned!(here(first.span)=> #the::backward::<__TILE>(#field, #pass, #dx);)
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

    /// A layer's pass back. Between a `Linear` and the `ReLU` that it took over nothing was kept; both make do with what came out in
    /// the end, because a `Linear` does not ask for its outputs, nor a `ReLU` for its inputs. A `ReLU` whose way back was taken over
    /// has no `dy`, and no pass.
    pub(super) fn pass(&self, i: usize) -> TokenStream {
        let layer = &self.chain.body[i];
        let door = self.door(layer.span);
        let Place { mut x, mut y, dy, workspace } = self.place(i);
        if self.is_rectified_linear(i) {
            y = self.place(i + 1).y;
        } else if i > 0 && self.is_rectified_linear(i - 1) {
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
