//! Names that were meant to be another one.

/// Whether two names differ in case and underscores at most.
pub(super) fn same_letters(a: &str, b: &str) -> bool {
    let letters = |name: &str| name.replace('_', "").to_lowercase();
    letters(a) == letters(b)
}

/// Whether a name is a misspelling of another: other case, or one slip in a name of four letters or more.
pub(super) fn is_near(name: &str, written: &str) -> bool {
    same_letters(name, written)
        || (name.len() > 4 && slips(&name.to_lowercase(), &written.to_lowercase()) == 1)
}

/// The insertions, deletions, replacements and swaps of neighbours between two words (Damerau-Levenshtein,
/// optimal string alignment).
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    rows[a.len()][b.len()]
}
