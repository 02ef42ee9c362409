//! The expansions of four networks, in files that a reviewer reads: what a change of the macro does to them
//! is part of the change.

use expect_test::{ExpectFile, expect_file};

use super::expand;

const PERCEPTRON: &str = "
/// Handwritten digits.
pub struct Digits<784 => hidden: Linear(128) => ReLU => Linear(10) => Softmax>;
";

const IMAGES: &str = "
struct Images<
    [1, 28, 28]
    => Conv2d(6, kernel = 5, padding = 2) => ReLU => MaxPool2d(2)
    => Flatten => Linear(10) => Softmax
>;
";

const REGULARIZED: &str = "
struct Regularized<WIDTH => Linear(32, bias = false) => BatchNorm => ReLU => Dropout(0.2) => Linear(1) => Sigmoid>;
";

const BLOCKS: &str = "
struct Blocks<
    f64;
    4
    => Residual(Linear(8) => ReLU => Linear(4))
    => Repeat(2, Linear(4) => Tanh)
    => Concat(Linear(3), Identity)
    => my::Layer
>;
";

#[test]
fn of_a_perceptron() {
    check(PERCEPTRON, &expect_file!["expansions/perceptron.rs"]);
}

#[test]
fn of_a_network_of_images() {
    check(IMAGES, &expect_file!["expansions/images.rs"]);
}

#[test]
fn of_a_network_that_is_trained_in_rounds() {
    check(REGULARIZED, &expect_file!["expansions/regularized.rs"]);
}

#[test]
fn of_blocks_and_a_layer_of_the_users_own() {
    check(BLOCKS, &expect_file!["expansions/blocks.rs"]);
}

/// Compares the expansion of a network with a file. Where they differ, `UPDATE_EXPECT=1` writes the file
/// anew.
fn check(network: &str, file: &ExpectFile) {
    let expansion = expand(network.parse().expect("tokens")).to_string();
    // The door is in nearly every line, and a short name leaves room for what it is called for.
    let expansion = expansion.replace("monograd :: __private", "door");
    let items = syn::parse_file(&expansion).expect("an expansion is Rust");
    let declaration: String =
        network.trim().lines().map(|line| format!("//     {line}").trim_end().to_owned() + "\n").collect();
    file.assert_eq(&format!(
        "// What `network!` writes for\n//\n{declaration}//\n\
         // where `door` is `monograd::__private`. `UPDATE_EXPECT=1 cargo test -p monograd-macros expansions`
         // made this file.\n\n{}",
        prettyplease::unparse(&items),
    ));
}
