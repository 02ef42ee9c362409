//! The span of each part of the expansion: an editor's hover, go-to-definition and rename follow it.

use proc_macro2::{Ident, LineColumn, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, Item, ItemStruct, Lit, Meta};

use super::{expand, flat};

const NETWORK: &str = "
/// Documented.
pub(crate) struct Digits<
    f64;
    INPUT
    => hidden: Linear(INPUT, { 2 * WIDTH }, bias = false)
    => LeakyReLU(slope = STEEP)
    => Tanh
    => middle: module::Encoder
    => Own
    => block: Residual(inside: Linear(SAME) => BatchNorm(eps = SMALL) => Deep)
    => Linear(CLASSES) => CLASSES => Softmax
>;";

/// All words of the network that name something: types, consts, fields.
const NAMES: [&str; 22] = [
    "Digits",
    "f64",
    "INPUT",
    "hidden",
    "Linear",
    "WIDTH",
    "LeakyReLU",
    "STEEP",
    "Tanh",
    "middle",
    "module",
    "Encoder",
    "Own",
    "block",
    "Residual",
    "inside",
    "SAME",
    "BatchNorm",
    "SMALL",
    "Deep",
    "CLASSES",
    "Softmax",
];

fn tokens() -> TokenStream {
    NETWORK.parse().expect("tokens")
}

fn idents(tokens: TokenStream) -> Vec<Ident> {
    let idents = flat(tokens).into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    });
    idents.collect()
}

fn place(ident: &Ident) -> (LineColumn, LineColumn) {
    (ident.span().start(), ident.span().end())
}

/// The struct, as the expansion writes it.
fn item() -> ItemStruct {
    let file: syn::File = syn::parse2(expand(tokens())).expect("Rust");
    let item = file.items.into_iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == "Digits" => Some(item),
        _ => None,
    });
    item.expect("a struct")
}

fn docs(attributes: &[Attribute]) -> String {
    let docs = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    docs.collect()
}

#[test]
fn each_name_has_the_span_where_it_was_written() {
    let expanded: Vec<_> =
        idents(expand(tokens())).iter().map(|ident| (ident.to_string(), place(ident))).collect();
    let written = idents(tokens()).into_iter().filter(|ident| NAMES.iter().any(|name| ident == name));
    let mut count = 0;
    for ident in written {
        let wanted = (ident.to_string(), place(&ident));
        assert!(expanded.contains(&wanted), "`{ident}` of line {}", ident.span().start().line);
        count += 1;
    }
    assert_eq!(count, 26, "every name and each of its repetitions");
}

#[test]
fn fields_have_the_span_of_their_label_or_else_of_their_layer() {
    let written = idents(tokens());
    let fields: Vec<_> = item().fields.into_iter().filter_map(|field| field.ident).collect();
    let sources = ["hidden", "LeakyReLU", "Tanh", "middle", "Own", "block", "Linear", "Softmax"];
    let names = ["hidden", "leaky_relu1", "tanh1", "middle", "own1", "block", "linear1", "softmax1"];
    assert_eq!(fields, names);
    for (field, source) in fields.iter().zip(sources) {
        // The last one of that name: the first `Linear` has a label.
        let source = written.iter().rfind(|ident| ident == &source).expect("a layer");
        assert_eq!(place(field), place(source), "{field}");
    }
}

#[test]
fn the_type_of_a_field_has_the_span_of_its_layer() {
    let written = idents(tokens());
    for field in item().fields {
        let layer = idents(field.ty.to_token_stream())
            .into_iter()
            .find(|ident| NAMES.iter().any(|name| ident == name));
        let Some(layer) = layer else { continue };
        assert!(written.iter().any(|ident| ident == &layer && place(ident) == place(&layer)), "{layer}");
    }
}

#[test]
fn the_struct_and_its_fields_are_documented() {
    let item = item();
    let text = docs(&item.attrs);
    assert!(text.starts_with(" Documented.") && text.contains("| `hidden` | `Linear("), "{text}");
    let fields: Vec<_> = item.fields.iter().map(|field| docs(&field.attrs)).collect();
    assert_eq!(fields[0], "`Linear(INPUT, { 2 * WIDTH }, bias = false)`: INPUT → { 2 * WIDTH }");
    assert_eq!(fields[3], "`module::Encoder`: … → …");
    assert_eq!(fields[7], "`Softmax`: CLASSES → CLASSES");
}
