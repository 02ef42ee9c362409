//! Syntax tree to model: names, arguments, shapes and meaning.
//!
//! Follows the size of a sample down the chain. After a mistake it goes on with what was meant, so that one
//! mistake is one error. What depends on the value of a const is written down as a [`Check`] for the compiler.

mod arguments;
mod attributes;
mod block;
mod image;
mod layer;
mod warnings;
mod window;

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;

use self::attributes::Attributes;
use crate::ast;
use crate::error::Errors;
use crate::model::{self, Check, Constant, Definition, Fused, Kind, Layer, Network, Size, Value, Width};
use crate::names::Names;
use crate::text::one_line;

/// Checks a network. After mistakes it is one that declares what can be made out.
pub(crate) fn check(ast: ast::Network, errors: &mut Errors) -> Network {
    let ast::Network { attributes, visibility, form, name, scalar, input, steps } = ast;
    let Attributes { handed_on, allowed, budgets } = attributes::sort(attributes, errors);
    let scalar = check_scalar(scalar, errors);
    let mut chain = Chain::new(&name, &input, labels(&steps, errors), errors);
    chain.walk(&steps, Place::Network);
    chain.expect_parameters(form);
    let Chain { input, size: output, mut layers, widths, types, checks, errors, .. } = chain;
    let warnings = if errors.is_empty() { warnings::find(&layers, &allowed) } else { Vec::new() };
    let head = layers.pop_if(|last| last.head().is_some());
    let chain = chain_of(name, [input, output], layers, head);
    Network {
        attributes: handed_on,
        visibility,
        form,
        scalar,
        chain,
        widths,
        types,
        checks,
        budgets,
        warnings,
    }
}

/// The layers of a chain, sorted. One that has none, because of a mistake, gets one.
fn chain_of(
    name: Ident,
    [input, output]: [Size; 2],
    layers: Vec<Layer>,
    head: Option<Layer>,
) -> model::Chain {
    let (mut body, mut flattens) = (Vec::new(), Vec::new());
    for layer in layers {
        match layer.kind {
            Kind::Flatten => flattens.push((body.len(), layer)),
            _ => body.push(layer),
        }
    }
    if body.is_empty() {
        body.push(Layer::missing(head.as_ref().map_or(name.span(), |head| head.span), &input));
    }
    model::Chain { name, input, output, body, flattens, head }
}

/// What a chain is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A network: its last layer may be the head.
    Network,
    /// A block, followed by other layers.
    Block,
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

/// Where the walk along the chain has come.
struct Chain<'a> {
    /// The network's name, which starts the names of its definitions.
    name: &'a Ident,
    input: Size,
    widths: Vec<Constant>,
    types: Vec<Definition>,
    /// The current shape.
    size: Size,
    /// What produced it, as messages name it.
    before: String,
    names: Names,
    used: Vec<String>,
    layers: Vec<Layer>,
    /// The number of structs for blocks and their chains.
    structs: usize,
    checks: Vec<Check>,
    errors: &'a mut Errors,
}

impl<'a> Chain<'a> {
    fn new(name: &'a Ident, input: &ast::Shape, names: Names, errors: &'a mut Errors) -> Self {
        let mut chain = Self {
            name,
            input: Size::Width(Width::unknown()),
            widths: Vec::new(),
            types: Vec::new(),
            size: Size::Width(Width::unknown()),
            before: "the network's input".to_owned(),
            names,
            used: Vec::new(),
            layers: Vec::new(),
            structs: 0,
            checks: Vec::new(),
            errors,
        };
        chain.input = chain.shape(input);
        chain.size = chain.input.clone();
        chain
    }

    fn walk(&mut self, steps: &[ast::Step], place: Place) {
        let last = steps.iter().rposition(|step| !matches!(step, ast::Step::Assertion(_)));
        for (i, step) in steps.iter().enumerate() {
            match step {
                ast::Step::Layer(layer) => self.layer(layer, Some(i) == last && place == Place::Network),
                ast::Step::Block(block) => self.block(block),
                ast::Step::Assertion(shape) => self.assertion(shape),
            }
        }
    }

