//! What only the compiler can check, as free consts: those are evaluated by `cargo check` too.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

use super::{Context, here};
use crate::model::{Budget, Check, Figure, Warning};

impl Context<'_> {
    /// All checks, each at the tokens it is about.
    pub(super) fn checks(&self) -> TokenStream {
        let budgets = self.network.budgets.iter().map(|budget| self.budget(budget));
        self.network.checks.iter().map(|check| self.check(check)).chain(budgets).collect()
    }

    fn budget(&self, budget: &Budget) -> TokenStream {
        let Budget { figure, amount, span } = budget;
        let (door, name, amount) = (self.door(*span), &self.network.name, Literal::usize_unsuffixed(*amount));
        let check = match figure {
            Figure::Parameters => quote_spanned!(here(*span)=> check_parameters),
            Figure::Memory => quote_spanned!(here(*span)=> check_memory),
            Figure::TrainingMemory => quote_spanned!(here(*span)=> check_training_memory),
            Figure::MultiplyAdds => quote_spanned!(here(*span)=> check_multiply_adds),
        };
        constant(*span, &quote_spanned!(here(*span)=> #door::#check::<#name>(#amount)))
    }

    /// Warnings, as uses of something deprecated: stable macros have no other way to warn.
    pub(super) fn warnings(&self) -> TokenStream {
        let warnings = self.network.warnings.iter();
        warnings
            .map(|Warning { name, span, message }| {
                let name = Ident::new(name, here(*span));
                let constant = constant(*span, &quote_spanned!(here(*span)=> #name));
                quote_spanned! {here(*span)=>
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
                constant(*span, &quote_spanned!(here(*span)=> #door::check_width(#width)))
            }
            Check::Inputs { span, layer, takes, before, produces } => {
                let (door, takes, produces) =
                    (self.door(*span), self.shape(takes, *span), self.shape(produces, *span));
                constant(
                    *span,
                    &quote_spanned! {here(*span)=>
                        #door::check_inputs(#layer, #takes, #before, #produces)
                    },
                )
            }
            Check::Assertion { span, asserted, before, produces } => {
                let (door, asserted, produces) =
                    (self.door(*span), self.shape(asserted, *span), self.shape(produces, *span));
                constant(
                    *span,
                    &quote_spanned! {here(*span)=>
                        #door::check_assertion(#asserted, #before, #produces)
                    },
                )
            }
            Check::Constant { span, layer, name, value, positive } => {
                let door = self.door(*span);
                constant(
                    *span,
                    &quote_spanned! {here(*span)=>
                        #door::check_constant(#layer, #name, #value, #positive)
                    },
                )
            }
            Check::Classes { span, classes } => {
                let (door, classes) = (self.door(*span), self.shape(classes, *span));
                constant(*span, &quote_spanned!(here(*span)=> #door::check_classes(#classes)))
            }
            Check::Own { span, layer, path, last } => {
                let (door, scalar) = (self.door(*span), self.scalar());
                constant(
                    *span,
                    &quote_spanned! {here(*span)=>
                        #door::check_own::<#path, #scalar>(#layer, #last)
                    },
                )
            }
        }
    }
}

fn constant(span: Span, check: &TokenStream) -> TokenStream {
    quote_spanned!(here(span)=> const _: () = #check;)
}
