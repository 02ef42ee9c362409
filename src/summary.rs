//! The table of a network's layers.

use core::fmt;

use crate::shape::Shape;

/// What a network is made of: a row for each layer, and totals. Printed, it is a table:
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Xor<2 => Linear(4) => Tanh => Linear(1) => Sigmoid>; }
///
/// assert_eq!(Xor::SUMMARY.to_string(), "\
/// Xor
/// layer    |           | input | output | parameters | multiply-adds
/// linear1  | Linear(4) |     2 |      4 |         12 |             8
/// tanh1    | Tanh      |     4 |      4 |          0 |             0
/// linear2  | Linear(1) |     4 |      1 |          5 |             4
/// sigmoid1 | Sigmoid   |     1 |      1 |          0 |             0
/// total    |           |     2 |      1 |         17 |            12
/// ");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The network's name.
    pub name: &'static str,
    /// The layers in their order, those inside of blocks included.
    pub rows: &'static [Row],
}

/// One layer in a [`Summary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The name of the field, with the path to it inside of a block: `residual1.chain.linear1`.
    pub name: &'static str,
    /// The layer as it was written.
    pub layer: &'static str,
    /// The shape of a sample before the layer.
    pub input: Shape,
    /// The shape of a sample after the layer.
    pub output: Shape,
    /// Where its parameters and buffers start among the
    /// [parameters of the network](crate::Network::parameters).
    pub start: usize,
    /// The number of parameters.
    pub parameters: usize,
    /// The number of scalars that training measures and does not learn.
    pub buffers: usize,
    /// The multiplications with an addition that one sample costs.
    pub multiply_adds: usize,
}

impl Row {
    /// A layer without parameters that costs nothing.
    #[must_use]
    pub const fn new(name: &'static str, layer: &'static str, input: Shape, output: Shape) -> Self {
        Self { name, layer, input, output, start: 0, parameters: 0, buffers: 0, multiply_adds: 0 }
    }

    /// The same whose parameters and buffers start here.
    #[must_use]
    pub const fn start(self, start: usize) -> Self {
        Self { start, ..self }
    }

    /// The same with this number of parameters.
    #[must_use]
    pub const fn parameters(self, parameters: usize) -> Self {
        Self { parameters, ..self }
    }

    /// The same where this many of the parameters are buffers, which are measured and not learned.
    #[must_use]
    pub const fn buffers(self, buffers: usize) -> Self {
        Self { parameters: self.parameters - buffers, buffers, ..self }
    }

    /// The same at this cost.
    #[must_use]
    pub const fn multiply_adds(self, multiply_adds: usize) -> Self {
        Self { multiply_adds, ..self }
    }
}

impl Summary {
    /// The table of a network's layers: `network!` writes it.
    #[must_use]
    pub const fn new(name: &'static str, rows: &'static [Row]) -> Self {
        Self { name, rows }
    }

    /// The number of parameters of all layers.
    #[must_use]
    pub const fn parameters(&self) -> usize {
        let (mut sum, mut i) = (0, 0);
        while i < self.rows.len() {
            sum += self.rows[i].parameters;
            i += 1;
        }
        sum
    }

    /// The multiply-adds of all layers.
    #[must_use]
    pub const fn multiply_adds(&self) -> usize {
        let (mut sum, mut i) = (0, 0);
        while i < self.rows.len() {
            sum += self.rows[i].multiply_adds;
            i += 1;
        }
        sum
    }

    fn width(&self, heading: &str, of: impl Fn(&Row) -> usize) -> usize {
        self.rows.iter().map(of).chain([heading.len()]).max().unwrap_or(0)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.width("layer", |row| row.name.len());
        let layer = self.width("", |row| row.layer.len());
        let input = self.width("input", |row| printed_length(row.input));
        let output = self.width("output", |row| printed_length(row.output));
        writeln!(f, "{}", self.name)?;
        writeln!(
            f,
            "{:name$} | {:layer$} | {:>input$} | {:>output$} | parameters | multiply-adds",
            "layer", "", "input", "output"
        )?;
        let mut line = |row: &Row| {
            write!(f, "{:name$} | {:layer$} | ", row.name, row.layer)?;
            write!(f, "{:1$}{2} | ", "", input - printed_length(row.input), row.input)?;
            write!(f, "{:1$}{2} | ", "", output - printed_length(row.output), row.output)?;
            writeln!(f, "{:>10} | {:>13}", row.parameters, row.multiply_adds)
        };
        self.rows.iter().try_for_each(&mut line)?;
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else {
            return Ok(());
        };
        line(&Row {
            name: "total",
            layer: "",
            input: first.input,
            output: last.output,
            start: 0,
            parameters: self.parameters(),
            buffers: 0,
            multiply_adds: self.multiply_adds(),
        })
    }
}

/// The number of characters that a shape prints as.
fn printed_length(shape: Shape) -> usize {
    struct Counter(usize);
    impl fmt::Write for Counter {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }
    let mut counter = Counter(0);
    // Writing to a counter cannot fail.
    let _ = fmt::Write::write_fmt(&mut counter, format_args!("{shape}"));
    counter.0
}
