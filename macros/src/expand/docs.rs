//! The documentation of the struct: the table that a hover shows.

use super::Context;
use crate::model::{Kind, Layer};

/// What the macro knows of a layer's cost; `None` where a size is a const.
struct Cost {
    parameters: Option<usize>,
    multiply_adds: Option<usize>,
}

impl Context<'_> {
    /// A table of the layers, and totals.
    pub(super) fn docs(&self) -> String {
        let mut text = String::from(
            "\n\n| layer | | input | output | parameters | multiply-adds |\n|---|---|---:|---:|---:|---:|\n",
        );
        let (mut parameters, mut multiply_adds) = (Some(0), Some(0));
        for layer in self.layers() {
            let cost = layer.cost();
            parameters = sum(parameters, cost.parameters);
            multiply_adds = sum(multiply_adds, cost.multiply_adds);
            text += &row(
                &format!("`{}` | `{}`", layer.field, layer.text),
                &layer.input.text(),
                &layer.output.text(),
                &cost,
            );
        }
        let (input, output) = (crate::model::Size::Width(self.network.input.clone()), &self.last().output);
        text += &row("total |", &input.text(), &output.text(), &Cost { parameters, multiply_adds });
        text += "\nThe figures are also in its consts, such as `SUMMARY` and `PARAMETERS`.";
        text
    }

    /// One line about a field.
    #[allow(clippy::unused_self, reason = "it stands beside `docs`")]
    pub(super) fn field_docs(&self, layer: &Layer) -> String {
        format!("`{}`: {} → {}", layer.text, layer.input.text(), layer.output.text())
    }
}

impl Layer {
    fn cost(&self) -> Cost {
        match &self.kind {
            Kind::Linear { bias } => {
                let product = self.input.value().zip(self.output.value()).map(|(x, y)| x.saturating_mul(y));
                let bias = if *bias { self.output.value() } else { Some(0) };
                Cost { parameters: sum(product, bias), multiply_adds: product }
            }
            Kind::Elementwise { .. } | Kind::Softmax => Cost { parameters: Some(0), multiply_adds: Some(0) },
            Kind::Own(_) => Cost { parameters: None, multiply_adds: None },
        }
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

fn sum(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    Some(a?.saturating_add(b?))
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
