//! Declares randomly drawn networks, each with a test: networks exist at compile time, and so must chance.
//!
//! [`random_networks!`] draws, `draw` writes one network as a user would have written it.

mod draw;

use draw::{Draw, Drawn};
use proc_macro::{TokenStream, TokenTree};

/// `random_networks! { count = 40, seed = 7 }`: `count` modules `random_0`, `random_1`, ..., each with a
/// network `Net` of `f64`s, which may hold others and the layers of `crate::own_layers`, and a test that
/// compares its sizes with those drawn, its table with its parameters, and its gradient, by
/// `crate::finite_differences::check_gradient`, against central differences.
///
/// # Panics
///
/// When it is called in another form.
#[proc_macro]
pub fn random_networks(input: TokenStream) -> TokenStream {
    let numbers: Vec<u64> = input.into_iter().filter_map(|token| number(&token)).collect();
    let [count, seed] = numbers[..] else { panic!("write `random_networks! {{ count = 40, seed = 7 }}`") };
    let mut draw = Draw::new(seed);
    let modules: String = (0..count).map(|i| module(i, &draw.network())).collect();
    modules.parse().expect("the template is Rust")
}

fn number(token: &TokenTree) -> Option<u64> {
    match token {
        TokenTree::Literal(literal) => literal.to_string().parse().ok(),
        _ => None,
    }
}

fn module(i: u64, network: &Drawn) -> String {
    let Drawn { inner, chain, loss, inputs, outputs, parameters } = network;
    let title = format!("random_{i}: {} {chain}", inner.concat());
    let allow = "#[allow(linear_after_linear)] #[allow(activation_first)]";
    let inner: Vec<String> =
        inner.iter().map(|network| format!("network! {{ {allow} {network} }}")).collect();
    let inner = inner.join("\n");
    format!(
        r"mod random_{i} {{
            use monograd::prelude::*;

            const FIVE: usize = 5;
            {inner}
            network! {{ {allow} struct Net<f64; {chain}>; }}

            #[test]
            fn gradient() {{
                let _ = FIVE;
                assert_eq!((Net::INPUTS, Net::OUTPUTS, Net::PARAMETERS), ({inputs}, {outputs}, {parameters}));
                crate::finite_differences::check_rows::<Net>({title:?});
                crate::finite_differences::check_gradient::<Net, _, {inputs}>({title:?}, {loss});
            }}
        }}"
    )
}
