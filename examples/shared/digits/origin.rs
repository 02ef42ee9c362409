//! The options of the command line that say where the digits come from.

use std::env;
use std::path::PathBuf;

use clap::Args;

use super::download::MIRRORS;

/// Where the data set is looked for by default.
const FOLDER: &str = "data/mnist";

// Not a doc comment: it would take the place of the program's own help.
#[allow(missing_docs, reason = "see above")]
#[derive(Args)]
pub struct Origin {
    /// The folder of the four MNIST files, as they are or gzipped [default: `$MNIST_DIR`, else data/mnist]
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,

    /// Fetch the files that are missing in the folder, and check each against its known SHA-256
    #[arg(long)]
    pub(super) download: bool,

    /// Fetch from this address and not from the usual ones; more than one are tried in turn
    #[arg(long, value_name = "URL", requires = "download")]
    mirror: Vec<String>,

    /// Train on digits that the program draws itself, whether there is MNIST or not
    #[arg(long, conflicts_with_all = ["data", "download"])]
    pub(super) synthetic: bool,
}

impl Origin {
    /// The folder of the data set.
    pub(super) fn folder(&self) -> PathBuf {
        let environment = || env::var_os("MNIST_DIR").filter(|folder| !folder.is_empty());
        self.data.clone().or_else(|| environment().map(PathBuf::from)).unwrap_or_else(|| FOLDER.into())
    }

    /// The addresses to download from, in the order in which they are tried.
    pub(super) fn mirrors(&self) -> Vec<String> {
        if self.mirror.is_empty() { MIRRORS.map(String::from).into() } else { self.mirror.clone() }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use clap::error::ErrorKind;

    use super::*;

    #[derive(Parser)]
    struct Options {
        #[command(flatten)]
        origin: Origin,
    }

    fn parse(options: &[&str]) -> Result<Origin, clap::Error> {
        Options::try_parse_from([&["mnist"], options].concat()).map(|options| options.origin)
    }

    #[test]
    fn options_that_contradict_each_other() {
        for options in [["--synthetic", "--download"], ["--synthetic", "--data=x"]] {
            let kind = parse(&options).err().map(|error| error.kind());
            assert_eq!(kind, Some(ErrorKind::ArgumentConflict), "{options:?}");
        }
        let kind = parse(&["--mirror", "http://localhost"]).err().map(|error| error.kind());
        assert_eq!(kind, Some(ErrorKind::MissingRequiredArgument));
    }

    #[test]
    fn mirrors_of_the_user_take_the_place_of_the_usual_ones() {
        let mirrors = |options: &[&str]| parse(options).map(|origin| origin.mirrors()).unwrap_or_default();
        assert_eq!(mirrors(&["--download"]), MIRRORS);
        assert_eq!(mirrors(&["--download", "--mirror", "a", "--mirror", "b"]), ["a", "b"]);
    }
}
