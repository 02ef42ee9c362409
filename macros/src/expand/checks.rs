//! What only the compiler can check, as free consts: those are evaluated by `cargo check` too.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

use super::Context;
use crate::consts::Check;
use crate::model::{Budget, Figure, Warning};
use crate::number::Range;

impl Context<'_> {
    /// All checks, each at the tokens it is about.
    pub(super) fn checks(&self) -> TokenStream {
        let budgets = self.network.budgets.iter().map(|budget| self.budget(budget));
        self.network.checks.iter().map(|check| self.check(check)).chain(budgets).collect()
    }

    fn budget(&self, budget: &Budget) -> TokenStream {
        let Budget { figure, amount, span } = budget;
        let (door, name, amount) = (self.door(*span), &self.chain.name, Literal::usize_unsuffixed(*amount));
        let check = match figure {
            Figure::Parameters => quote_spanned!(*span=> check_parameters),
            Figure::Memory => quote_spanned!(*span=> check_memory),
            Figure::TrainingMemory => quote_spanned!(*span=> check_training_memory),
            Figure::MultiplyAdds => quote_spanned!(*span=> check_multiply_adds),
        };
        constant(*span, &quote_spanned!(*span=> #door::#check::<#name>(#amount)))
    }

    /// Warnings, as uses of something deprecated: stable macros have no other way to warn.
    pub(super) fn warnings(&self) -> TokenStream {
        let warnings = self.network.warnings.iter();
        warnings
            .map(|Warning { name, span, message }| {
                let name = Ident::new(name, *span);
                let constant = constant(*span, &quote_spanned!(*span=> #name));
                quote_spanned! {*span=>
                    const _: () = {
                        #[deprecated(note = #message)]
                        #[allow(non_upper_case_globals)]
                        const #name: () = ();
                        #constant
                    };
                }
            })
            .collect()
    }

    fn check(&self, check: &Check) -> TokenStream {
        match check {
            Check::Width { span, width } => {
                let door = self.door(*span);
                let width = &width.tokens;
                constant(*span, &quote_spanned!(*span=> #door::check_width(#width)))
            }
            Check::Count { span, count } => {
                let (door, count) = (self.door(*span), &count.tokens);
                constant(*span, &quote_spanned!(*span=> #door::check_count(#count)))
            }
            Check::Inputs { span, layer, takes, before, produces, help } => {
                let (door, takes, produces) =
                    (self.door(*span), self.known_shape(takes, *span), self.known_shape(produces, *span));
                constant(
                    *span,
                    &quote_spanned! {*span=>
                        #door::check_inputs(#layer, #takes, #before, #produces, #help)
                    },
                )
            }
            Check::Assertion { span, asserted, before, produces } => {
                let (door, asserted, produces) =
                    (self.door(*span), self.known_shape(asserted, *span), self.known_shape(produces, *span));
                constant(
                    *span,
                    &quote_spanned! {*span=>
                        #door::check_assertion(#asserted, #before, #produces)
                    },
                )
            }
            Check::Number { span, layer, name, value, range } => {
                let door = self.door(*span);
                let range = match range {
                    Range::Fraction => quote_spanned!(*span=> #door::Range::Fraction),
                    Range::Positive => quote_spanned!(*span=> #door::Range::Positive),
                    Range::Share => quote_spanned!(*span=> #door::Range::Share),
                };
                constant(
                    *span,
                    &quote_spanned! {*span=>
                        #door::check_constant(#layer, #name, #value, #range)
                    },
                )
            }
            Check::Agreement { span, block, takes, gives } => {
                let (door, takes, gives) =
                    (self.door(*span), self.known_shape(takes, *span), self.known_shape(gives, *span));
                constant(*span, &quote_spanned!(*span=> #door::check_agreement(#block, #takes, #gives)))
            }
            Check::Sides { span, block, first, other } => {
                let (door, first, other) =
                    (self.door(*span), self.known_shape(first, *span), self.known_shape(other, *span));
                constant(*span, &quote_spanned!(*span=> #door::check_sides(#block, #first, #other)))
            }
            Check::Classes { span, classes } => {
                let (door, classes) = (self.door(*span), self.known_shape(classes, *span));
                constant(*span, &quote_spanned!(*span=> #door::check_classes(#classes)))
            }
            Check::Own { span, layer, path, last } => {
                let (door, scalar) = (self.door(*span), self.scalar());
                constant(
                    *span,
                    &quote_spanned! {*span=>
                        {
                        use #door::NoLayer as _;
                        #door::check_own(
                            #layer,
                            (#door::Probe::<#path>::SCALAR, <#scalar as #door::Scalar>::NAME),
                            #door::Probe::<#path>::FORGOTTEN,
                            (#door::Probe::<#path>::HEAD, #last),
                        )
                    }
                    },
                )
            }
        }
    }
}

fn constant(span: Span, check: &TokenStream) -> TokenStream {
    quote_spanned!(span=> const _: () = #check;)
}
