//! What a layer costs.

/// The figures of a layer; `None` where a size is a const, which the macro does not know.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) parameters: Option<usize>,
    /// The multiplications with an addition for each sample.
    pub(crate) multiply_adds: Option<usize>,
}

impl Cost {
    pub(crate) const NOTHING: Self = Self { parameters: Some(0), multiply_adds: Some(0) };
    pub(crate) const UNKNOWN: Self = Self { parameters: None, multiply_adds: None };

    /// Of a layer with a weight, which is used once at each of `places`, and perhaps a bias.
    pub(crate) fn of_weight(weights: Option<usize>, places: Option<usize>, bias: Option<usize>) -> Self {
        let multiply_adds = weights.zip(places).map(|(weights, places)| weights.saturating_mul(places));
        Self { parameters: sum(weights, bias), multiply_adds }
    }

    /// Of two layers.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            parameters: sum(self.parameters, other.parameters),
            multiply_adds: sum(self.multiply_adds, other.multiply_adds),
        }
    }

    /// Of a layer several times over.
    pub(crate) fn times(self, count: Option<usize>) -> Self {
        let times = |figure: Option<usize>| Some(figure?.saturating_mul(count?));
        Self { parameters: times(self.parameters), multiply_adds: times(self.multiply_adds) }
    }
}

fn sum(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    Some(a?.saturating_add(b?))
}
