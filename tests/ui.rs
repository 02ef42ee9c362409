//! The catalogue of mistakes: each file in `ui` holds one, and its `.stderr` what the compiler says to it.

/// Runs `cargo check` on every mistake and compares. `TRYBUILD=overwrite` accepts what it says now.
#[test]
fn every_mistake_is_one_clear_error() {
    let cases = trybuild::TestCases::new();
    for family in ["syntax", "shape", "meaning", "use", "budget"] {
        cases.compile_fail(format!("tests/ui/{family}/*.rs"));
    }
}
