//! Networks inside of others, and layers of the user's own.

use super::{Draw, Part};

/// Layers of `tests/it/own_layers.rs`: the name, and the parameters for each feature.
const OWN_LAYERS: &[(&str, usize)] =
    &[("ReadsInputs", 1), ("ReadsOutputs", 1), ("Keeps", 1), ("Softsign", 0), ("Counts", 0), ("Tracks", 1)];

impl Draw {
    /// A network as a step, which may hold others `levels` deep.
    pub(super) fn nested(&mut self, levels: usize, head: Option<&str>, part: &mut Part) {
        let mut inside = Part { width: part.width, ..Part::default() };
        inside.steps.push(self.width(part.width));
        let depth = self.up_to(2);
        self.vectors(depth, levels, &mut inside);
        inside.steps.extend(head.map(str::to_owned));
        part.width = inside.width;
        part.parameters += inside.parameters;
        let name = self.declare(&inside.steps);
        part.steps.push(name);
    }

    /// A block whose chains end in a network, and its parameters.
    pub(super) fn block_of_networks(&mut self, part: &mut Part) -> (String, usize) {
        let (n, activation) = (part.width, self.one_of(super::ACTIVATIONS));
        let head = self.one_of(&[" => Sigmoid", ""]);
        let network = self.declare(&[format!("{n}"), format!("Linear({n}) => {activation}{head}")]);
        let parameters = n * n + n;
        match self.up_to(3) {
            1 => (format!("Residual({network})"), parameters),
            2 => (format!("Repeat(2, Linear({n}) => {network})"), 4 * parameters),
            _ => {
                part.width = 3 * n;
                (format!("Concat({network}, Identity, {network} => Linear({n}))"), 3 * parameters)
            }
        }
    }

    /// A layer of the tests' own.
    pub(super) fn own(&mut self, part: &mut Part) {
        let (name, parameters) = OWN_LAYERS[self.up_to(OWN_LAYERS.len()) - 1];
        part.steps.push(format!("crate::own_layers::{name}<{}>", part.width));
        part.parameters += parameters * part.width;
    }

    /// The name of a network with this chain.
    fn declare(&mut self, steps: &[String]) -> String {
        let name = format!("Inner{}", self.inner.len());
        self.inner.push(format!("struct {name}<f64; {}>;", steps.join(" => ")));
        name
    }
}
