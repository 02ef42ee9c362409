//! Any text as the contents of `network!`, which is a macro and so can only be reached through its files.
#![no_main]
#![allow(dead_code)]

#[path = "../../it/heap.rs"]
mod heap;
#[path = "../../../macros/src"]
mod macros {
    pub(crate) mod ast;
    pub(crate) mod check;
    pub(crate) mod error;
    pub(crate) mod expand;
    pub(crate) mod fuse;
    pub(crate) mod layers;
    pub(crate) mod model;
    pub(crate) mod names;
    pub(crate) mod parse;
    pub(crate) mod stages;
    pub(crate) mod text;
    #[path = "tests/holds.rs"]
    pub(crate) mod holds;
}

use macros::{ast, check, error, expand, fuse, layers, model, names, parse, stages, text};

libfuzzer_sys::fuzz_target!(|input: &str| {
    // A token takes some hundred bytes, a layer some ten thousand: of parsed and written code, several times over.
    let most = (4 << 20) + 50_000 * input.len();
    let ((), memory) = heap::peak(|| macros::holds::check_text(input));
    assert!(memory <= most, "{memory} bytes of memory for {} of a declaration", input.len());
});
