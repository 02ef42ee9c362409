//! The documentation of the struct: the table that a hover shows.

use super::Context;
use crate::cost::Cost;
use crate::model::Layer;

impl Context<'_> {
    /// A table of the layers, and totals.
    pub(super) fn docs(&self) -> String {
        let mut text = String::from(
            "\n\n| layer | | input | output | parameters | multiply-adds |\n|---|---|---:|---:|---:|---:|\n",
        );
        let mut total = Cost::NOTHING;
        for layer in self.layers() {
            let cost = layer.cost();
            total = total.and(cost);
            text += &row(
                &format!("`{}` | `{}`", layer.field, layer.text),
                &layer.input.text(),
                &layer.output.text(),
                &cost,
            );
        }
        let (input, output) =
            (&self.chain.input, self.layers().last().map_or(&self.last().output, |last| &last.output));
        text += &row("total |", &input.text(), &output.text(), &total);
        text += "\nThe figures are also in its consts, such as `SUMMARY` and `PARAMETERS`.";
        text
    }

    /// One line about a field.
    #[allow(clippy::unused_self, reason = "it is used next to `docs`")]
    pub(super) fn field_docs(&self, layer: &Layer) -> String {
        format!("`{}`: {} → {}", layer.text, layer.input.text(), layer.output.text())
    }
}

fn row(layer: &str, input: &str, output: &str, cost: &Cost) -> String {
    let number = |number: Option<usize>| number.map_or_else(|| "…".to_owned(), grouped);
    format!(
        "| {layer} | {input} | {output} | {} | {} |\n",
        number(cost.parameters),
        number(cost.multiply_adds)
    )
}

/// 101770 as 101,770.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
