#![no_main]

#[path = "../../it/fuzz/file.rs"]
mod file;
#[path = "../../it/support/heap.rs"]
mod heap;
#[path = "../../it/fuzz/idx.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|input: &[u8]| target::run(input));
