//! What `MaxPool2d` and `AvgPool2d` have in common.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::code::{TypeOf, pair};
use crate::site::{Site, Unnamed, span_of};
use crate::size::{Width, Window};
use crate::text::one_line;

struct Pool {
    /// At the place where the user wrote it.
    name: Ident,
    window: Window,
}

impl BuiltIn for Pool {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, name) = (place.door(), place.scalar(), &self.name);
        let (input, sides) = (place.input_image(), place.output_sides());
        let [kernel, stride] = [&self.window.kernel, &self.window.stride].map(pair);
        quote_spanned! {place.span()=>
            #door::#name<#input, #sides, #kernel, #door::Stride<#stride>, #scalar>
        }
    }

    fn takes_image(&self) -> bool {
        true
    }

    fn gives_image(&self) -> bool {
        true
    }
}

pub(super) fn check(name: &str, site: &mut Site<'_>, written: &ast::Layer) -> Checked {
    let name = Ident::new(name, span_of(&written.path));
    let image = site.image(written);
    let window = arguments(site, written);
    site.slide(written, window, image, |window| Pool { name, window }, Width::clone)
}

/// The window, whose stride is the window unless something else is written.
fn arguments(site: &mut Site<'_>, written: &ast::Layer) -> Option<Window> {
    let name = one_line(&written.path);
    let arguments = site.window_arguments(written, &name, Unnamed::Kernel);
    if !arguments.failed && arguments.kernel.is_none() {
        site.errors.push_with_help(
            written,
            format!("`{name}` needs the size of its window"),
            format!("write `{name}(2)` for windows of 2×2 side by side"),
        );
    }
    site.window(&name, &arguments)
}
