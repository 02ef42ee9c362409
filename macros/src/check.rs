//! Syntax tree to model: names, arguments, shapes and meaning.
//!
//! Follows the size of a sample down the chain. After a mistake it goes on with what was meant, so that one
//! mistake is one error. What depends on the value of a const is written down as a [`Check`] for the
//! compiler.

mod warnings;
mod attributes;
mod layer;
mod block;

use proc_macro2::{Ident, Span};

use self::attributes::Attributes;
use crate::ast;
use crate::consts::Check;
use crate::error::Errors;
use crate::layers;
use crate::model::{Chain, Definition, Fused, Layer, Network, Part, What};
use crate::names::Names;
use crate::site::{Site, span_of};
use crate::size::Size;

/// Checks a network. After mistakes it is one that declares what can be made out.
pub(crate) fn check(ast: ast::Network, errors: &mut Errors) -> Network {
    let ast::Network { attributes, visibility, form, name, scalar, input, steps } = ast;
    let Attributes { handed_on, allowed, budgets } = attributes::sort(attributes, errors);
    let scalar = check_scalar(scalar, errors);
    let names = labels(&steps, errors);
    let mut walk = Walk::new(Site::new(&name, &input, errors), names);
    let input = walk.site.size.clone();
    walk.along(&steps, Part::Network);
    walk.expect_parameters(form);
    let Walk { site: Site { size: output, consts, checks, errors, .. }, mut layers, types, .. } = walk;
    let warnings = if errors.is_empty() { warnings::find(&layers, &allowed) } else { Vec::new() };
    let head = layers.pop_if(|last| last.head().is_some());
    let chain = chain_of(name, [input, output], layers, head);
    Network {
        attributes: handed_on,
        visibility,
        form,
        scalar,
        chain,
        consts,
        types,
        checks,
        budgets,
        warnings,
    }
}

/// The layers of a chain, sorted. One that has none, because of a mistake, gets one.
fn chain_of(name: Ident, [input, output]: [Size; 2], layers: Vec<Layer>, head: Option<Layer>) -> Chain {
    let (mut body, mut flattens) = (Vec::new(), Vec::new());
    for layer in layers {
        if layer.is_called() {
            body.push(layer);
        } else {
            flattens.push((body.len(), layer));
        }
    }
    if body.is_empty() {
        body.push(Layer::missing(head.as_ref().map_or(name.span(), |head| head.span), &input));
    }
    Chain { name, input, output, body, flattens, head }
}

/// The scalar type, `f32` where none was written.
fn check_scalar(scalar: Option<Ident>, errors: &mut Errors) -> Ident {
    let default = |span| Ident::new("f32", span);
    match scalar {
        None => default(Span::call_site()),
        Some(scalar) if scalar == "f32" || scalar == "f64" => scalar,
        Some(scalar) => {
            errors.push(&scalar, format!("a network is made of `f32` or `f64`, found `{scalar}`"));
            default(scalar.span())
        }
    }
}

/// Takes all labels, and reports duplicates.
fn labels(steps: &[ast::Step], errors: &mut Errors) -> Names {
    let mut names = Names::default();
    for step in steps {
        if let ast::Step::Layer(ast::Layer { label: Some(label), .. })
        | ast::Step::Block(ast::Block { label: Some(label), .. }) = step
            && !names.take(label)
        {
            errors.push_with_help(
                label,
                format!("the label `{label}` is used twice in this network"),
                "each label names a field: give this layer another one",
            );
        }
    }
    names
}

/// The walk along the chain of a network, and of its blocks.
struct Walk<'a> {
    /// Where it has come.
    site: Site<'a>,
    types: Vec<Definition>,
    names: Names,
    used: Vec<String>,
    layers: Vec<Layer>,
    /// The number of structs for blocks and their chains.
    structs: usize,
}

impl<'a> Walk<'a> {
    fn new(site: Site<'a>, names: Names) -> Self {
        Self { site, types: Vec::new(), names, used: Vec::new(), layers: Vec::new(), structs: 0 }
    }

    fn along(&mut self, steps: &[ast::Step], part: Part) {
        let last = steps.iter().rposition(|step| !matches!(step, ast::Step::Assertion(_)));
        for (i, step) in steps.iter().enumerate() {
            self.site.is_last = Some(i) == last && part == Part::Network;
            match step {
                ast::Step::Layer(layer) => self.layer(layer),
                ast::Step::Block(block) => self.block(block),
                ast::Step::Assertion(shape) => self.assertion(shape),
            }
        }
    }

    /// A network learns, so it has at least one layer that can. A layer that is missing because of a mistake
    /// in it is not missed.
    fn expect_parameters(&mut self, form: ast::Form) {
        let is_reported = self.layers.is_empty() && !self.site.errors.is_empty();
        if is_reported || self.layers.iter().any(Layer::may_learn) {
            return;
        }
        let (what, least) = if self.layers.is_empty() {
            ("no layer", "one")
        } else {
            ("no layer with parameters: there is nothing to train", "one `Linear`")
        };
        self.site.errors.push_with_help(
            self.site.name,
            format!("{} has {what}", form.subject(self.site.name)),
            format!("write at least {least}, as in `784 => Linear(10) => Softmax`"),
        );
    }

    /// `=> 128 =>`: the current shape must be the asserted one.
    fn assertion(&mut self, written: &ast::Shape) {
        let site = &mut self.site;
        let asserted = site.shape(written);
        match (asserted.known(), site.size.known()) {
            (Some(wanted), Some(found)) if wanted == found => {}
            (Some(wanted), Some(found)) => site.errors.push_with_help(
                written,
                format!("{wanted} is asserted here, but {} {found}", site.produces()),
                format!("write `{found}`, or change {}", site.before),
            ),
            _ if asserted.is_unknown() || site.size.is_unknown() => {}
            _ => site.checks.push(Check::Assertion {
                span: span_of(written),
                asserted,
                before: site.before.clone(),
                produces: site.size.clone(),
            }),
        }
    }

    /// Adds a layer and moves on after it.
    fn push(
        &mut self,
        name: &Ident,
        label: Option<&Ident>,
        text: String,
        what: What,
        [input, output]: [Size; 2],
    ) {
        let field = match label {
            Some(label) if !self.used.contains(&label.to_string()) => label.clone(),
            _ => self.names.next(&name.to_string(), name.span()),
        };
        self.used.push(field.to_string());
        self.site.size = output.clone();
        self.site.before = format!("`{text}`");
        let span = name.span();
        self.layers.push(Layer { field, text, span, input, output, what, fused: Fused::default() });
    }
}

impl Layer {
    /// Replaces all that is missing.
    fn missing(span: Span, size: &Size) -> Self {
        let (input, output) = (size.clone(), size.clone());
        let (field, what) =
            (Ident::new("missing", span), What::BuiltIn(Box::new(layers::Linear { bias: true })));
        Self { field, text: String::new(), span, input, output, what, fused: Fused::default() }
    }
}
