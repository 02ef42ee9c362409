//! Changes of the files in a corpus, the same in every run.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::{env, fs};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Runs a target over the corpus and then over changed files, a thousand or as many as `FUZZ_RUNS` says.
pub(super) fn run_all(target: &str, run: fn(&[u8])) {
    let corpus = corpus(target);
    let checked = |input: &[u8]| {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| run(input))) {
            eprintln!("the input of the panic: {}", input.escape_ascii());
            resume_unwind(panic);
        }
    };
    for input in &corpus {
        checked(input);
    }
    let runs = env::var("FUZZ_RUNS").map_or(1000, |runs| runs.parse().expect("a number of runs"));
    let mut rng = StdRng::seed_from_u64(1);
    for _ in 0..runs {
        checked(&changed(&corpus, &mut rng));
    }
}

/// The files of a corpus, in the order of their names.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no files in {}", folder.display());
    paths.iter().map(|path| fs::read(path).expect("a file")).collect()
}

/// One of the files with a few changes.
fn changed(corpus: &[Vec<u8>], rng: &mut StdRng) -> Vec<u8> {
    const TELLING: &[u8] = b"\0\x01\x03\x08\x0b\x0c\x0d\x0e\x1f\x7f\x80\x8b\xff\n\r\t \",;.-+e0129aN\xc3\xa9";
    let mut bytes = corpus[rng.random_range(0..corpus.len())].clone();
    for _ in 0..rng.random_range(1..6) {
        let at = rng.random_range(0..=bytes.len());
        let end = rng.random_range(at..=bytes.len().min(at + 20));
        match rng.random_range(0..8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.insert(at, TELLING[rng.random_range(0..TELLING.len())]),
            3 if at < bytes.len() => bytes[at] ^= 1 << rng.random_range(0..8),
            4 if at < bytes.len() => bytes[at] = TELLING[rng.random_range(0..TELLING.len())],
            5 => {
                let copied = bytes[at..end].repeat(rng.random_range(1..100));
                bytes.splice(at..at, copied);
            }
            6 => {
                let other = &corpus[rng.random_range(0..corpus.len())];
                bytes.truncate(at);
                bytes.extend_from_slice(&other[rng.random_range(0..=other.len())..]);
            }
            _ => bytes.extend((0..rng.random_range(0..50)).map(|_| rng.random::<u8>())),
        }
    }
    bytes
}
