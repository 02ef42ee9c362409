//! The chain as straight-line code, forward and back: what stands in the functions of the layer contract.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{Context, here};
use crate::model::{Kind, Layer};

impl Layer {
    /// A type of the user's: its samples may have another type than its neighbours', of the same size.
    fn is_own(&self) -> bool {
        matches!(self.kind, Kind::Own(_))
    }

    /// The local variable of its output. No label makes it one of the locals around it.
    fn local(&self) -> Ident {
        format_ident!("y_{}", self.field, span = here(self.span))
    }
}

/// The locals that hold the activations of inference in turn.
const BUFFERS: [&str; 2] = ["even", "odd"];

/// Where the operands of a layer stand in training. `x`, `y`, `dy`, `n` and `workspace` are locals of the
/// function around it.
struct Place {
    x: TokenStream,
    y: TokenStream,
    dy: TokenStream,
    workspace: TokenStream,
}

impl Context<'_> {
    /// `__infer`: the body for up to `__TILE` samples, with the activations on the stack: each layer reads from one of two
    /// buffers and writes to the other.
    pub(super) fn infer(&self) -> TokenStream {
        let (name, span) = (&self.network.name, self.network.name.span());
        let (door, input, output) = (self.door(span), self.input(), self.output());
        let mut lines = TokenStream::new();
        let own = self.own_layers();
        let mut x = self.name("x").into_token_stream();
        for (i, layer) in self.network.body.iter().enumerate() {
            let the = self.contract(layer);
            let (door, at, field, local) =
                (self.door(layer.span), here(layer.span), &layer.field, layer.local());
            let n = self.name("n");
            let (simd, network) = (self.name("simd"), self.name("network"));
            let from = self.cast(i, &x, "samples");
            if i + 1 == self.network.body.len() {
                let y = self.cast_out(&self.name("y").into_token_stream(), "samples_mut");
                lines.extend(quote_spanned!(at=> #the::forward_on(&#network.#field, #simd, #from, #y);));
            } else {
                let (layer_type, buffer) = (self.layer_type(layer), self.name(BUFFERS[i % 2]));
                lines.extend(quote_spanned! {at=>
                    let #local = #door::room::<_, <#layer_type as #door::Layer>::Output, _>(&mut #buffer, #n);
                    #the::forward_on(&#network.#field, #simd, #from, #local);
                });
                lines.extend(self.activate(layer, &quote_spanned!(at=> #local)));
                x = quote_spanned!(at=> &*#local);
            }
        }
        let buffers = self.buffers();
        quote_spanned! {here(span)=>
            #[inline(always)]
            fn __infer<__S: #door::Simd, const __TILE: #door::usize>(
                simd: __S,
                network: &#name,
                x: &[#input],
                y: &mut [#output],
            ) #own {
                let n = x.len();
                #buffers
                #lines
            }
        }
    }

    /// The two buffers, each as large as the largest of the activations that it takes in turn.
    fn buffers(&self) -> TokenStream {
        let (scalar, between) = (self.scalar(), self.network.body.len() - 1);
        let buffers = BUFFERS.iter().enumerate().take(between).map(|(i, buffer)| {
            let (buffer, largest, door) =
                (self.name(buffer), self.largest(i), self.door(self.network.name.span()));
            quote!(let mut #buffer = #door::zeroed::<[[#scalar; #largest]; __TILE]>();)
        });
        quote!(#(#buffers)*)
    }

    /// The largest output of every second layer but the last.
    fn largest(&self, first: usize) -> TokenStream {
        let door = self.door(self.network.name.span());
        let between = &self.network.body[..self.network.body.len() - 1];
        let features =
            between.iter().skip(first).step_by(2).map(|layer| self.known_shape(&layer.output, layer.span));
        quote!({ #door::largest(&[#(#door::features(#features)),*]) })
    }

    /// The bytes of both buffers for one sample.
    pub(super) fn activations(&self) -> TokenStream {
        let scalar = self.scalar();
        let largest = [0, 1].map(|first| self.largest(first));
        quote!(::core::mem::size_of::<#scalar>() * (0 #(+ #largest)*))
    }

    pub(super) fn forward_training(&self) -> TokenStream {
        let body = self.network.body.iter().enumerate();
        body.map(|(i, layer)| {
            let (the, at, field) = (self.contract(layer), here(layer.span), &layer.field);
            let (w, n) = (self.name("workspace"), self.name("n"));
            let Place { x, workspace, .. } = self.place(i);
            let y = if i + 1 == self.network.body.len() {
                self.cast_out(&self.name("y").into_token_stream(), "samples_mut")
            } else {
                quote_spanned!(at=> &mut #w.#field.y[..#n])
            };
            let call = quote_spanned! {at=>
                #the::forward_training::<__TILE>(&self.#field, #x, #y, #workspace);
            };
            let activate = self.activate(layer, &y);
            let activate = (i + 1 < self.network.body.len()).then_some(activate);
            quote!(#call #activate)
        })
        .collect()
    }

    /// `__inside`: back through every layer but the first.
    pub(super) fn backward_all_but_first(&self) -> TokenStream {
        let (name, span) = (&self.network.name, self.network.name.span());
        let (door, input, output) = (self.door(span), self.input(), self.output());
        let body = &self.network.body;
        let mut lines = TokenStream::new();
        let own = self.own_layers();
        for (i, layer) in body.iter().enumerate().skip(1).rev() {
            let (the, at, field) = (self.contract(layer), here(layer.span), &layer.field);
            let (network, w, n, before) =
                (self.name("network"), self.name("workspace"), self.name("n"), &body[i - 1].field);
            let pass = self.pass(i);
            let dx = self.cast(i, &quote_spanned!(at=> &mut #w.#before.dy[..#n]), "samples_mut");
            lines.extend(quote_spanned!(at=> #the::backward::<__TILE>(&#network.#field, #pass, #dx);));
            lines.extend(self.pull_back(&body[i - 1]));
        }
        quote_spanned! {here(span)=>
            #[inline]
            #[allow(unused_variables)]
            fn __inside<const __TILE: #door::usize>(
                network: &#name,
                x: &[#input],
                y: &[#output],
                dy: &[#output],
                workspace: &mut __Workspace<__TILE>,
            ) #own {
                let n = x.len();
                #lines
            }
        }
    }

    pub(super) fn backward_first(&self) -> TokenStream {
        let first = self.first();
        let (the, field, pass) = (self.contract(first), &first.field, self.pass(0));
        let dx = self.cast(0, &self.name("dx").into_token_stream(), "samples_mut");
        quote_spanned!(here(first.span)=> #the::backward::<__TILE>(&self.#field, #pass, #dx);)
    }

    /// The first layer's input gradient is not asked for: only a network still goes back through its own.
    pub(super) fn backward_inside_first(&self) -> TokenStream {
        let first = self.first();
        let (the, field, pass) = (self.contract(first), &first.field, self.pass(0));
        let call = quote_spanned! {here(first.span)=>
            #the::backward_inside::<__TILE>(&self.#field, #pass);
        };
        if first.is_own() { call } else { self.unused() }
    }

    pub(super) fn gradient(&self) -> TokenStream {
        let calls = self.with_parameters().map(|(i, layer)| {
            let (the, field, pass) = (self.contract(layer), &layer.field, self.pass(i));
            let gradient = self.name("gradient");
            quote_spanned! {here(layer.span)=>
                #the::gradient::<__TILE>(&self.#field, #pass, &mut #gradient.#field);
            }
        });
        let unused = self.unused();
        quote!(#unused #(#calls)*)
    }

    pub(super) fn descend(&self) -> TokenStream {
        let calls = self.with_parameters().map(|(i, layer)| {
            let (the, field, pass) = (self.contract(layer), &layer.field, self.pass(i));
            let (mut learning_rate, scratch) =
                (self.name("learning_rate").into_token_stream(), self.name("scratch"));
            if layer.is_own() {
                let door = self.door(layer.span);
                learning_rate = quote_spanned!(here(layer.span)=> #door::rate(#learning_rate));
            }
            quote_spanned! {here(layer.span)=>
                #the::descend::<__TILE>(&mut self.#field, #pass, #learning_rate, &mut #scratch.#field);
            }
        });
        let unused = self.unused();
        quote!(#unused #(#calls)*)
    }

    fn with_parameters(&self) -> impl Iterator<Item = (usize, &Layer)> {
        self.network.body.iter().enumerate().filter(|(_, layer)| layer.may_learn())
    }

    /// A layer's pass back.
    fn pass(&self, i: usize) -> TokenStream {
        let layer = &self.network.body[i];
        let door = self.door(layer.span);
        let Place { x, y, dy, workspace } = self.place(i);
        quote_spanned!(here(layer.span)=> #door::Pass { x: #x, y: #y, dy: #dy, workspace: #workspace })
    }

    fn place(&self, i: usize) -> Place {
        let body = &self.network.body;
        let (field, at) = (&body[i].field, here(body[i].span));
        let (w, n) = (self.name("workspace"), self.name("n"));
        let x = match i.checked_sub(1).map(|before| &body[before].field) {
            Some(before) => quote_spanned!(at=> &#w.#before.y[..#n]),
            None => self.name("x").into_token_stream(),
        };
        let x = self.cast(i, &x, "samples");
        if i + 1 == body.len() {
            let [y, dy] =
                ["y", "dy"].map(|name| self.cast_out(&self.name(name).into_token_stream(), "samples"));
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
        if let Kind::Own(path) = &layer.kind {
            quote_spanned!(here(layer.span)=> <#path as #door::Layer>)
        } else {
            quote_spanned!(here(layer.span)=> #door::Layer)
        }
    }

    /// Samples on their way into layer `i`, seen as the type that it takes: between two layers of vectors or
    /// two of images they have it already.
    fn cast(&self, i: usize, samples: &TokenStream, cast: &str) -> TokenStream {
        let body = &self.network.body;
        let (layer, before) = (&body[i], i.checked_sub(1).map(|before| &body[before]));
        let is_own = layer.is_own() || before.is_some_and(Layer::is_own);
        // A network's own samples are vectors.
        let is_image = before.is_some_and(|before| before.kind.gives_image());
        // After a mistake the sizes do not agree, and nobody needs to hear that.
        if !is_own && layer.kind.takes_image() == is_image && !layer.input.is_unknown() {
            return samples.clone();
        }
        let (door, cast) = (self.door(layer.span), Ident::new(cast, here(layer.span)));
        quote_spanned!(here(layer.span)=> #door::#cast(#samples))
    }

    /// What the last layer writes, seen as the outputs of the network: vectors.
    fn cast_out(&self, samples: &TokenStream, cast: &str) -> TokenStream {
        let last = self.last();
        if !last.kind.gives_image() {
            return samples.clone();
        }
        let (door, cast) = (self.door(last.span), Ident::new(cast, here(last.span)));
        quote_spanned!(here(last.span)=> #door::#cast(#samples))
    }

    /// A network that stands inside this one applies its own head.
    fn activate(&self, layer: &Layer, y: &TokenStream) -> TokenStream {
        let Kind::Own(path) = &layer.kind else { return TokenStream::new() };
        let door = self.door(layer.span);
        quote_spanned!(here(layer.span)=> #door::activate_inside::<#path>(#y);)
    }

    /// The way back through the head of a network that stands inside this one.
    fn pull_back(&self, layer: &Layer) -> TokenStream {
        let Kind::Own(path) = &layer.kind else { return TokenStream::new() };
        let (door, field, w, n) =
            (self.door(layer.span), &layer.field, self.name("workspace"), self.name("n"));
        quote_spanned! {here(layer.span)=>
            #door::pull_back_inside::<#path>(&#w.#field.y[..#n], &mut #w.#field.dy[..#n]);
        }
    }

    /// A local of the functions around the straight-line code.
    pub(super) fn name(&self, name: &str) -> Ident {
        Ident::new(name, here(self.network.name.span()))
    }

    /// Keeps the compiler quiet about locals that a short chain has no use for.
    fn unused(&self) -> TokenStream {
        let [n, y, dy, workspace] = ["n", "y", "dy", "workspace"].map(|name| self.name(name));
        quote!(let _ = (#n, #y, #dy, &#workspace);)
    }
}
