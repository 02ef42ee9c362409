//! What the numbers say, in a table and three sentences.

use std::fmt;

use monograd::train::EpochRecord;

use crate::Run;

const ACTIVATIONS: [&str; 3] = ["ReLU", "tanh", "sigmoid"];

/// The last epochs of the nine training runs.
pub(crate) struct Findings {
    /// By activation, and then by the number of layers.
    accuracy: [[f64; 3]; 3],
    /// After the first epoch.
    first_accuracy: [[f64; 3]; 3],
    /// What of the gradient reaches the first layer, as a share of the last layer's, when training begins.
    reach: [[f64; 3]; 3],
    /// Twice the standard deviation of the difference of two accuracies, by chance alone.
    chance: f64,
}

impl Findings {
    pub(crate) fn of(runs: &[Run], samples: usize) -> Self {
        let table = |figure: &dyn Fn(&Run) -> Option<f64>| {
            ACTIVATIONS.map(|activation| {
                [1, 2, 3].map(|layers| {
                    let run = runs.iter().find(|run| (run.activation, run.layers) == (activation, layers));
                    run.and_then(figure).unwrap_or(f64::NAN)
                })
            })
        };
        let accuracy = table(&|run| Some(run.history.last()?.metrics[0]));
        let best = largest(accuracy.as_flattened());
        Self {
            accuracy,
            first_accuracy: table(&|run| Some(run.history.epochs.first()?.metrics[0])),
            reach: table(&|run| Some(reach(run.history.epochs.first()?))),
            chance: 2.0 * (2.0 * best * (1.0 - best) / samples as f64).sqrt(),
        }
    }

    /// Does the activation matter?
    fn activation(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = self.accuracy.map(|row| row[0]);
        let three = self.accuracy.map(|row| row[2]);
        let spread = |accuracies: [f64; 3]| largest(&accuracies) - smallest(&accuracies);
        let (verdict, how) = if spread(three) > self.chance.max(spread(one)) {
            ("Yes, and the more so the deeper the network", "grows")
        } else if spread(one) > self.chance {
            ("Yes, most of all in the shallow network", "shrinks")
        } else {
            ("Hardly", "stays small")
        };
        writeln!(
            f,
            "Does the activation matter? {verdict}: from the best to the worst of the three it is {} points with one \
             hidden layer, and that {how} to {} points with three, where {} reads {} % and {} {} %.",
            percent(spread(one)),
            percent(spread(three)),
            ACTIVATIONS[place(three, largest(&three))],
            percent(largest(&three)),
            ACTIVATIONS[place(three, smallest(&three))],
            percent(smallest(&three)),
        )
    }

    /// Are two or three layers needed?
    fn depth(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let best = [0, 1, 2].map(|layers| largest(&self.accuracy.map(|row| row[layers])));
        let gain = best[1].max(best[2]) - best[0];
        let verdict = if gain > self.chance { "They help" } else { "No" };
        let versus = if gain > self.chance { "more than" } else { "within" };
        writeln!(
            f,
            "Are two or three layers needed? {verdict}: the best networks with one, two and three hidden layers read {}, {} \
             and {} % of the test digits, and the gain of {} points is {versus} the {} that chance alone may make of \
             this number of digits.",
            percent(best[0]),
            percent(best[1]),
            percent(best[2]),
            percent(gain),
            percent(self.chance),
        )
    }

    /// What goes wrong as layers are added?
    fn trouble(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reach = self.reach.map(|row| row[2]);
        let weak = place(reach, smallest(&reach));
        let strong = place(reach, largest(&reach));
        let [one, _, three] = self.first_accuracy[weak];
        let fades = reach[weak] < 0.5 * self.reach[weak][0];
        let verdict = if fades { "The gradient fades on its way back" } else { "Here, little" };
        let late =
            if one - three > self.chance { "which so learns late" } else { "which learns all the same" };
        writeln!(
            f,
            "What goes wrong as layers are added? {verdict}: after one epoch with three hidden layers, the norm of the first \
             layer's gradient is {:.2} times that of the last layer's with {}, but {:.2} times with {} (with one hidden \
             layer {:.2}), {late}: it reads {} % of the test digits after that epoch with three hidden layers, {} % with one, \
             and {} % and {} % in the end.",
            reach[strong],
            ACTIVATIONS[strong],
            reach[weak],
            ACTIVATIONS[weak],
            self.reach[weak][0],
            percent(three),
            percent(one),
            percent(self.accuracy[weak][2]),
            percent(self.accuracy[weak][0]),
        )
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "accuracy on the test digits\n{:>10} {:>9} {:>9} {:>9}",
            "", "1 layer", "2 layers", "3 layers"
        )?;
        for (activation, row) in ACTIVATIONS.iter().zip(self.accuracy) {
            let [one, two, three] = row.map(percent);
            writeln!(f, "{activation:>10} {one:>7} % {two:>7} % {three:>7} %")?;
        }
        writeln!(f)?;
        self.activation(f)?;
        writeln!(f)?;
        self.depth(f)?;
        writeln!(f)?;
        self.trouble(f)
    }
}

/// The norm of the first layer's gradient, as a share of the last layer's.
pub(crate) fn reach(epoch: &EpochRecord) -> f64 {
    match &epoch.gradient_norm[..] {
        [first, .., last] => first / last,
        _ => f64::NAN,
    }
}

fn percent(share: f64) -> String {
    format!("{:.2}", 100.0 * share)
}

fn largest(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

fn smallest(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Which of the three it is.
fn place(numbers: [f64; 3], wanted: f64) -> usize {
    numbers.iter().position(|number| number.total_cmp(&wanted).is_eq()).unwrap_or(0)
}
