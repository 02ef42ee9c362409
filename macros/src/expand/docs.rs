//! The documentation of the struct: the table that a hover shows.

use super::Context;
use crate::model::{Block, Kind, Layer, Size, Width, Window};

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
        let (input, output) =
            (&self.chain.input, self.layers().last().map_or(&self.last().output, |last| &last.output));
        text += &row("total |", &input.text(), &output.text(), &Cost { parameters, multiply_adds });
        text += "\nThe figures are also in its consts, such as `SUMMARY` and `PARAMETERS`.";
        text
    }

    /// One line about a field.
    #[allow(clippy::unused_self, reason = "it is used next to `docs`")]
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
            Kind::Conv2d { window, bias } => self.conv2d_cost(window, *bias),
            Kind::LayerNorm => Cost {
                parameters: self.input.features().and_then(|n| n.checked_mul(2)),
                multiply_adds: Some(0),
            },
            Kind::Elementwise { .. }
            | Kind::Softmax
            | Kind::Pool { .. }
            | Kind::GlobalPool
            | Kind::Flatten
            | Kind::Dropout { .. }
            | Kind::Identity => Cost { parameters: Some(0), multiply_adds: Some(0) },
            Kind::BatchNorm { .. } => Cost {
                parameters: self.input.channels().and_then(|n| n.checked_mul(2)),
                multiply_adds: Some(0),
            },
            Kind::Block(block) => block.cost(),
            Kind::Own(_) => Cost { parameters: None, multiply_adds: None },
        }
    }
}

impl Block {
    fn cost(&self) -> Cost {
        let layers = self.chains().iter().flat_map(|chain| &chain.body).map(Layer::cost);
        let all = layers.fold(Cost { parameters: Some(0), multiply_adds: Some(0) }, |all, layer| Cost {
            parameters: sum(all.parameters, layer.parameters),
            multiply_adds: sum(all.multiply_adds, layer.multiply_adds),
        });
        let times = match self {
            Self::Repeat(count, _) => count.value,
            Self::Residual(_) | Self::Concat(..) => Some(1),
        };
        let times = |figure: Option<usize>| Some(figure?.saturating_mul(times?));
        Cost { parameters: times(all.parameters), multiply_adds: times(all.multiply_adds) }
    }
}

impl Layer {
    fn conv2d_cost(&self, window: &Window, bias: bool) -> Cost {
        let (Size::Image([channels, ..]), Size::Image([out, height, width])) = (&self.input, &self.output)
        else {
            return Cost { parameters: None, multiply_adds: None };
        };
        let weights = product(&[channels, out, &window.kernel[0], &window.kernel[1]]);
        let bias = if bias { out.value } else { Some(0) };
        let places = product(&[height, width]);
        let multiply_adds = weights.zip(places).map(|(weights, places)| weights.saturating_mul(places));
        Cost { parameters: sum(weights, bias), multiply_adds }
    }
}

impl Size {
    /// The number of channels, of which a vector has one for each feature, where the macro knows it.
    fn channels(&self) -> Option<usize> {
        match self {
            Self::Image([channels, ..]) => channels.value,
            size => size.value(),
        }
    }

    /// The number of scalars, where the macro knows it.
    fn features(&self) -> Option<usize> {
        match self {
            Self::Image([channels, height, width]) => product(&[channels, height, width]),
            size => size.value(),
        }
    }
}

fn product(widths: &[&Width]) -> Option<usize> {
    widths.iter().try_fold(1_usize, |product, width| Some(product.saturating_mul(width.value?)))
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
