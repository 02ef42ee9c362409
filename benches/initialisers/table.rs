//! What the records say, as tables in Markdown.

use crate::rules::{REFERENCE, RULES};

/// The scores of all rules for one problem, network and optimiser.
pub(crate) struct Record {
    pub(crate) problem: &'static str,
    pub(crate) network: &'static str,
    pub(crate) optimiser: &'static str,
    /// For each seed, in hundredths: the share of right answers, or R², of which less than 0 counts as 0.
    pub(crate) scores: Vec<[f64; RULES.len()]>,
}

/// A mean and its standard error.
#[derive(Clone, Copy)]
struct Estimate {
    mean: f64,
    error: f64,
}

/// The means over all records, and over those of each problem, network and optimiser.
pub(crate) fn print(records: &[Record]) {
    println!("\n| mean score | {} |", names());
    println!("|---|{}", "---:|".repeat(RULES.len()));
    for (group, records) in groups(records) {
        let cells = (0..RULES.len()).map(|rule| {
            let Estimate { mean, .. } = together(&records, |record| estimate(record, |scores| scores[rule]));
            format!("{mean:.2}")
        });
        println!("| {group} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    println!("\n| less `{}` | {} |", RULES[REFERENCE].name, names());
    println!("|---|{}", "---:|".repeat(RULES.len()));
    for (group, records) in groups(records) {
        let cells = (0..RULES.len()).map(|rule| {
            let Estimate { mean, error } =
                together(&records, |record| estimate(record, |scores| scores[rule] - scores[REFERENCE]));
            format!("{mean:+.2} ± {error:.2}")
        });
        println!("| {group} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
}

/// One record, as a line of tab-separated cells: means and standard errors.
pub(crate) fn print_record(record: &Record) {
    print!("{}\t{}\t{}\t{}", record.problem, record.network, record.optimiser, record.scores.len());
    for rule in 0..RULES.len() {
        let Estimate { mean, error } = estimate(record, |scores| scores[rule]);
        let difference = estimate(record, |scores| scores[rule] - scores[REFERENCE]);
        print!("\t{mean:.2}±{error:.2}({:+.2}±{:.2})", difference.mean, difference.error);
    }
    println!();
}

fn names() -> String {
    RULES.each_ref().map(|rule| rule.name).join(" | ")
}

fn groups(records: &[Record]) -> Vec<(&'static str, Vec<&Record>)> {
    let mut groups: Vec<(&'static str, Vec<&Record>)> = Vec::new();
    let keys: [fn(&Record) -> &'static str; 4] =
        [|record| record.problem, |record| record.network, |record| record.optimiser, |_| "all"];
    for key in keys {
        for record in records {
            match groups.iter_mut().find(|(group, _)| *group == key(record)) {
                Some((_, records)) => records.push(record),
                None => groups.push((key(record), vec![record])),
            }
        }
    }
    groups
}

/// Over the seeds of one record.
fn estimate(record: &Record, of: impl Fn(&[f64; RULES.len()]) -> f64) -> Estimate {
    let values: Vec<f64> = record.scores.iter().map(of).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    Estimate { mean, error: (variance / count).sqrt() }
}

/// Over records, each of which counts the same.
fn together(records: &[&Record], of: impl Fn(&Record) -> Estimate) -> Estimate {
    let count = records.len() as f64;
    let estimates: Vec<_> = records.iter().map(|record| of(record)).collect();
    Estimate {
        mean: estimates.iter().map(|estimate| estimate.mean).sum::<f64>() / count,
        error: estimates.iter().map(|estimate| estimate.error.powi(2)).sum::<f64>().sqrt() / count,
    }
}
