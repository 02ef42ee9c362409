//! Every `unsafe` says what it relies on and who guarantees it: a block and an `impl` in a `SAFETY:` comment,
//! a function in a `# Safety` section.
//!
//! Clippy asks for the first outside of macros; here the ones that macros write are read, too.

use std::fs;
use std::path::{Path, PathBuf};

use bytemuck::{Pod, bytes_of, zeroed_box};
use monograd::Image;
use monograd::layers::{Padding, Stride};
use monograd::prelude::*;

#[test]
fn every_unsafe_says_why_it_is_safe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "macros/src", "tests", "benches", "examples"] {
        sources(&root.join(folder), &mut files);
    }
    let mut found = 0;
    for file in &files {
        let text = fs::read_to_string(file).expect("a source file");
        let lines: Vec<&str> = text.lines().collect();
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| is_unsafe(line)) {
            found += 1;
            assert!(is_explained(&lines, i), "{}:{}: `{}` says nothing", file.display(), i + 1, line.trim());
        }
    }
    assert!(found > 150, "only {found} in {} files", files.len());
}

/// That a layer is `Pod` is said by hand: all of its bytes are those of its scalars, and it lies where they
/// may lie.
#[test]
fn layers_and_images_are_nothing_but_their_scalars() {
    fn check<L: Pod, T>(scalars: usize) {
        assert_eq!((size_of::<L>(), align_of::<L>()), (scalars * size_of::<T>(), align_of::<T>()));
        // An uninitialised byte is none of these zeros; valgrind tells.
        assert!(bytes_of(&*zeroed_box::<L>()).iter().all(|&byte| byte == 0));
    }
    check::<Linear<1, 1>, f32>(2);
    check::<Linear<3, 5, f64>, f64>(20);
    check::<Linear<3, 5, f32, NoBias>, f32>(15);
    check::<Linear<0, 5, f64>, f64>(5);
    check::<Conv2d<2, 6, 6, 3, 4, 4, 3, 3>, f32>(2 * 3 * 9 + 3);
    check::<Conv2d<1, 5, 7, 3, 3, 3, 3, 3, Stride<2, 2>, Padding<1, 0, 1, 0>, f64, NoBias>, f64>(27);
    check::<LayerNorm<7, f64>, f64>(14);
    check::<BatchNorm<3, 5, 5>, f32>(12);
    check::<Residual<Linear<3, 3, f64>>, f64>(12);
    check::<Repeat<3, Linear<3, 3>>, f32>(36);
    check::<Image<3, 2, 5, f64>, f64>(30);
    for size in [
        size_of::<ReLU<5>>(),
        size_of::<Softmax<5, f64>>(),
        size_of::<Dropout<5, 0>>(),
        size_of::<Flatten<1, 2, 3, 6>>(),
        size_of::<MaxPool2d<1, 4, 4, 2, 2, 2, 2>>(),
        size_of::<GlobalAvgPool2d<1, 4, 4>>(),
    ] {
        assert_eq!(size, 0);
    }
}

/// Whether a line of code has the keyword.
fn is_unsafe(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices("unsafe").any(|(at, word)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        !before.ends_with(is_part) && !before.ends_with(['"', '`']) && after.starts_with(' ')
    })
}

/// Whether the comment over the statement or item that the line belongs to, or the same line, says it. A
/// method of a trait has the contract of the trait's, so that only what it does inside needs a word.
fn is_explained(lines: &[&str], at: usize) -> bool {
    let is_function = lines[at].contains("unsafe fn");
    if lines[at].contains("SAFETY:") || is_function && is_of_a_trait(lines, at) {
        return true;
    }
    let wanted = if is_function { "# Safety" } else { "SAFETY:" };
    // Attributes, the beginning of the statement and the rest of the comment lie between.
    lines[..at]
        .iter()
        .rev()
        .take(12)
        .take_while(|line| !line.trim().is_empty())
        .any(|line| line.contains(wanted))
}

/// Whether a function is inside of `impl Trait for Type`.
fn is_of_a_trait(lines: &[&str], at: usize) -> bool {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let here = depth(lines[at]);
    let outside = lines[..at].iter().rev().find(|line| !line.trim().is_empty() && depth(line) < here);
    outside.is_some_and(|line| line.contains("impl ") && line.contains(" for "))
        // The arguments of `lanes!` are where it puts them, in such an `impl`.
        || outside.is_some_and(|line| line.trim() == "lanes!(")
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.ends_with("expansions") {
            // Printed without comments: they are in the macro that writes this code.
        } else if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
