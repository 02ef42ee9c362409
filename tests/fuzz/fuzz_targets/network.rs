//! Any text as the contents of `network!`, which is a macro and so can only be reached through its files.
#![no_main]
#![allow(dead_code)]

#[path = "../../it/support/heap.rs"]
mod heap;
#[path = "../../../macros/src"]
mod macros {
    pub(crate) mod ast;
    pub(crate) mod built_in;
    pub(crate) mod check;
    pub(crate) mod code;
    pub(crate) mod consts;
    pub(crate) mod cost;
    pub(crate) mod error;
    pub(crate) mod expand;
    pub(crate) mod fuse;
    pub(crate) mod layers;
    pub(crate) mod model;
    pub(crate) mod names;
    pub(crate) mod number;
    pub(crate) mod parse;
    pub(crate) mod site;
    pub(crate) mod size;
    pub(crate) mod stages;
    pub(crate) mod text;
    #[path = "tests/holds.rs"]
    pub(crate) mod holds;
}

use macros::{
    ast, built_in, check, code, consts, cost, error, expand, fuse, layers, model, names, number, parse, site, size, stages, text,
};

libfuzzer_sys::fuzz_target!(|input: &str| {
    // A token takes some hundred bytes, a layer some ten thousand: of parsed and written code, several times
    // over.
    let most = (4 << 20) + 50_000 * input.len();
    let ((), memory) = heap::peak(|| macros::holds::check_text(input));
    assert!(memory <= most, "{memory} bytes of memory for {} of a declaration", input.len());
});
