//! One layer of the chain: which one it is, and whether it fits in its place.

use proc_macro2::Ident;
use quote::{ToTokens, format_ident};

use super::{Chain, produces, span_of};
use crate::ast;
use crate::layers::{self, BuiltIn};
use crate::model::{Check, Definition, Kind, Size, Width};
use crate::text::one_line;

impl Chain<'_> {
    /// Checks a layer and moves on after it.
    pub(super) fn layer(&mut self, written: &ast::Layer, last: bool) {
        let before = self.errors.len();
        let layer = self.built_in(written);
        let here = self.errors.len();
        self.of_kind(written, layer, last);
        // Arguments and shapes of a layer that was meant otherwise say nothing; nor does what it would give.
        if here > before && self.errors.forget_after(here) {
            self.size = Size::Width(Width::unknown());
        }
    }

    fn of_kind(&mut self, written: &ast::Layer, layer: Option<&'static BuiltIn>, last: bool) {
        match layer {
            Some(layer) => match layer.kind {
                layers::Kind::Linear => self.linear(written),
                layers::Kind::Elementwise(activation, constant) => {
                    let constant = self.constant(written, layer, constant);
                    let size = self.size.clone();
                    self.push(written, Kind::Elementwise { activation, constant }, size.clone(), size);
                }
                layers::Kind::Softmax => self.softmax(written, last),
                layers::Kind::Conv2d => self.conv2d(written),
                layers::Kind::Pool => self.pool(written, layer.name),
                layers::Kind::GlobalPool => self.global_pool(written),
                layers::Kind::Flatten => self.flatten(written),
                layers::Kind::LayerNorm => self.layer_norm(written),
                layers::Kind::BatchNorm => self.batch_norm(written),
                layers::Kind::Dropout => self.dropout(written, layer),
                layers::Kind::Identity => {
                    self.no_arguments(written);
                    let size = self.size.clone();
                    self.push(written, Kind::Identity, size.clone(), size);
                }
                layers::Kind::Block(kind) => {
                    let name = Ident::new(layer.name, span_of(&written.path));
                    self.needs_chains(&name, kind);
                }
            },
            None => self.own(written, last),
        }
    }

    /// The built-in layer of that name, or of the name that was meant.
    fn built_in(&mut self, written: &ast::Layer) -> Option<&'static BuiltIn> {
        written.path.get_ident().and_then(|name| self.named(name))
    }

    /// The built-in layer of that name, or of the name that was meant, which is an error.
    pub(super) fn named(&mut self, name: &Ident) -> Option<&'static BuiltIn> {
        let text = name.to_string();
        BuiltIn::find(&text).or_else(|| {
            let meant = layers::suggestion(&text)?;
            let own = format!("for a type of your own write `self::{name}`");
            match layers::replacement(&text) {
                Some(way) => {
                    self.errors.push_with_help(
                        name,
                        format!("there is no layer `{name}`"),
                        format!("{way}; {own}"),
                    );
                }
                None => self.errors.push_with_help(
                    name,
                    format!("there is no layer `{name}`; did you mean `{}`?", meant.name),
                    format!("write `{}`; {own}", meant.name),
                ),
            }
            Some(meant)
        })
    }

    fn linear(&mut self, written: &ast::Layer) {
        self.expect_vector(written);
        let Some(mut arguments) = self.linear_arguments(written) else {
            let (input, output) = (self.size.clone(), Size::Width(Width::unknown()));
            return self.push(written, Kind::Linear { bias: true }, input, output);
        };
        if let Some((input, place)) = arguments.input {
            self.check_inputs(written, input, &place);
        }
        let input = self.size.clone();
        if !self.has_address_space(written, &arguments.output) {
            arguments.output = Width::unknown();
        }
        self.push(written, Kind::Linear { bias: arguments.bias }, input, Size::Width(arguments.output));
    }

    /// The input width that the user wrote though it could be inferred.
    fn check_inputs(&mut self, written: &ast::Layer, input: Width, place: &ast::Width) {
        let layer = one_line(written);
        let help = format!("write `{}`; the input size is inferred", without_input(written));
        match (input.value, self.size.value()) {
            (Some(takes), Some(found)) if takes == found => {}
            (Some(takes), Some(found)) => self.errors.push_with_help(
                place,
                format!("`{layer}` takes {takes} inputs, but {} {found}", produces(&self.before)),
                help,
            ),
            _ if !input.is_known || self.size.is_unknown() => {}
            _ => self.checks.push(Check::Inputs {
                span: span_of(place),
                layer,
                takes: Size::Width(input),
                before: self.before.clone(),
                produces: self.size.clone(),
                help,
            }),
        }
    }

    /// A weight that no address space holds is reported here, where its name is known.
    fn has_address_space(&mut self, written: &ast::Layer, output: &Width) -> bool {
        let (Some(input), Some(output)) = (self.size.value(), output.value) else { return true };
        let most = isize::MAX.unsigned_abs() / size_of::<f64>();
        let fits = input.checked_mul(output).is_some_and(|weights| weights <= most);
        if !fits {
            let layer = one_line(written);
            let message =
                format!("`{layer}` after {input} features has more weights than memory has addresses");
            self.errors.push(written, message);
        }
        fits
    }

    fn batch_norm(&mut self, written: &ast::Layer) {
        let [momentum, eps] = self.named_constants(written, "BatchNorm", [layers::MOMENTUM, layers::EPS]);
        let size = self.size.clone();
        self.push(written, Kind::BatchNorm { momentum, eps }, size.clone(), size);
    }

    fn dropout(&mut self, written: &ast::Layer, layer: &'static BuiltIn) {
        let p = self.constant(written, layer, Some(layers::DROPOUT)).unwrap_or_default();
        let size = self.size.clone();
        self.push(written, Kind::Dropout { p }, size.clone(), size);
    }

    fn softmax(&mut self, written: &ast::Layer, last: bool) {
        self.no_arguments(written);
        if !last {
            self.errors.push_with_help(
                &written.path,
                "`Softmax` is in the middle of the network",
                "it turns the last layer's values into probabilities: move it to the end, or use another activation here",
            );
            return;
        }
        self.expect_vector(written);
        match self.size.value() {
            Some(1) => self.errors.push_with_help(
                &written.path,
                "`Softmax` over one class always gives 1",
                "for a yes-or-no question write `Sigmoid`; for several classes make the layer before it wider",
            ),
            Some(_) => {}
            None if self.size.is_unknown() => {}
            None => self.checks.push(Check::Classes { span: span_of(&written.path), classes: self.size.clone() }),
        }
        let size = self.size.clone();
        self.push(written, Kind::Softmax, size.clone(), size);
    }

    /// A layer of the user's own, or another network: only the compiler knows it.
    fn own(&mut self, written: &ast::Layer, last: bool) {
        if written.arguments.is_some() {
            let name = one_line(&written.path);
            self.errors.push_with_help(
                &written.path,
                format!("`{name}` is not a built-in layer, and a layer of your own takes no arguments"),
                format!("built in are {}; for a layer of your own write `{name}`", built_in_names()),
            );
            return;
        }
        let (span, layer) = (span_of(&written.path), one_line(written));
        let name = format_ident!("__{}_layer{}", self.name, self.types.len() + 1, span = span);
        let path = name.to_token_stream();
        self.types.push(Definition { name, written: written.path.to_token_stream(), span });
        self.checks.push(Check::Own { span, layer: layer.clone(), path: path.clone(), last });
        if !self.size.is_unknown() {
            let help = format!("put a `Linear` before `{layer}` that gives what it takes");
            self.checks.push(Check::Inputs {
                span,
                layer,
                takes: Size::InputOf(path.clone()),
                before: self.before.clone(),
                produces: self.size.clone(),
                help,
            });
        }
        self.push(written, Kind::Own(path.clone()), Size::InputOf(path.clone()), Size::OutputOf(path));
    }
}

/// `Linear(64, 10, bias = false)` as `Linear(10, bias = false)`.
fn without_input(written: &ast::Layer) -> String {
    let list = written.arguments.iter().flat_map(|arguments| &arguments.list).skip(1);
    let list: Vec<String> = list.map(one_line).collect();
    format!("{}({})", one_line(&written.path), list.join(", "))
}

fn built_in_names() -> String {
    let names: Vec<String> = layers::BUILT_IN.iter().map(|layer| format!("`{}`", layer.name)).collect();
    names.join(", ")
}
