//! Layers that others have and this library does not.

use super::similar::same_letters;

/// How to do the same with what there is.
const REPLACED: &[(&str, &str)] = &[
    ("Conv1d", "write `Conv2d(8, kernel = (1, 5))` after an image `[channels, 1, length]`"),
    ("MaxPool1d", "write `MaxPool2d((1, 2))` after an image `[channels, 1, length]`"),
    ("AvgPool1d", "write `AvgPool2d((1, 2))` after an image `[channels, 1, length]`"),
];

/// How to do without a layer that others have.
pub(crate) fn replacement(name: &str) -> Option<&'static str> {
    REPLACED.iter().find_map(|(there, way)| same_letters(there, name).then_some(*way))
}
