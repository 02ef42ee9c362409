//! One layer of the chain: which one it is, and whether it fits in its place.

use proc_macro2::Ident;
use quote::{ToTokens, format_ident};

use super::Walk;
use crate::ast;
use crate::built_in::Checked;
use crate::consts::Check;
use crate::layers::{self, Block, Descriptor, Syntax};
use crate::model::{Definition, What};
use crate::site::span_of;
use crate::size::Size;
use crate::text::one_line;

impl Walk<'_> {
    /// Checks a layer and moves on after it.
    pub(super) fn layer(&mut self, written: &ast::Layer) {
        let before = self.site.errors.len();
        let layer = written.path.get_ident().and_then(|name| self.named(name));
        let here = self.site.errors.len();
        match layer {
            Some(layer) => self.built_in(written, layer),
            None => self.own(written),
        }
        // Arguments and shapes of a layer that was meant otherwise say nothing; nor does what it would give.
        if here > before && self.site.errors.forget_after(here) {
            self.site.size = Size::unknown();
        }
    }

    fn built_in(&mut self, written: &ast::Layer, layer: &'static Descriptor) {
        let checked = match &layer.syntax {
            Syntax::Activation(activation) => Some(activation.check(layer.name, &mut self.site, written)),
            Syntax::Layer(check) => check(&mut self.site, written),
            Syntax::Block(block) => {
                self.needs_chains(&Ident::new(layer.name, span_of(&written.path)), block);
                None
            }
        };
        if let Some(Checked { layer, input, output }) = checked {
            self.push_written(written, What::BuiltIn(layer), [input, output]);
        }
    }

    /// The built-in layer of that name, or of the name that was meant, which is an error.
    pub(super) fn named(&mut self, name: &Ident) -> Option<&'static Descriptor> {
        let text = name.to_string();
        Descriptor::find(&text).or_else(|| {
            let meant = Descriptor::suggestion(&text)?;
            let own = format!("for a type of your own write `self::{name}`");
            match layers::replacement(&text) {
                Some(way) => {
                    self.site.errors.push_with_help(
                        name,
                        format!("there is no layer `{name}`"),
                        format!("{way}; {own}"),
                    );
                }
                None => self.site.errors.push_with_help(
                    name,
                    format!("there is no layer `{name}`; did you mean `{}`?", meant.name),
                    format!("write `{}`; {own}", meant.name),
                ),
            }
            Some(meant)
        })
    }

    /// A block without its parentheses.
    pub(super) fn needs_chains(&mut self, name: &Ident, block: &Block) {
        let [what, example] = block.needs;
        self.site.errors.push_with_help(name, format!("`{name}` needs {what}"), format!("write `{example}`"));
    }

    /// A layer of the user's own, or another network: only the compiler knows it.
    fn own(&mut self, written: &ast::Layer) {
        let site = &mut self.site;
        if written.arguments.is_some() {
            let name = one_line(&written.path);
            site.errors.push_with_help(
                &written.path,
                format!("`{name}` is not a built-in layer, and a layer of your own takes no arguments"),
                format!("built in are {}; for a layer of your own write `{name}`", built_in_names()),
            );
            return;
        }
        let (span, layer) = (span_of(&written.path), one_line(written));
        let name = format_ident!("__{}_layer{}", site.name, self.types.len() + 1, span = span);
        let path = name.to_token_stream();
        self.types.push(Definition { name, written: written.path.to_token_stream(), span });
        site.checks.push(Check::Own { span, layer: layer.clone(), path: path.clone(), last: site.is_last });
        if !site.size.is_unknown() {
            let help = format!("put a `Linear` before `{layer}` with as many outputs as it has inputs");
            site.checks.push(Check::Inputs {
                span,
                layer,
                takes: Size::InputOf(path.clone()),
                before: site.before.clone(),
                produces: site.size.clone(),
                help,
            });
        }
        let sizes = [Size::InputOf(path.clone()), Size::OutputOf(path.clone())];
        self.push_written(written, What::Own(path), sizes);
    }

    fn push_written(&mut self, written: &ast::Layer, what: What, sizes: [Size; 2]) {
        let name = written.path.segments.last().map(|last| last.ident.clone()).expect("a path has a name");
        self.push(&name, written.label.as_ref(), one_line(written), what, sizes);
    }
}

fn built_in_names() -> String {
    let names: Vec<String> = layers::ALL.iter().map(|layer| format!("`{}`", layer.name)).collect();
    names.join(", ")
}
