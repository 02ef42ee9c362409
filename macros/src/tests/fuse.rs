//! Which neighbours are fused.

use crate::error::Errors;
use crate::layers::{ALL, Syntax};
use crate::model::Chain;
use crate::{check, fuse, parse};

/// The pairs of a network and its blocks, each with the layer that it starts with.
fn pairs(layers: &str) -> Vec<String> {
    let mut errors = Errors::default();
    let tokens = format!("struct Net<4 => {layers}>;").parse().expect("tokens");
    let network =
        parse::parse(tokens, &mut errors).map(|ast| check::check(ast, &mut errors)).expect("a network");
    assert!(errors.is_empty());
    let mut found = Vec::new();
    collect(&fuse::fuse(network).chain, &mut found);
    found
}

fn collect(chain: &Chain, found: &mut Vec<String>) {
    for layer in &chain.body {
        let fused = [layer.fused.forward, layer.fused.backward].into_iter().flatten();
        found.extend(fused.map(|pair| format!("{}: {pair:?}", layer.field)));
        if let Some(block) = layer.block() {
            block.chains().iter().for_each(|chain| collect(chain, found));
        }
    }
}

#[test]
fn a_linear_and_the_relus_beside_it() {
    assert_eq!(
        pairs("Linear(8) => ReLU => Linear(8) => ReLU => Linear(2) => Softmax"),
        ["linear1: LinearReLU", "relu1: ReLULinear", "linear2: LinearReLU", "relu2: ReLULinear"],
    );
    assert_eq!(pairs("last: Linear(8) => ReLU"), ["last: LinearReLU"]);
}

#[test]
fn no_other_activation_and_no_other_layer() {
    let activations = ALL.iter().filter(|layer| matches!(layer.syntax, Syntax::Activation(_)));
    let others = activations.map(|layer| layer.name).filter(|name| *name != "ReLU");
    for after in others.chain(["LayerNorm", "Identity"]) {
        assert_eq!(pairs(&format!("Linear(8) => {after} => Linear(8)")), [""; 0]);
    }
    assert_eq!(pairs("Linear(8) => LayerNorm => ReLU => LayerNorm => Linear(2)"), [""; 0]);
}

#[test]
fn no_gradient_before_a_relu_at_the_start() {
    assert_eq!(pairs("ReLU => Linear(8) => ReLU"), ["linear1: LinearReLU"]);
}

#[test]
fn each_chain_of_a_block_for_itself() {
    assert_eq!(
        pairs("Linear(8) => Residual(ReLU => Linear(8) => ReLU) => ReLU => Concat(Linear(1) => ReLU, ReLU)"),
        ["linear1: LinearReLU", "linear1: LinearReLU"],
    );
}

#[test]
fn beside_layers_that_are_trained_in_rounds() {
    for other in ["BatchNorm", "Dropout(0.1)", "Own", "Residual(Dropout)"] {
        let chain = format!("Linear(8) => ReLU => {other} => Linear(2)");
        assert_eq!(pairs(&chain), ["linear1: LinearReLU"]);
        assert_eq!(pairs(&format!("Linear(8) => {other} => ReLU => Linear(2)")), ["relu1: ReLULinear"]);
    }
    assert_eq!(pairs("Dropout(0.1) => Residual(Linear(4) => ReLU)"), ["linear1: LinearReLU"]);
}
