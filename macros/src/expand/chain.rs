//! The network as a layer: the chain as straight-line code, forward and back.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{Context, here};
use crate::layers::Family;
use crate::model::{Kind, Layer, Size};

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

/// Where the operands of a layer stand in training. `x`, `y`, `dy`, `n` and `workspace` are locals of the
/// function around it.
struct Place {
    x: TokenStream,
    y: TokenStream,
    dy: TokenStream,
    workspace: TokenStream,
}

impl Context<'_> {
    /// What training keeps: a stage for each layer, but for the last only what it asks for itself, because
    /// its output belongs to the caller.
    pub(super) fn workspace(&self) -> TokenStream {
        let (name, span) = (&self.network.name, self.network.name.span());
        let door = self.door(span);
        let (last, between) = self.network.body.split_last().expect("a network has a layer");
        let stages = between.iter().map(|layer| {
            let (field, layer_type) = (&layer.field, self.layer_type(layer));
            quote_spanned! {here(layer.span)=>
                #field: #door::Stage<
                    <#layer_type as #door::Layer>::Output,
                    <#layer_type as #door::Layer>::Workspace<__TILE>,
                    __TILE,
                >
            }
        });
        let (field, layer_type) = (&last.field, self.layer_type(last));
        let own = self.own_layers();
        let text = format!("What training `{name}` keeps for a tile of samples.");
        quote_spanned! {here(span)=>
            #[doc = #text]
            pub struct __Workspace<const __TILE: #door::usize> #own {
                #(#stages,)*
                #field: <#layer_type as #door::Layer>::Workspace<__TILE>,
            }
            unsafe impl<const __TILE: #door::usize> #door::Zeroable for __Workspace<__TILE> #own {}
        }
    }

    /// The body as an implementation of the layer contract.
    pub(super) fn layer_impl(&self) -> TokenStream {
        let (name, span) = (&self.network.name, self.network.name.span());
        let (door, scalar) = (self.door(span), self.scalar());
        let (input, output) = (self.input(), self.output());
        let costs = self.network.body.iter().map(|layer| self.layer_type(layer));
        let own = self.own_layers();
        let (head, activations, initialize) = (self.head_number(), self.activations(), self.initialize());
        let (infer, forward_training) = (self.infer(), self.forward_training());
        let (inside, backward_first) = (self.backward_all_but_first(), self.backward_first());
        let inside_first = self.backward_inside_first();
        let (gradient, descend) = (self.gradient(), self.descend());
        quote_spanned! {here(span)=>
            #infer
            #inside

            impl #door::Layer for #name #own {
                type Scalar = #scalar;
                type Input = #input;
                type Output = #output;
                type Workspace<const __TILE: #door::usize> = __Workspace<__TILE>;

                const MULTIPLY_ADDS: #door::usize = 0 #(+ <#costs as #door::Layer>::MULTIPLY_ADDS)*;
                const HEAD: #door::u8 = #head;

                fn initialize<R: #door::Rng + ?#door::Sized>(&mut self, init: #door::Init, rng: &mut R) {
                    #initialize
                }

                #[inline]
                fn forward(&self, x: &[Self::Input], y: &mut [Self::Output]) {
                    const __TILE: #door::usize = #door::inference_tile(#activations);
                    if x.len() == 1 {
                        __infer::<1>(self, x, y);
                    } else {
                        for (x, y) in #door::zip(x.chunks(__TILE), y.chunks_mut(__TILE)) {
                            __infer::<__TILE>(self, x, y);
                        }
                    }
                }

                #[inline]
                fn forward_training<const __TILE: #door::usize>(
                    &self,
                    x: &[Self::Input],
                    y: &mut [Self::Output],
                    workspace: &mut __Workspace<__TILE>,
                ) {
                    let n = x.len();
                    #forward_training
                }

                #[inline]
                fn backward<const __TILE: #door::usize>(
                    &self,
                    #door::Pass { x, y, dy, workspace }: #door::Pass<'_, Self, __TILE>,
                    dx: &mut [Self::Input],
                ) {
                    let n = x.len();
                    __inside::<__TILE>(self, x, y, dy, workspace);
                    #backward_first
                }

                #[inline]
                fn backward_inside<const __TILE: #door::usize>(
                    &self,
                    #door::Pass { x, y, dy, workspace }: #door::Pass<'_, Self, __TILE>,
                ) {
                    let n = x.len();
                    __inside::<__TILE>(self, x, y, dy, workspace);
                    #inside_first
                }

                #[inline]
                fn gradient<const __TILE: #door::usize>(
                    &self,
                    #door::Pass { x, y, dy, workspace }: #door::Pass<'_, Self, __TILE>,
                    gradient: &mut Self,
                ) {
                    let n = x.len();
                    #gradient
                }

                #[inline]
                fn descend<const __TILE: #door::usize>(
                    &mut self,
                    #door::Pass { x, y, dy, workspace }: #door::Pass<'_, Self, __TILE>,
                    learning_rate: Self::Scalar,
                    scratch: &mut Self,
                ) {
                    let n = x.len();
                    #descend
                }
            }
        }
    }

    /// One sample that goes in.
    pub(super) fn input(&self) -> TokenStream {
        self.sample(&Size::Width(self.network.input.clone()), self.network.name.span())
    }

    /// One sample that comes out.
    pub(super) fn output(&self) -> TokenStream {
        self.sample(&self.last().output, self.network.name.span())
    }

    fn head_number(&self) -> TokenStream {
        let last = self.last();
        let door = self.door(last.span);
        match (&self.network.head, &last.kind) {
            (Some(Layer { kind: Kind::Softmax, .. }), _) => quote!(#door::SOFTMAX),
            (Some(_), _) => quote!(#door::SIGMOID),
            (None, Kind::Own(path)) => quote_spanned!(here(last.span)=> <#path as #door::Layer>::HEAD),
            (None, _) => quote!(#door::VALUES),
        }
    }

    /// Draws every layer's parameters, each as the activation behind it wants them.
    fn initialize(&self) -> TokenStream {
        let body = &self.network.body;
        let calls = body.iter().enumerate().filter(|(_, layer)| layer.may_learn()).map(|(i, layer)| {
            let (door, span, field) = (self.door(layer.span), here(layer.span), &layer.field);
            let the = self.contract(layer);
            let init = match body.get(i + 1).map(|next| &next.kind) {
                Some(Kind::Elementwise { family: Family::Rectifier, .. }) => {
                    quote!(#door::Init::KaimingUniform)
                }
                Some(_) => quote!(#door::Init::XavierUniform),
                None => quote_spanned!(here(self.network.name.span())=> init),
            };
            let rng = self.name("rng");
            quote_spanned!(span=> #the::initialize(&mut self.#field, #init, #rng);)
        });
        quote!(#(#calls)*)
    }

    /// `__infer`: the body for up to `__TILE` samples, with the activations on the stack.
    fn infer(&self) -> TokenStream {
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
            let network = self.name("network");
            let from = self.cast(i, &x, "samples");
            if i + 1 == self.network.body.len() {
                let y = self.name("y");
                lines.extend(quote_spanned!(at=> #the::forward(&#network.#field, #from, #y);));
            } else {
                let layer_type = self.layer_type(layer);
                lines.extend(quote_spanned! {at=>
                    let mut #local = #door::zeroed::<[<#layer_type as #door::Layer>::Output; __TILE]>();
                    #the::forward(&#network.#field, #from, &mut #local[..#n]);
                });
                lines.extend(self.activate(layer, &quote_spanned!(at=> &mut #local[..#n])));
                x = quote_spanned!(at=> &#local[..#n]);
            }
        }
        quote_spanned! {here(span)=>
            #[inline]
            fn __infer<const __TILE: #door::usize>(network: &#name, x: &[#input], y: &mut [#output]) #own {
                let n = x.len();
                #lines
            }
        }
    }

    fn forward_training(&self) -> TokenStream {
        let body = self.network.body.iter().enumerate();
        body.map(|(i, layer)| {
            let (the, at, field) = (self.contract(layer), here(layer.span), &layer.field);
            let (w, n) = (self.name("workspace"), self.name("n"));
            let Place { x, workspace, .. } = self.place(i);
            let y = if i + 1 == self.network.body.len() {
                self.name("y").into_token_stream()
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
    fn backward_all_but_first(&self) -> TokenStream {
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

    fn backward_first(&self) -> TokenStream {
        let first = self.first();
        let (the, field, pass) = (self.contract(first), &first.field, self.pass(0));
        let dx = self.cast(0, &self.name("dx").into_token_stream(), "samples_mut");
        quote_spanned!(here(first.span)=> #the::backward::<__TILE>(&self.#field, #pass, #dx);)
    }

    /// The first layer's input gradient is not asked for: only a network still goes back through its own.
    fn backward_inside_first(&self) -> TokenStream {
        let first = self.first();
        let (the, field, pass) = (self.contract(first), &first.field, self.pass(0));
        let call = quote_spanned! {here(first.span)=>
            #the::backward_inside::<__TILE>(&self.#field, #pass);
        };
        if first.is_own() { call } else { self.unused() }
    }

    fn gradient(&self) -> TokenStream {
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

    fn descend(&self) -> TokenStream {
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
            let (y, dy) = (self.name("y"), self.name("dy"));
            Place { x, y: quote!(#y), dy: quote!(#dy), workspace: quote_spanned!(at=> &mut #w.#field) }
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
    fn contract(&self, layer: &Layer) -> TokenStream {
        let door = self.door(layer.span);
        if let Kind::Own(path) = &layer.kind {
            quote_spanned!(here(layer.span)=> <#path as #door::Layer>)
        } else {
            quote_spanned!(here(layer.span)=> #door::Layer)
        }
    }

    /// Samples on their way into layer `i`, seen as the type that it takes: between two layers of the
    /// library's they have it already.
    fn cast(&self, i: usize, samples: &TokenStream, cast: &str) -> TokenStream {
        let body = &self.network.body;
        let layer = &body[i];
        let same_type = !layer.is_own() && !i.checked_sub(1).is_some_and(|before| body[before].is_own());
        if same_type {
            return samples.clone();
        }
        let (door, cast) = (self.door(layer.span), Ident::new(cast, here(layer.span)));
        quote_spanned!(here(layer.span)=> #door::#cast(#samples))
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
    fn name(&self, name: &str) -> Ident {
        Ident::new(name, here(self.network.name.span()))
    }

    /// Keeps the compiler quiet about locals that a short chain has no use for.
    fn unused(&self) -> TokenStream {
        let [n, y, dy, workspace] = ["n", "y", "dy", "workspace"].map(|name| self.name(name));
        quote!(let _ = (#n, #y, #dy, &#workspace);)
    }
}
