//! Any bytes as an IDX file, plain and compressed.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use monograd::data::idx::Idx;

use super::file::{check_message, with_file};
use super::heap::peak;

/// The most memory that the content may take here.
const LIMIT: usize = 1 << 20;

/// The first byte says how the others are read.
pub(crate) fn run(input: &[u8]) {
    let Some((&settings, bytes)) = input.split_first() else { return };
    // Otherwise no change but one in a million gets past the checksum.
    let content = if settings & 1 == 0 { bytes.to_vec() } else { gzip(bytes) };
    with_file(&content, |path| {
        let mut idx = Idx::new(path).memory_limit(LIMIT).first_label(i32::from(settings >> 4) - 2);
        if settings & 2 != 0 {
            idx = idx.label_column(usize::from(settings >> 2 & 3));
        }
        let is_plain = settings & 1 == 0 && !bytes.starts_with(&[0x1f, 0x8b]);
        // The decompressor and the buffers. A plain file takes 8 bytes of an `f64` for one of the file, and
        // the old half of a vector stays until the new one is filled; any file keeps to the limit.
        let most = 256 * 1024 + if is_plain { (32 * bytes.len()).min(2 * LIMIT) } else { 2 * LIMIT };
        let bounded = |read: &dyn Fn()| {
            let ((), memory) = peak(read);
            assert!(memory <= most, "{memory} bytes of memory for {} of a file", content.len());
        };
        let header = || 4 + 4 * usize::from(bytes[3]);
        bounded(&|| match idx.images::<4>() {
            Ok(images) if is_plain => assert!(bytes.len() >= header() + 4 * images.len()),
            result => check_message(result),
        });
        bounded(&|| match idx.numbers::<f64, 3>() {
            Ok(numbers) if is_plain && bytes[2] == 0x0e => {
                assert_eq!(bytes.len(), header() + 24 * numbers.len());
            }
            result => check_message(result),
        });
        bounded(&|| match idx.labels::<10>() {
            Ok(labels) if is_plain => assert!(bytes.len() >= header() + labels.len()),
            result => check_message(result),
        });
    });
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("a vector takes anything");
    encoder.finish().expect("a vector takes anything")
}
