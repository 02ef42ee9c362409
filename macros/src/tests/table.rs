//! The built-in layers as their descriptors list them.

use std::collections::HashSet;
use std::fmt::Write as _;

use expect_test::expect_file;

use crate::layers::ALL;

/// What a step may be apart from a built-in layer.
const OTHER_STEPS: &[[&str; 2]] = &[
    ["`label: layer`", "the field is called `label`"],
    ["`128`, `WIDTH`, `{ 2 * WIDTH }`, `[16, 5, 5]`", "asserts the current shape"],
    ["`Encoder`, `my::Layer`", "another network, or your own [`Layer`]"],
];

/// `UPDATE_EXPECT=1` writes the table anew.
#[test]
fn the_docs_of_the_library_list_every_layer() {
    let mut table = String::from("| step | meaning |\n|---|---|\n");
    for [step, meaning] in ALL.iter().map(|layer| &layer.docs).chain(OTHER_STEPS) {
        let _ = writeln!(table, "| {step} | {meaning} |");
    }
    expect_file!["../../../src/layers/table.md"].assert_eq(&table);
}

#[test]
fn every_layer_has_names_of_its_own() {
    let mut taken = HashSet::new();
    for layer in ALL {
        for name in [layer.name].iter().chain(layer.elsewhere) {
            assert!(taken.insert(name.to_lowercase()), "{name}");
        }
    }
}
