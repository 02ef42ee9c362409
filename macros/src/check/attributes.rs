//! The attributes above a network: those that are the macro's own, and those that it hands on.
//!
//! `#[budget(parameters = 110_000, memory = "512 KiB")]` sets limits; `#[allow(linear_after_linear)]` and
//! `#[allow(activation_first)]` silence a warning, also beside others and with a `reason`.

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Lit, Meta, MetaNameValue, Path, Token};

use super::warnings;
use crate::error::Errors;
use crate::model::{Budget, Figure};
use crate::site::span_of;
use crate::text::one_line;

/// The attributes of a network, sorted.
pub(super) struct Attributes {
    /// Those that go on the struct.
    pub(super) handed_on: Vec<Attribute>,
    /// The warnings that are not wanted.
    pub(super) allowed: Vec<Ident>,
    pub(super) budgets: Vec<Budget>,
}

pub(super) fn sort(written: Vec<Attribute>, errors: &mut Errors) -> Attributes {
    let mut sorted = Attributes { handed_on: Vec::new(), allowed: Vec::new(), budgets: Vec::new() };
    for attribute in written {
        if attribute.path().is_ident("budget") {
            budget(&attribute, &mut sorted.budgets, errors);
        } else {
            sorted.handed_on.extend(without_own_warnings(attribute, &mut sorted.allowed));
        }
    }
    sorted
}

/// Takes the macro's own warnings out of an `#[allow(...)]`, which the compiler does not know. `None` where
/// nothing is left.
fn without_own_warnings(mut attribute: Attribute, allowed: &mut Vec<Ident>) -> Option<Attribute> {
    let Meta::List(list) = &mut attribute.meta else { return Some(attribute) };
    if !(list.path.is_ident("allow") || list.path.is_ident("expect")) {
        return Some(attribute);
    }
    let Ok(lints) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else {
        return Some(attribute);
    };
    let (own, others): (Vec<Meta>, Vec<Meta>) = lints.into_iter().partition(is_own_warning);
    if own.is_empty() {
        return Some(attribute);
    }
    allowed.extend(own.iter().filter_map(|lint| lint.path().get_ident()).cloned());
    list.tokens = quote!(#(#others),*);
    others.iter().any(|lint| matches!(lint, Meta::Path(_))).then_some(attribute)
}

fn is_own_warning(lint: &Meta) -> bool {
    matches!(lint, Meta::Path(name) if warnings::NAMES.iter().any(|known| name.is_ident(known)))
}

fn budget(attribute: &Attribute, budgets: &mut Vec<Budget>, errors: &mut Errors) {
    const FIGURES: &str = "`parameters`, `memory`, `training_memory` and `multiply_adds`";
    let limits = attribute.parse_args_with(Punctuated::<MetaNameValue, Token![,]>::parse_terminated);
    let limits = match limits {
        Ok(limits) if !limits.is_empty() => limits,
        _ => {
            let message = format!("a budget sets limits on any of {FIGURES}");
            return errors.push_with_help(
                attribute,
                message,
                "write `#[budget(parameters = 110_000, memory = \"512 KiB\")]`",
            );
        }
    };
    for limit in limits {
        let Some(figure) = Figure::named(&limit.path) else {
            let found = one_line(&limit.path);
            errors.push(&limit.path, format!("a budget has no figure `{found}`, only {FIGURES}"));
            continue;
        };
        match amount(&limit.value, figure) {
            Some(amount) => budgets.push(Budget { figure, amount, span: span_of(&limit.value) }),
            None => errors.push(&limit.value, figure.wanted()),
        }
    }
}

/// `110_000`, or for memory `"512 KiB"`.
fn amount(value: &syn::Expr, figure: Figure) -> Option<usize> {
    match syn::parse2(value.to_token_stream()).ok()? {
        Lit::Int(number) if number.suffix().is_empty() => number.base10_parse().ok(),
        Lit::Str(text) if figure.is_memory() => bytes(&text.value()),
        _ => None,
    }
}

fn bytes(text: &str) -> Option<usize> {
    let text = text.trim();
    let digits = text.find(|character: char| !character.is_ascii_digit() && character != '_')?;
    let number: usize = text[..digits].replace('_', "").parse().ok()?;
    let unit = match text[digits..].trim() {
        "B" => 1,
        "kB" => 1000,
        "KiB" => 1 << 10,
        "MB" => 1_000_000,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(unit)
}

impl Figure {
    fn named(path: &Path) -> Option<Self> {
        let name = path.get_ident()?.to_string();
        match name.as_str() {
            "parameters" => Some(Self::Parameters),
            "memory" => Some(Self::Memory),
            "training_memory" => Some(Self::TrainingMemory),
            "multiply_adds" => Some(Self::MultiplyAdds),
            _ => None,
        }
    }

    fn is_memory(self) -> bool {
        matches!(self, Self::Memory | Self::TrainingMemory)
    }

    fn wanted(self) -> &'static str {
        if self.is_memory() {
            "expected a number of bytes, as in `524_288` or `\"512 KiB\"` (B, kB, KiB, MB, MiB or GiB)"
        } else {
            "expected a number, as in `110_000`"
        }
    }
}
