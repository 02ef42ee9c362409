//! The consts that hold the sizes between layers.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::{Context, expression};
use crate::consts::Value;
use crate::size::Width;

impl Context<'_> {
    /// What a const of the expansion is.
    pub(super) fn value(&self, value: &Value, span: Span) -> TokenStream {
        let door = self.door(span);
        match value {
            Value::Written(written) => expression(written),
            Value::Output { layer, before, side, axis, window, first } => {
                let first = first.iter();
                let Width { tokens: side, .. } = side;
                let [kernel, stride, start, end] =
                    [&window.kernel, &window.stride, &window.before, &window.after]
                        .map(|sizes| &sizes[*axis].tokens);
                quote_spanned! {span=>
                    { #(let _ = #first;)* #door::window_output(#layer, #before, #axis, #side, #kernel, #stride, #start, #end) }
                }
            }
            Value::Length { path, is_image } => quote_spanned! {span=>
                { use #door::NoLayer as _; #door::length(#door::Probe::<#path>::OUTPUT, #is_image) }
            },
            Value::Dimension { layer, before, path, axis, first } => {
                let first = first.iter();
                quote_spanned! {span=>
                    {
                        #(let _ = #first;)*
                        use #door::NoLayer as _;
                        #door::dimension(#layer, #before, #door::Probe::<#path>::OUTPUT, #axis)
                    }
                }
            }
        }
    }
}
