//! A history as CSV and as JSON. Both hold numbers and a few names: little enough to write by hand.

use alloc::{format, string::String, vec::Vec};

use crate::train::history::{Ended, EpochRecord, History};

impl History {
    /// The figures as comma-separated values (RFC 4180): a line of headings, and a line for each epoch. A
    /// figure that was not measured is empty. The layers' figures are under `max_weight.LAYER` and
    /// `gradient_norm.LAYER`.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut headings: Vec<String> =
            ["epoch", "steps", "samples", "loss", "validation_loss"].map(String::from).into();
        headings.extend(self.metrics.iter().map(|name| csv_text(name)));
        headings.push("learning_rate".into());
        for figure in ["max_weight", "gradient_norm"] {
            headings.extend(self.layers.iter().map(|layer| csv_text(&format!("{figure}.{layer}"))));
        }
        headings.push("seconds".into());
        let mut csv = headings.join(",");
        csv.push('\n');
        for epoch in &self.epochs {
            csv.push_str(&epoch.csv());
            csv.push('\n');
        }
        csv
    }

    /// The figures as one JSON object. Numbers that JSON does not have, NaN and infinity, are `null`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let ended = match self.ended {
            Ended::Finished => "finished",
            Ended::Early => "early",
            Ended::Stopped => "stopped",
            Ended::Diverged => "diverged",
        };
        let layers: Vec<_> = self.layers.iter().map(|layer| json_text(layer)).collect();
        let epochs: Vec<_> = self.epochs.iter().map(|epoch| epoch.json(self)).collect();
        format!(
            "{{\n\"network\": {},\n\"layers\": [{}],\n\"ended\": \"{ended}\",\n\"best_epoch\": {},\n\"epochs\": [\n{}\n]\n}}\n",
            json_text(self.network),
            layers.join(", "),
            self.best().map_or_else(|| "null".into(), |best| format!("{}", best.epoch)),
            epochs.join(",\n"),
        )
    }
}

impl EpochRecord {
    fn csv(&self) -> String {
        let mut cells = Vec::from([self.epoch, self.steps, self.samples].map(|count| format!("{count}")));
        cells.push(format!("{:?}", self.loss));
        cells.push(self.validation_loss.map_or_else(String::new, |loss| format!("{loss:?}")));
        let rest = [&self.metrics[..], &[self.learning_rate], &self.largest_weight, &self.gradient_norm];
        cells.extend(rest.concat().iter().map(|x| format!("{x:?}")));
        cells.push(format!("{:?}", self.time.as_secs_f64()));
        cells.join(",")
    }

    fn json(&self, history: &History) -> String {
        let metrics: Vec<_> = history
            .metrics
            .iter()
            .zip(&self.metrics)
            .map(|(name, &value)| format!("{}: {}", json_text(name), json_number(value)))
            .collect();
        format!(
            "{{\"epoch\": {}, \"steps\": {}, \"samples\": {}, \"loss\": {}, \"validation_loss\": {}, \"metrics\": {{{}}}, \
             \"learning_rate\": {}, \"max_weight\": {}, \"gradient_norm\": {}, \"seconds\": {}}}",
            self.epoch,
            self.steps,
            self.samples,
            json_number(self.loss),
            json_number(self.validation_loss.unwrap_or(f64::NAN)),
            metrics.join(", "),
            json_number(self.learning_rate),
            json_numbers(&self.largest_weight),
            json_numbers(&self.gradient_norm),
            json_number(self.time.as_secs_f64()),
        )
    }
}

/// A text as a cell, in quotes where it needs them. A spreadsheet takes a cell that begins like a formula for
/// one; names of metrics come from the program, and it is left to it.
fn csv_text(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into()
    }
}

fn json_text(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\0'..='\u{1f}' => json.extend([format!("\\u{:04x}", u32::from(character))]),
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}

fn json_number(x: f64) -> String {
    if x.is_finite() { format!("{x:?}") } else { "null".into() }
}

fn json_numbers(numbers: &[f64]) -> String {
    let numbers: Vec<_> = numbers.iter().map(|&x| json_number(x)).collect();
    format!("[{}]", numbers.join(", "))
}
