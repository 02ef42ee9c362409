//! Whatever tokens a user writes, the macro ends, without a panic, in Rust that parses; and it says that
//! something is wrong exactly when it found a mistake.

use std::sync::mpsc;
use std::time::Duration;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::holds::{check_text, check_tokens};
use crate::error::Errors;
use crate::{check, parse};

/// Networks without a mistake, which between them use the whole grammar.
const NETWORKS: &[&str] = &[
    "struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;",
    "/// Digits.\n #[budget(parameters = 110_000, memory = \"512 KiB\")] pub(crate) struct Net<f64; \
     INPUT => hidden: Linear(INPUT, { 2 * WIDTH }, bias = false) => LeakyReLU(slope = 0.2) => 20 => Own<3> \
     => ELU(ALPHA) => out: crate::Other => Linear(module::CLASSES) => Softmax => CLASSES>;",
    "#[allow(linear_after_linear)] pub struct r#Net<4 => r#type: Linear(8) => Linear(8) => Sigmoid>;",
    "struct Net<[1, SIDE, { 2 * SIDE }] => conv: Conv2d(6, kernel = (5, K), padding = \"same\") => ReLU \
     => MaxPool2d((2, 3), stride = S) => [6, 1, H] => Own => AvgPool2d(2) => LayerNorm => Flatten => Linear(2)>;",
    "[1, 28, 28] => Conv2d(6, kernel = 5, padding = 2, bias = false) => GlobalAvgPool2d => Linear(2)",
    "struct Net<[2, 8, 8] => Residual(conv: Conv2d(2, kernel = 3, padding = 1) => BatchNorm(momentum = 0.2) => ReLU) \
     => Repeat(DEPTH, Concat(Conv2d(1, kernel = 1), Own<2, 3>, Identity) => [4, H, 8] => Dropout(P)) => Flatten => Linear(2)>;",
    "4 => Repeat(3, Residual(Linear(8) => Tanh => Linear(4),)) => Linear(2)",
    "4 => Linear(8) => Tanh => Linear(2)",
    "<f64; { N + 1 } => Linear(8) => self::Own => x: Linear(2) => Sigmoid>",
];

/// Words that mean something, here or to Rust, and others.
const WORDS: &[&str] = &[
    "struct",
    "pub",
    "crate",
    "self",
    "Self",
    "super",
    "const",
    "type",
    "fn",
    "enum",
    "true",
    "_",
    "r#fn",
    "f32",
    "f64",
    "bias",
    "slope",
    "kernel",
    "stride",
    "padding",
    "Conv2d",
    "MaxPool2d",
    "Residual",
    "Repeat",
    "Concat",
    "BatchNorm",
    "Dropout",
    "momentum",
    "Flatten",
    "budget",
    "allow",
    "Linear",
    "ReLU",
    "Relu",
    "LeakyReLU",
    "ELU",
    "Softmax",
    "softmax",
    "Sigmoid",
    "Dense",
    "Own",
    "WIDTH",
    "x",
    "y",
    "n",
    "TILE",
    "Net",
    "naïve",
    "層",
];

/// Numbers and what may be taken for one.
const LITERALS: &[&str] = &[
    "0",
    "1",
    "10",
    "784",
    "128usize",
    "1_000",
    "0x10",
    "99999999999999999999999",
    "18446744073709551615",
    "0.1",
    "1e300",
    "-1",
    "2.5f32",
    "\"512 KiB\"",
    "\"same\"",
    "1024",
    "'a'",
    "b\"bytes\"",
    "c\"c\"",
    "1e400",
    "4294967296",
];

fn word() -> impl Strategy<Value = TokenTree> {
    prop_oneof![
        4 => proptest::sample::select(WORDS).prop_map(|word| {
            let tokens: TokenStream = word.parse().expect("a word");
            tokens.into_iter().next().expect("one token")
        }),
        1 => "[A-Za-z_][A-Za-z0-9_]{1,8}".prop_map(|word| Ident::new(&word, Span::call_site()).into()),
    ]
}

fn literal() -> impl Strategy<Value = TokenTree> {
    let known = proptest::sample::select(LITERALS)
        .prop_map(|literal| TokenTree::Literal(literal.parse().expect("a literal")));
    let number = any::<u64>().prop_map(|number| TokenTree::Literal(Literal::u64_unsuffixed(number)));
    prop_oneof![4 => known, 1 => number]
}

fn punct() -> impl Strategy<Value = TokenTree> {
    let characters: Vec<char> = "=><-:;,#!.&*+|'?@$%^/~".chars().collect();
    (proptest::sample::select(characters), any::<bool>()).prop_map(|(character, joint)| {
        let spacing = if joint { Spacing::Joint } else { Spacing::Alone };
        Punct::new(character, spacing).into()
    })
}

/// One token, or a group of them.
fn token() -> impl Strategy<Value = TokenTree> {
    let leaf = prop_oneof![4 => word(), 2 => literal(), 3 => punct()];
    leaf.prop_recursive(3, 24, 6, |token| {
        (proptest::sample::select(&[0_usize, 1, 2, 3][..]), prop::collection::vec(token, 0..6))
            .prop_map(|(delimiter, tokens)| group(delimiter, tokens.into_iter().collect()))
    })
}

fn group(delimiter: usize, tokens: TokenStream) -> TokenTree {
    const DELIMITERS: [Delimiter; 4] =
        [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None];
    Group::new(DELIMITERS[delimiter], tokens).into()
}

