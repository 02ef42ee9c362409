//! The ways to draw the first weights that are compared.

use monograd::{Network, Row, Shape};
use rand::{Rng, RngExt};

/// One layer with parameters, as a rule sees it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    inputs: f64,
    outputs: f64,
    /// Whether `ReLU` or one of its family comes next.
    is_rectified: bool,
}

/// Where a layer's weights and biases are drawn from: uniform between plus and minus these.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    weight: f64,
    bias: f64,
}

/// A way to draw the first weights.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    bounds: fn(Place) -> Bounds,
}

/// The one that the others are compared with.
pub(crate) const REFERENCE: usize = 0;

pub(crate) const RULES: [Rule; 7] = [
    Rule { name: "PyTorch", bounds: pytorch },
    Rule { name: "PyTorch, no bias", bounds: |place| without_bias(pytorch(place)) },
    Rule { name: "LeCun", bounds: lecun },
    Rule { name: "Xavier", bounds: xavier },
    Rule { name: "He", bounds: he },
    Rule { name: "He or Xavier", bounds: |place| if place.is_rectified { he(place) } else { xavier(place) } },
    Rule {
        name: "He or PyTorch",
        bounds: |place| if place.is_rectified { he(place) } else { pytorch(place) },
    },
];

fn pytorch(place: Place) -> Bounds {
    let bound = (1.0 / place.inputs).sqrt();
    Bounds { weight: bound, bias: bound }
}

/// Y. `LeCun` et al., "Efficient `BackProp`", 1998, section 4.6.
fn lecun(place: Place) -> Bounds {
    Bounds { weight: (3.0 / place.inputs).sqrt(), bias: 0.0 }
}

fn xavier(place: Place) -> Bounds {
    Bounds { weight: (6.0 / (place.inputs + place.outputs)).sqrt(), bias: 0.0 }
}

fn he(place: Place) -> Bounds {
    Bounds { weight: (6.0 / place.inputs).sqrt(), bias: 0.0 }
}

fn without_bias(bounds: Bounds) -> Bounds {
    Bounds { bias: 0.0, ..bounds }
}

impl Rule {
    /// Draws the parameters of a network whose layers are a `Linear` or a `Conv2d` with a bias, or have none.
    pub(crate) fn draw<N: Network<Scalar = f32>>(&self, net: &mut N, rng: &mut impl Rng) {
        let rows = N::SUMMARY.rows;
        let mut rest = net.parameters_mut();
        for (i, row) in rows.iter().enumerate().filter(|(_, row)| row.parameters > 0) {
            let (layer, after) = rest.split_at_mut(row.parameters);
            rest = after;
            let outputs = channels(row.output);
            let inputs = row.parameters / outputs - 1;
            let bounds = (self.bounds)(Place {
                inputs: inputs as f64,
                outputs: (outputs * inputs / channels(row.input)) as f64,
                is_rectified: rows.get(i + 1).is_some_and(is_rectifier),
            });
            let (weight, bias) = layer.split_at_mut(inputs * outputs);
            fill(weight, bounds.weight, rng);
            fill(bias, bounds.bias, rng);
        }
    }
}

fn channels(shape: Shape) -> usize {
    match shape {
        Shape::Image { channels, .. } => channels,
        vector => vector.len(),
    }
}

fn is_rectifier(row: &Row) -> bool {
    ["ReLU", "LeakyReLU", "ELU", "GELU", "SiLU", "Softplus"].contains(&row.layer)
}

#[allow(clippy::cast_possible_truncation, reason = "parameters are `f32`")]
fn fill(parameters: &mut [f32], bound: f64, rng: &mut impl Rng) {
    for parameter in parameters {
        *parameter = (bound * rng.random_range(-1.0..=1.0)) as f32;
    }
}
