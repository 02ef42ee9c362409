//! `ARCHITECTURE.md` is true, `mod` lines are in the order of dependency, and the lists of examples are
//! whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the modules that a source file declares in files of their own, in its order; tests are left
/// out.
fn modules(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut of_tests = false;
    for line in source.lines().map(str::trim) {
        let declared = line.strip_suffix(';').and_then(|line| line.rsplit_once("mod "));
        if let Some((visibility, name)) = declared
            && (visibility.is_empty() || visibility.starts_with("pub"))
            && !of_tests
        {
            found.push(name);
        }
        of_tests = line == "#[cfg(test)]";
    }
    found
}

/// The parts of `text` between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn the_map_names_every_room_in_the_order_of_the_mod_lines() {
    let map = read("ARCHITECTURE.md");
    for file in ["src/lib.rs", "macros/src/lib.rs"] {
        let source = read(file);
        let wanted = modules(&source);
        let heading = format!("`{file}`");
        let (_, table) =
            map.split_once(&heading).unwrap_or_else(|| panic!("ARCHITECTURE.md has no {heading}"));
        let rows = table.lines().skip_while(|line| !line.starts_with("| `"));
        let first_cells = rows.map_while(|line| line.strip_prefix("| ")?.split('|').next());
        let found: Vec<_> = first_cells.flat_map(quoted).collect();
        for (at, module) in wanted.iter().enumerate() {
            let before = at.checked_sub(1).map_or("at the top", |before| wanted[before]);
            assert!(
                found.get(at) == Some(module),
                "ARCHITECTURE.md: the table of {file} needs `{module}` after `{before}`, where its `mod` line is; \
                 it has {:?} there",
                found.get(at)
            );
        }
        assert_eq!(found.len(), wanted.len(), "ARCHITECTURE.md names more than {file} has: {found:?}");
    }
}

#[test]
fn every_path_that_a_map_names_exists() {
    for file in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "examples/README.md"] {
        let text = read(file);
        let folder = root().join(file).parent().unwrap().to_path_buf();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http")) {
            assert!(folder.join(link).exists(), "{file} links to `{link}`, which does not exist");
        }
        let is_path = |name: &&str| {
            !name.contains([' ', '*', '{', '='])
                && (name.contains('/') || Path::new(name).extension().is_some_and(|end| end == "rs"))
        };
        for name in quoted(&text.replace("```", "")).filter(is_path) {
            let exists =
                folder.join(name).exists() || name.starts_with("data/") || name.starts_with("target/");
            assert!(exists, "{file} names `{name}`, which does not exist");
        }
    }
}

/// The source files of a folder, each with its path of modules.
fn sources(folder: &Path, path: &[String], found: &mut BTreeMap<Vec<String>, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap().path();
        let name = entry.file_stem().unwrap().to_str().unwrap().to_string();
        let inside = [path, std::slice::from_ref(&name)].concat();
        if entry.is_dir() {
            sources(&entry, &inside, found);
        } else if entry.extension().is_some_and(|end| end == "rs") {
            let module = if ["lib", "main", "mod"].contains(&&*name) { path.to_vec() } else { inside };
            found.insert(module, code(&fs::read_to_string(&entry).unwrap()));
        }
    }
}

/// A source without comments, and without its tests, which come last. `$crate` is the crate of the caller.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = source.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n").replace("$crate", "")
}

/// The names that follow `prefix` in a source: `a` in `prefix::a::b`, `a` and `b` in `prefix::{a, b::c}`.
fn names_after<'a>(source: &'a str, prefix: &str) -> Vec<&'a str> {
    let identifier = |text: &'a str| {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        &text[..end]
    };
    let mut names = Vec::new();
    for (at, _) in source.match_indices(prefix) {
        // The prefix is not the end of a longer path.
        if source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &source[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(identifier(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' => start = depth == 0,
                c if c.is_whitespace() => {}
                _ if start => {
                    names.push(identifier(&group[i..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    names
}

#[test]
fn mod_lines_are_in_the_order_of_dependency() {
    let mut wrong = Vec::new();
    for folder in ["src", "macros/src", "examples/shared", "examples/mnist", "examples/mnist_lab"] {
        let mut files = BTreeMap::new();
        sources(&root().join(folder), &[], &mut files);
        for (parent, source) in &files {
            let order = modules(source);
            for (path, source) in files.range(parent.clone()..).filter(|(path, _)| path.starts_with(parent)) {
                let Some(own) = path.get(parent.len()) else { continue };
                if path.iter().any(|module| module == "tests") {
                    continue;
                }
                let Some(place) = order.iter().position(|module| module == own) else { continue };
                let from_root = ["crate"].into_iter().chain(parent.iter().map(String::as_str));
                let from_root = from_root.collect::<Vec<_>>().join("::") + "::";
                let from_here = "super::".repeat(path.len() - parent.len());
                let prefixes = [from_root, from_here];
                for used in prefixes.iter().flat_map(|prefix| names_after(source, prefix)) {
                    let later = order.iter().position(|module| *module == used).is_some_and(|at| at > place);
                    if later {
                        wrong.push(format!(
                            "{folder}: {} uses `{used}`, which is declared after `{own}`",
                            path.join("::")
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "order the `mod` lines from the bottom up:\n{}", wrong.join("\n"));
}

#[test]
fn dependencies_are_found_in_every_spelling() {
    let source = "use crate::a::X;\nuse crate::{b, c::{d, e}, f::*};\nlet g = super::crate::h;";
    assert_eq!(names_after(source, "crate::"), ["a", "b", "c", "f"]);
    let source = "use super::a;\nuse super::super::b;\npub(in super::c) fn f() {}";
    assert_eq!(names_after(source, "super::"), ["a", "super", "c"]);
    assert_eq!(names_after(source, "super::super::"), ["b"]);
    assert_eq!(
        modules("mod a;\n    pub(crate) mod b;\n#[cfg(test)]\nmod tests;\n// mod c;\nmod d {}"),
        ["a", "b"]
    );
}

#[test]
fn every_example_has_its_line() {
    let (manifest, table) = (read("examples/Cargo.toml"), read("examples/README.md"));
    let examples = manifest.split("[[example]]\nname = \"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut after = &*table;
    for example in examples {
        let command = |text: &str| {
            text.find(&format!("--example {example}`")).or(text.find(&format!("--example {example} ")))
        };
        assert!(command(&table).is_some(), "examples/README.md has no line for `{example}`");
        let at = command(after)
            .unwrap_or_else(|| panic!("examples/README.md: `{example}` is not where Cargo.toml has it"));
        after = &after[at..];
    }
}