/// A part of a chain, more likely to get far than single tokens.
fn part() -> impl Strategy<Value = TokenStream> {
    let known = [
        "=>",
        "784 =>",
        "=> Linear(10)",
        "=> ReLU",
        "=> Softmax",
        "=> Residual(ReLU)",
        "=> Repeat(2, Linear(8))",
        "=> Concat(ReLU, Tanh)",
        "struct Net <",
        "> ;",
        "f64 ;",
        "->",
    ];
    let known = proptest::sample::select(known.to_vec()).prop_map(|part| part.parse().expect("tokens"));
    prop_oneof![known, token().prop_map(TokenStream::from)]
}

/// A slip of the keyboard.
#[derive(Clone, Debug)]
enum Slip {
    Delete,
    Duplicate,
    SwapWithNext,
    Replace(TokenTree),
    Insert(TokenTree),
    Enclose(usize),
    ToggleSpacing,
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        Just(Slip::Delete),
        Just(Slip::Duplicate),
        Just(Slip::SwapWithNext),
        token().prop_map(Slip::Replace),
        token().prop_map(Slip::Insert),
        (0..4_usize).prop_map(Slip::Enclose),
        Just(Slip::ToggleSpacing),
    ]
}

impl Slip {
    /// Slips at the token number `position`, counted through all groups.
    fn apply(&self, tokens: TokenStream, position: &mut Option<usize>) -> TokenStream {
        let mut result: Vec<TokenTree> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            if *position == Some(0) {
                *position = None;
                match self {
                    Self::Delete => {}
                    Self::Duplicate => result.extend([token.clone(), token]),
                    Self::SwapWithNext => result.extend(tokens.next().into_iter().chain([token])),
                    Self::Replace(other) => result.push(other.clone()),
                    Self::Insert(other) => result.extend([other.clone(), token]),
                    Self::Enclose(delimiter) => result.push(group(*delimiter, token.into())),
                    Self::ToggleSpacing => result.push(toggled(token)),
                }
                continue;
            }
            *position = position.map(|position| position - 1);
            result.push(match token {
                TokenTree::Group(group) => {
                    Group::new(group.delimiter(), self.apply(group.stream(), position)).into()
                }
                token => token,
            });
        }
        result.into_iter().collect()
    }
}

fn toggled(token: TokenTree) -> TokenTree {
    match token {
        TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint => {
            Punct::new(punct.as_char(), Spacing::Alone).into()
        }
        TokenTree::Punct(punct) => Punct::new(punct.as_char(), Spacing::Joint).into(),
        token => token,
    }
}

/// One network with up to four slips.
fn slipped() -> impl Strategy<Value = TokenStream> {
    let slips = prop::collection::vec((0..90_usize, slip()), 1..5);
    (proptest::sample::select(NETWORKS), slips).prop_map(|(network, slips)| {
        let tokens = network.parse().expect("tokens");
        slips.iter().fold(tokens, |tokens, (position, slip)| slip.apply(tokens, &mut Some(*position)))
    })
}

/// Runs the cases in a thread, so that one that never ends fails the test as well. `PROPTEST_CASES=100000`
/// runs this number instead of 256.
fn check_all<S: Strategy<Value = TokenStream> + 'static>(strategy: fn() -> S) {
    const LONGEST_CASE: Duration = Duration::from_secs(60);
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&strategy(), |tokens| {
            let _ = sender.send(None);
            check_tokens(tokens);
            Ok(())
        });
        sender.send(Some(outcome.map_err(|failure| failure.to_string())))
    });
    let outcome = loop {
        if let Some(outcome) = receiver.recv_timeout(LONGEST_CASE).expect("every case ends") {
            break outcome;
        }
    };
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn networks_without_a_mistake_expand() {
    for network in NETWORKS {
        let tokens: TokenStream = network.parse().expect("tokens");
        let mut errors = Errors::default();
        let network = parse::parse(tokens.clone(), &mut errors).map(|ast| check::check(ast, &mut errors));
        assert!(network.is_some() && errors.is_empty(), "{}", errors.finish());
        check_tokens(tokens);
    }
}

#[test]
fn any_tokens() {
    check_all(|| prop::collection::vec(token(), 0..16).prop_map(|tokens| tokens.into_iter().collect()));
}

#[test]
fn parts_of_chains() {
    check_all(|| {
        prop::collection::vec(part(), 0..12).prop_map(|parts| parts.into_iter().flatten().collect())
    });
}

#[test]
fn parts_of_chains_after_a_name() {
    check_all(|| {
        prop::collection::vec(part(), 0..12).prop_map(|parts| {
            let start: TokenStream = "struct Net < 784 =>".parse().expect("tokens");
            start.into_iter().chain(parts.into_iter().flatten()).collect()
        })
    });
}

#[test]
fn slips_in_a_network() {
    check_all(slipped);
}

/// The corpus of the target `network` in tests/fuzz of the library: texts with and without mistakes.
#[test]
fn stored_texts() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/corpus");
    let mut texts = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        check_text(&std::fs::read_to_string(entry.expect("an entry").path()).expect("text"));
        texts += 1;
    }
    assert!(texts >= NETWORKS.len());
}

/// One of the networks as text, with changes that need not leave whole words.
fn slipped_text() -> impl Strategy<Value = TokenStream> {
    let change = (any::<prop::sample::Index>(), 0..8_usize, ".{0,3}");
    let changes = prop::collection::vec(change, 1..4);
    (proptest::sample::select(NETWORKS), changes).prop_filter_map("no tokens", |(network, changes)| {
        let mut text: Vec<char> = network.chars().collect();
        for (place, length, new) in changes {
            let start = place.index(text.len() + 1);
            text.splice(start..text.len().min(start + length), new.chars());
        }
        text.into_iter().collect::<String>().parse().ok()
    })
}

#[test]
fn slips_in_a_text() {
    check_all(slipped_text);
}
