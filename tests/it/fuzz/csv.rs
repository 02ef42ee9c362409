//! Any bytes as a CSV table.

use monograd::data::csv::{Csv, answers, class_name, class_number, numbers};

use super::file::{check_message, with_file};
use super::heap::peak;

/// The first byte says how the others are read.
pub(crate) fn run(input: &[u8]) {
    let Some((&settings, content)) = input.split_first() else { return };
    with_file(content, |path| {
        let mut csv = Csv::new(path);
        csv = csv.delimiter([b',', b';', b'\t', b' '][usize::from(settings & 3)]);
        if settings & 4 != 0 {
            csv = csv.without_header();
        }
        if settings & 8 != 0 {
            csv = csv.row_limit(100).column_limit(10);
        }
        // The buffer of the file, a row that grows, and samples of up to 8 bytes for each byte of a row, all
        // of which may be there twice while they grow.
        let most = 64 * 1024 + 64 * content.len();
        let bounded = |read: &dyn Fn()| {
            let ((), bytes) = peak(read);
            assert!(bytes <= most, "{bytes} bytes of memory for {} of a file", content.len());
        };
        bounded(&|| check_message(csv.values(&numbers::<f64, 1>([0]))));
        bounded(&|| check_message(csv.values(&numbers::<f32, 2>(["a", "b"]))));
        bounded(&|| check_message(csv.values(&class_number::<3>(1).first_label(1))));
        bounded(&|| check_message(csv.read(&answers([1]), &class_number::<10>(0))));
        bounded(&|| match csv.class_names::<2>(0) {
            Ok(names) => {
                let classes = csv.values(&class_name(0, &names)).expect("the names are those of the file");
                assert!(classes.len() >= 2);
            }
            error => check_message(error),
        });
    });
}
