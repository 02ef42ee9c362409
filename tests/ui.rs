//! The catalogue of mistakes: each file in `ui` holds one, and its `.stderr` what the compiler says about it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The families of mistakes, each a folder.
const FAMILIES: [(&str, &str); 6] = [
    ("syntax", "What is written"),
    ("shape", "What does not fit"),
    ("meaning", "What fits, but makes no sense"),
    ("use", "What is done with a network"),
    ("budget", "What costs too much"),
    ("trust", "What the library must be able to trust"),
];

/// Runs `cargo check` on every mistake, and compares what it says with the `.stderr` file.
/// `TRYBUILD=overwrite` accepts what it says now.
#[test]
fn every_mistake_is_one_clear_error() {
    let cases = trybuild::TestCases::new();
    for (family, _) in FAMILIES {
        cases.compile_fail(format!("tests/ui/{family}/*.rs"));
    }
}

/// The table in `tests/ui/README.md`. `CATALOGUE=overwrite` rewrites it.
#[test]
fn the_table_lists_every_mistake() {
    let (path, table) = (ui().join("README.md"), table());
    if env::var("CATALOGUE").is_ok_and(|mode| mode == "overwrite") {
        fs::write(&path, &table).expect("a file that can be written");
    }
    let written = read(&path);
    for (written, wanted) in written.lines().zip(table.lines()) {
        assert_eq!(written, wanted, "run `CATALOGUE=overwrite cargo test --test ui the_table`");
    }
    assert_eq!(
        written.lines().count(),
        table.lines().count(),
        "run `CATALOGUE=overwrite cargo test --test ui the_table`"
    );
}

/// `README.md` shows the beginning of what the compiler says, for a file of the reader's.
#[test]
fn the_readme_shows_what_the_compiler_says() {
    let readme = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    for case in ["shape/input-does-not-fit", "meaning/cross-entropy-without-softmax"] {
        let marker = format!("<!-- tests/ui/{case} -->");
        let (_, after) = readme.split_once(&marker).unwrap_or_else(|| panic!("README.md has no `{marker}`"));
        let mut lines = after.lines().skip_while(|line| line.trim().is_empty());
        let fence = lines.next().unwrap_or_default();
        assert!(fence.starts_with("```"), "a block follows `{marker}`, not `{fence}`");
        let shown: Vec<&str> = lines.take_while(|line| !line.starts_with("```")).collect();
        let message = read(&ui().join(case).with_extension("stderr"))
            .replace(&format!("tests/ui/{case}.rs"), "src/main.rs");
        let wanted: Vec<&str> = message.lines().take(shown.len()).collect();
        assert_eq!(shown.join("\n"), wanted.join("\n"), "{case}");
        assert!(shown.iter().any(|line| line.contains('^')), "{case}: the place is shown");
    }
}

fn ui() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn table() -> String {
    let mut table = String::from(
        "# The catalogue of mistakes\n\nEach file holds one mistake, and the `.stderr` beside it all that \
         `cargo check` says about it. The table\nshows the first line. `cargo test --test ui` runs them; \
         `CATALOGUE=overwrite` rewrites this page.\n",
    );
    for (family, title) in FAMILIES {
        let _ = write!(table, "\n## {title}\n\n| mistake | message |\n|---|---|\n");
        for name in mistakes(family) {
            let messages = messages(&read(&ui().join(family).join(&name).with_extension("stderr")));
            assert!(!messages.is_empty(), "{family}/{name} has no message");
            let messages = messages.join("<br>").replace('|', "\\|");
            let _ = writeln!(table, "| [{}]({family}/{name}.rs) | {messages} |", name.replace('-', " "));
        }
    }
    table
}

/// The names of the files of a family, in alphabetical order.
fn mistakes(family: &str) -> Vec<String> {
    let files = fs::read_dir(ui().join(family)).expect("a folder").map(|entry| entry.expect("a file").path());
    let sources = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut names: Vec<String> =
        sources.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

/// What each error of a `.stderr` says, without what the compiler says before that.
fn messages(stderr: &str) -> Vec<String> {
    let lines: Vec<&str> = stderr.lines().collect();
    let errors = lines.iter().enumerate().filter(|(_, line)| line.starts_with("error"));
    errors.map(|(i, line)| message(line, &lines[i..])).collect()
}

fn message(first: &str, lines: &[&str]) -> String {
    let (_, mut message) = first.split_once(": ").expect("`error: ` or `error[E0000]: `");
    message = message.strip_prefix("evaluation panicked: ").unwrap_or(message);
    if let Some(warning) = message.strip_prefix("use of deprecated constant ") {
        message = warning.split_once(": ").map_or(warning, |(_, message)| message);
    }
    if message != "mismatched types" {
        return message.to_owned();
    }
    // The first line says nothing; what was expected and what was found comes after the carets.
    let label = lines.iter().find_map(|line| Some(line.rsplit_once("^ ")?.1));
    label.unwrap_or(message).to_owned()
}
