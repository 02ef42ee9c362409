//! `Linear(outputs)` or `Linear(inputs, outputs)`, with or without `bias = false`

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked, Family, Fusible};
use crate::code::TypeOf;
use crate::consts::Check;
use crate::cost::Cost;
use crate::site::{Site, is_boolean, span_of};
use crate::size::{Size, Width};
use crate::text::one_line;

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Linear",
    elsewhere: &["Dense", "FullyConnected", "FC", "Affine"],
    docs: ["`Linear(out)`, `Linear(in, out)`", "[`layers::Linear`]; with `bias = false`, without a bias"],
    syntax: Syntax::Layer(check),
};

/// A `Linear` with its arguments.
pub(crate) struct Linear {
    pub(crate) bias: bool,
}

impl BuiltIn for Linear {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, bias) = (place.door(), place.scalar(), place.no_bias(self.bias));
        let (input, output) = (place.inputs(), place.outputs());
        quote_spanned!(place.span()=> #door::Linear<#input, #output, #scalar #bias>)
    }

    fn cost(&self, input: &Size, output: &Size) -> Cost {
        let weights = input.value().zip(output.value()).map(|(x, y)| x.saturating_mul(y));
        Cost::of_weight(weights, Some(1), if self.bias { output.value() } else { Some(0) })
    }

    fn learns(&self) -> bool {
        true
    }

    fn reads_in_place(&self) -> bool {
        true
    }

    fn family(&self) -> Family {
        Family::Linear
    }

    fn in_pairs(&self) -> Option<Fusible> {
        Some(Fusible::Linear)
    }
}

/// What is in the parentheses.
struct Arguments {
    /// The input width, and how it was written.
    input: Option<(Width, ast::Width)>,
    output: Width,
    bias: bool,
}

fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    site.expect_vector(written);
    let Some(mut arguments) = arguments(site, written) else {
        return Some(site.checked(Linear { bias: true }, Size::unknown()));
    };
    if let Some((input, place)) = arguments.input {
        check_inputs(site, written, input, &place);
    }
    if !has_address_space(site, written, &arguments.output) {
        arguments.output = Width::unknown();
    }
    Some(site.checked(Linear { bias: arguments.bias }, Size::Width(arguments.output)))
}

/// `None`, with an error, when there is no output width.
fn arguments(site: &mut Site<'_>, written: &ast::Layer) -> Option<Arguments> {
    let (mut widths, mut bias) = (Vec::new(), None);
    for argument in written.arguments() {
        match &argument.name {
            None if is_boolean(&argument.value) => {
                let value = one_line(&argument.value);
                site.errors.push_with_help(
                    &argument.value,
                    format!("`Linear` takes widths, found `{value}`"),
                    format!("write `bias = {value}`"),
                );
            }
            None if widths.len() < 2 => widths.push(ast::Width::of(&argument.value, site.errors)),
            None => {
                let layer = &written.path;
                site.errors.push_with_help(
                    &argument.value,
                    format!("`{}` takes at most two widths", one_line(layer)),
                    "write `Linear(outputs)`, or `Linear(inputs, outputs)`",
                );
            }
            Some(name) if name == "bias" && bias.is_some() => {
                site.errors.push(name, "the argument `bias` is given twice");
            }
            Some(name) if name == "bias" => bias = Some(site.boolean("bias", &argument.value)),
            Some(_) => site.unknown_argument("Linear", argument, "`bias`"),
        }
    }
    let bias = bias.unwrap_or(true);
    let output = widths.pop();
    if output.is_none() {
        site.errors.push_with_help(
            written,
            "`Linear` needs the number of its outputs",
            "write `Linear(128)` for 128 outputs; the input size is inferred",
        );
    }
    let input = widths.pop().map(|written| (site.width(&written), written));
    let output = site.width(&output?);
    Some(Arguments { input, output, bias })
}

/// The input width that the user wrote though it could be inferred.
fn check_inputs(site: &mut Site<'_>, written: &ast::Layer, input: Width, place: &ast::Width) {
    let layer = one_line(written);
    let help = format!("write `{}`; the input size is inferred", without_input(written));
    match (input.value, site.size.value()) {
        (Some(takes), Some(found)) if takes == found => {}
        (Some(takes), Some(found)) => {
            let message = format!("`{layer}` takes {takes} inputs, but {} {found}", site.produces());
            site.errors.push_with_help(place, message, help);
        }
        _ if !input.is_known || site.size.is_unknown() => {}
        _ => site.checks.push(Check::Inputs {
            span: span_of(place),
            layer,
            takes: Size::Width(input),
            before: site.before.clone(),
            produces: site.size.clone(),
            help,
        }),
    }
}

/// A weight that no address space holds is reported here, where its name is known.
fn has_address_space(site: &mut Site<'_>, written: &ast::Layer, output: &Width) -> bool {
    let (Some(input), Some(output)) = (site.size.value(), output.value) else { return true };
    let most = isize::MAX.unsigned_abs() / size_of::<f64>();
    let fits = input.checked_mul(output).is_some_and(|weights| weights <= most);
    if !fits {
        let layer = one_line(written);
        let message = format!("`{layer}` after {input} features has more weights than memory has addresses");
        site.errors.push(written, message);
    }
    fits
}

/// `Linear(64, 10, bias = false)` as `Linear(10, bias = false)`.
fn without_input(written: &ast::Layer) -> String {
    let list: Vec<String> = written.arguments().skip(1).map(one_line).collect();
    format!("{}({})", one_line(&written.path), list.join(", "))
}
