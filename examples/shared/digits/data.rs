//! Where the digits come from: MNIST where it is, else drawings.

use std::error::Error;
use std::fmt;
use std::path::Path;

use monograd::data::{Class, Dataset, LengthMismatch, idx};
use rand::Rng;

use super::download::{Downloader, MNIST};
use super::drawn::{Image, PIXELS, drawn};
use super::origin::Origin;

/// How many digits are drawn to train on, and how many to test on.
const DRAWN: [usize; 2] = [20_000, 4_000];

/// Digits to train on, and others to test on.
pub struct Data {
    /// What they are.
    pub source: Source,
    training: Digits,
    test: Digits,
}

/// Images, and the digits that they show.
type Digits = (Vec<Image>, Vec<Class<10>>);

/// What the figures are about. No figure is printed without it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// MNIST.
    Mnist,
    /// Digits that the program draws.
    Drawn,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mnist => "MNIST",
            Self::Drawn => "drawn digits",
        })
    }
}

impl Data {
    /// Does what the options say, and says what it does.
    pub fn load(origin: &Origin, rng: &mut impl Rng) -> Result<Self, Box<dyn Error>> {
        if origin.synthetic {
            println!(
                "Training on digits that this program draws itself; none of the figures is about MNIST."
            );
            return Ok(Self::drawn(rng));
        }
        let folder = origin.folder();
        if origin.download {
            Downloader::new(origin.mirrors()).complete(&folder, &MNIST)?;
        } else if is_absent(&folder) {
            println!(
                "There is no MNIST in `{}`, so this run trains on digits that the program draws itself, and none of \
                 its figures is about MNIST; `--download` fetches the real digits.",
                folder.display()
            );
            return Ok(Self::drawn(rng));
        }
        let data = Self::read(&folder).map_err(|error| {
            format!(
                "{error}\nhelp: `--download` fetches what is missing, so delete a broken file first; `--synthetic` \
                 trains on drawn digits instead"
            )
        })?;
        println!("Training on MNIST from `{}`.", folder.display());
        Ok(data)
    }

    /// Reads the four files. Once one of them is there, the others must be, and all must be sound: no user
    /// who has MNIST should be given figures on something else.
    fn read(folder: &Path) -> Result<Self, idx::Error> {
        let read = |set| idx::read_set::<PIXELS, 10>(folder, set);
        Ok(Self { source: Source::Mnist, training: read("train")?, test: read("t10k")? })
    }

    fn drawn(rng: &mut impl Rng) -> Self {
        let [training, test] = DRAWN.map(|count| drawn(count, rng));
        Self { source: Source::Drawn, training, test }
    }

    /// The digits to train on.
    pub fn training(&self) -> Result<Dataset<'_, Image, Class<10>>, LengthMismatch> {
        Dataset::new(&self.training.0, &self.training.1)
    }

    /// The digits to test on.
    pub fn test(&self) -> Result<Dataset<'_, Image, Class<10>>, LengthMismatch> {
        Dataset::new(&self.test.0, &self.test.1)
    }
}

/// Whether a folder holds none of the files, or does not exist.
fn is_absent(folder: &Path) -> bool {
    let is_missing = |found| matches!(found, Err(idx::Error::NoDataFile { .. }));
    MNIST.iter().all(|file| is_missing(idx::find(folder, file.stem)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn one_file_is_not_nothing() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        assert!(is_absent(folder.path()));
        assert!(is_absent(&folder.path().join("missing")));
        fs::write(folder.path().join("t10k-labels-idx1-ubyte.gz"), "")?;
        assert!(!is_absent(folder.path()));
        let text = Data::read(folder.path()).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(text.contains("holds neither `train-images-idx3-ubyte` nor"), "{text}");
        Ok(())
    }
}