    /// A network learns, so it has at least one layer that can. A layer that is missing because of a mistake
    /// in it is not missed.
    fn expect_parameters(&mut self, form: ast::Form) {
        let is_reported = self.layers.is_empty() && !self.errors.is_empty();
        if is_reported || self.layers.iter().any(Layer::may_learn) {
            return;
        }
        let (what, least) = if self.layers.is_empty() {
            ("no layer", "one")
        } else {
            ("no layer with parameters: there is nothing to train", "one `Linear`")
        };
        self.errors.push_with_help(
            self.name,
            format!("{} has {what}", form.subject(self.name)),
            format!("write at least {least}, as in `784 => Linear(10) => Softmax`"),
        );
    }

    /// A width to work with: a literal as it is, a const by a name that is defined once.
    fn width(&mut self, written: &ast::Width) -> Width {
        let text = one_line(written);
        match written {
            ast::Width::Literal { value, literal } => {
                Width { value: Some(*value), tokens: literal.to_token_stream(), text, is_known: true }
            }
            ast::Width::Const(expression) => {
                let span = span_of(expression);
                let width = self.define(Value::Written(expression.clone()), text, span);
                self.checks.push(Check::Width { span, width: width.clone() });
                width
            }
            ast::Width::Unknown => Width::unknown(),
        }
    }

    /// A const of the expansion, as a width.
    fn define(&mut self, value: Value, text: String, span: Span) -> Width {
        let name = format_ident!("__{}_width{}", self.name, self.widths.len() + 1, span = span);
        let tokens = name.to_token_stream();
        self.widths.push(Constant { name, value, span });
        Width { value: None, tokens, text, is_known: true }
    }

    /// The size of a sample of a shape that was written down.
    fn shape(&mut self, written: &ast::Shape) -> Size {
        match written {
            ast::Shape::Vector(width) => Size::Width(self.width(width)),
            ast::Shape::Image(sizes, _) => Size::Image(sizes.each_ref().map(|size| self.width(size))),
        }
    }

    /// `=> 128 =>`: the current shape must be the asserted one.
    fn assertion(&mut self, written: &ast::Shape) {
        let asserted = self.shape(written);
        match (asserted.known(), self.size.known()) {
            (Some(wanted), Some(found)) if wanted == found => {}
            (Some(wanted), Some(found)) => self.errors.push_with_help(
                written,
                format!("{wanted} is asserted here, but {} {found}", produces(&self.before)),
                format!("write `{found}`, or change {}", self.before),
            ),
            _ if asserted.is_unknown() || self.size.is_unknown() => {}
            _ => self.checks.push(Check::Assertion {
                span: span_of(written),
                asserted,
                before: self.before.clone(),
                produces: self.size.clone(),
            }),
        }
    }

    /// Adds a layer and moves on after it.
    fn push(&mut self, written: &ast::Layer, kind: Kind, input: Size, output: Size) {
        let name = written.path.segments.last().map(|last| last.ident.clone()).expect("a path has a name");
        self.push_named(&name, written.label.as_ref(), one_line(written), kind, [input, output]);
    }

    fn push_named(
        &mut self,
        name: &Ident,
        label: Option<&Ident>,
        text: String,
        kind: Kind,
        [input, output]: [Size; 2],
    ) {
        let field = match label {
            Some(label) if !self.used.contains(&label.to_string()) => label.clone(),
            _ => self.names.next(&name.to_string(), name.span()),
        };
        self.used.push(field.to_string());
        self.size = output.clone();
        self.before = format!("`{text}`");
        let span = name.span();
        self.layers.push(Layer { field, text, span, input, output, kind, fused: Fused::default() });
    }
}

impl Layer {
    /// Replaces all that is missing.
    fn missing(span: Span, size: &Size) -> Self {
        let (input, output) = (size.clone(), size.clone());
        let (field, kind) = (Ident::new("missing", span), Kind::Linear { bias: true });
        Self { field, text: String::new(), span, input, output, kind, fused: Fused::default() }
    }
}

/// "`ReLU` before it produces", "the network's input has".
fn produces(before: &str) -> String {
    let verb = if before.starts_with('`') { "before it produces" } else { "has" };
    format!("{before} {verb}")
}

/// The span of some tokens; on stable, where spans cannot be joined, that of the first.
fn span_of(tokens: impl ToTokens) -> Span {
    tokens.to_token_stream().span()
}
