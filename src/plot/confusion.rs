//! Which class was taken for which.

use alloc::{format, string::ToString, vec::Vec};

use super::error::Error;
use super::matrix::Matrix;
use super::picture::{Content, Picture};
use crate::metrics::ConfusionMatrix;

/// A confusion matrix: a row for each true class, a column for each predicted one, the number of samples in
/// each cell. The deeper the colour, the larger the share of the row.
///
/// ```
/// use monograd::plot;
/// use monograd::prelude::*;
///
/// let classes = [0, 1, 1].map(Class::<2>::of);
/// let matrix = ConfusionMatrix::from_predictions(&[0, 1, 0].map(Class::of), &classes);
/// let picture = plot::confusion_matrix(&matrix)?.class_names(["cat", "dog"]);
/// assert!(picture.svg()?.contains("dog"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::NothingToDraw`] when not a single sample was counted.
pub fn confusion_matrix<const CLASSES: usize>(matrix: &ConfusionMatrix<CLASSES>) -> Result<Picture, Error> {
    if matrix.total() == 0 {
        return Err(Error::NothingToDraw {
            found: "the confusion matrix counts no samples",
            wanted: "sample",
        });
    }
    let counts: Vec<_> = matrix.counts().iter().map(|row| row.to_vec()).collect();
    let classes = (0..CLASSES).map(|class| class.to_string()).collect();
    let axes = ["predicted class".to_string(), "true class".to_string()];
    let title = format!("Confusion matrix: {:.2} % right", 100.0 * matrix.accuracy());
    Ok(Picture::of(title, Content::Matrix(Matrix { axes, classes, counts })))
}
