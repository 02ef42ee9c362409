//! What a network costs to compile: `cargo bench -p monograd-benches --bench compile-time`.
//!
//! Writes crates with networks of 3, 10, 50 and 200 layers into a temporary folder and measures `cargo check`
//! and `cargo build --release` of each, less what an empty crate takes. Beside them is the same network
//! written as nested generic tuples, as libraries without a macro have it: a trait that is implemented for
//! `(A, B)`, with forward and backward through the nesting. Each crate's program runs a training step, so
//! that nothing is left out. The smallest of a few times counts, and only the crate itself is compiled anew,
//! never its dependencies. `cargo bench -p monograd-benches --bench compile-time -- check` leaves the release
//! builds out.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, io};

/// Numbers of layers: a `Linear` and a `ReLU` by turns.
const LAYERS: [usize; 4] = [3, 10, 50, 200];
/// How often each crate is checked; the smallest time counts.
const CHECKS: usize = 3;
/// How often each crate is built.
const BUILDS: usize = 2;

fn main() -> io::Result<()> {
    // `cargo test --all-targets` only wants to know whether it compiles.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    // The first of its compilations is that of the dependencies, which all crates share.
    let empty = measure(folder.path(), "empty", "fn main() {}")?;
    println!("empty crate: check {}, release build {}", seconds(empty.check), seconds(empty.build));
    println!("\n| layers | check: network! | check: tuples | release: network! | release: tuples |");
    println!("|---:|---:|---:|---:|---:|");
    for layers in LAYERS {
        let network = measure(folder.path(), "network", &network(layers))?;
        let tuples = measure(folder.path(), "tuples", &tuples(layers))?;
        println!(
            "| {layers} | {} | {} | {} | {} |",
            over(network.check, empty.check),
            over(tuples.check, empty.check),
            over(network.build, empty.build),
            over(tuples.build, empty.build)
        );
    }
    Ok(())
}

/// What a crate takes.
#[derive(Clone, Copy)]
struct Times {
    /// `None` where it does not compile, or was not requested.
    check: Option<Duration>,
    build: Option<Duration>,
}

/// The package that is compiled with each network.
const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Writes a crate and compiles it.
fn measure(folder: &Path, name: &str, program: &str) -> io::Result<Times> {
    let krate = folder.join(name);
    fs::create_dir_all(krate.join("src"))?;
    fs::write(krate.join("Cargo.toml"), manifest(name))?;
    // The versions that are known to work, without asking the network.
    fs::copy(Path::new(LIBRARY).join("Cargo.lock"), krate.join("Cargo.lock"))?;
    let main = krate.join("src/main.rs");
    let fastest = |arguments: &[&str], runs: usize| -> io::Result<Option<Duration>> {
        let mut best: Option<Duration> = None;
        for run in 0..runs {
            fs::write(&main, format!("{program}\n// {run}\n"))?;
            let time = cargo(folder, &krate, arguments)?;
            best = best.into_iter().chain(time).min();
        }
        Ok(best)
    };
    let check = fastest(&["check"], CHECKS)?;
    let only_check = std::env::args().any(|argument| argument == "check");
    let build = if only_check { None } else { fastest(&["build", "--release"], BUILDS)? };
    Ok(Times { check, build })
}

fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nmonograd = {{ path = {LIBRARY:?} }}\n\n[workspace]\n"
    )
}

/// Runs cargo and says how long it took; `None`, and what it said, where it failed.
fn cargo(folder: &Path, krate: &Path, arguments: &[&str]) -> io::Result<Option<Duration>> {
    let start = Instant::now();
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet", "--offline"])
        .current_dir(krate)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // Each time is that of a whole compilation.
        .env("CARGO_INCREMENTAL", "0")
        .output()?;
    let time = start.elapsed();
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        eprintln!("{}", text.lines().take(12).collect::<Vec<_>>().join("\n"));
    }
    Ok(output.status.success().then_some(time))
}

/// A network with this number of layers, and a training step.
fn network(layers: usize) -> String {
    let chain = (0..layers).fold(String::new(), |chain, i| chain + " => " + &layer(i, layers));
    format!(
        "use monograd::prelude::*;

network! {{ struct Net<16{chain}>; }}

fn main() {{
    let mut net = Net::zeros();
    let mut trainer = Trainer::new(&*net, MeanSquaredError, Sgd::new(0.1));
    println!(\"{{:?}}\", trainer.step(&mut net, &[SVector::zeros()], &[SVector::zeros()]));
    println!(\"{{}}\", net.predict(&SVector::zeros())[0]);
}}
"
    )
}

/// `Linear(17) => ReLU => Linear(18) => ReLU => ...`, no two of a size.
fn layer(i: usize, layers: usize) -> String {
    match i % 2 {
        _ if i + 1 == layers => "Linear(2)".to_owned(),
        0 => format!("Linear({})", 17 + i / 2),
        _ => "ReLU".to_owned(),
    }
}

/// The same as nested tuples: everything that they need, and the type `((Linear<16, 17>, ReLU<17>), ...)`.
fn tuples(layers: usize) -> String {
    let (mut net, mut width) = (String::new(), 16);
    for i in 0..layers {
        let layer = match i % 2 {
            _ if i + 1 == layers => format!("Linear<{width}, 2>"),
            0 => {
                let before = std::mem::replace(&mut width, 17 + i / 2);
                format!("Linear<{before}, {width}>")
            }
            _ => format!("ReLU<{width}>"),
        };
        net = if net.is_empty() { layer } else { format!("({net}, {layer})") };
    }
    let mut program = String::from(TUPLES);
    let _ = write!(program, "type Net = {net};");
    program
}

const TUPLES: &str = include_str!("compile-time/tuples.rs");

fn over(time: Option<Duration>, empty: Option<Duration>) -> String {
    match time.zip(empty) {
        Some((time, empty)) => seconds(Some(time.saturating_sub(empty))),
        None => "—".to_owned(),
    }
}

fn seconds(time: Option<Duration>) -> String {
    time.map_or_else(|| "—".to_owned(), |time| format!("{:.2} s", time.as_secs_f64()))
}
