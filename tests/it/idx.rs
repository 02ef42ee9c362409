//! The IDX reader: what it reads, and the whole message of everything that it refuses.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use monograd::data::idx;
use monograd::nalgebra::SVector;
use tempfile::TempDir;

/// An IDX file of unsigned bytes.
fn idx_file(sizes: &[u32], body: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, u8::try_from(sizes.len()).unwrap()];
    file.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
    file.extend(body);
    file
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Writes one file into a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// The message, with `FILE` for the path.
fn message(result: Result<impl Sized, monograd::Error>, path: &Path) -> String {
    let error = result.err().expect("the file is bad, and was read all the same");
    error.to_string().replace(&path.display().to_string(), "FILE")
}

#[test]
fn plain_and_gzip_give_the_same_images() {
    let plain = idx_file(&[2, 2, 2], &[0, 51, 102, 255, 1, 2, 3, 4]);
    // Gzip is known by its content, so each stands under the other's name; and a gzip file may
    // consist of several members.
    let members = [gzip(&plain[..9]), gzip(&plain[9..])].concat();
    for (name, bytes) in [("a.gz", &plain), ("b", &gzip(&plain)), ("c.gz", &members)] {
        let (_folder, path) = file(name, bytes);
        let images = idx::read_images::<4>(&path).unwrap();
        assert_eq!(images[0], SVector::from([0.0, 0.2, 0.4, 1.0]));
        assert_eq!(images[1], SVector::from([1.0, 2.0, 3.0, 4.0]) / 255.0);
        assert_eq!((images.len(), images.capacity()), (2, 2));
    }
}

#[test]
fn a_file_may_hold_nothing() {
    let (_folder, path) = file("none", &idx_file(&[0, 28, 28], &[]));
    assert!(idx::read_images::<784>(path).unwrap().is_empty());
}

/// Rows of name, content, message: the reader of 2×2 images refuses each with just these words.
fn assert_refused(cases: &[(&str, &[u8], &str)]) {
    for (name, bytes, wanted) in cases {
        let (_folder, path) = file(name, bytes);
        assert_eq!(message(idx::read_images::<4>(&path), &path), *wanted, "{name}");
    }
}

#[test]
#[rustfmt::skip] // A row is a case.
fn a_header_that_is_not_the_wanted_one() {
    assert_refused(&[
        ("empty", b"", "`FILE` is empty; an IDX header of 16 bytes was wanted"),
        ("empty gzip", &gzip(b""), "`FILE` is empty; an IDX header of 16 bytes was wanted"),
        ("cut in the magic", b"\0\0\x08", "`FILE` ends after 3 bytes; an IDX header of 16 bytes was wanted"),
        ("cut in the sizes", &idx_file(&[3, 2, 2], b"")[..15], "`FILE` ends after 15 bytes; an IDX header of 16 bytes was wanted"),
        ("web page", b"<!doctype html>", "`FILE` begins with the bytes 3c 21; an IDX file, which begins with 00 00, was wanted"),
        ("wrong second byte", b"\0\x01\x08\x03", "`FILE` begins with the bytes 00 01; an IDX file, which begins with 00 00, was wanted"),
        ("floats", b"\0\0\x0d\x03", "`FILE` holds elements of IDX type 0x0d; type 0x08, unsigned bytes, was wanted"),
        ("labels", &idx_file(&[3], &[1, 2, 3]), "`FILE` is an IDX file with 1 dimension(s); 3 was wanted (images have 3, labels have 1)"),
        ("wrong size", &idx_file(&[3, 2, 3], &[9; 18]), "`FILE` holds images of 2×3 = 6 pixels; images of 4 pixels were wanted"),
        ("largest size", &idx_file(&[1, u32::MAX, u32::MAX], b""), "`FILE` holds images of 4294967295×4294967295 = 18446744065119617025 pixels; images of 4 pixels were wanted"),
    ]);
}

#[test]
#[rustfmt::skip] // A row is a case.
fn a_length_that_is_not_the_announced_one() {
    let good = idx_file(&[3, 2, 2], &[9; 12]);
    let trailing = [good.as_slice(), b"x"].concat();
    assert_refused(&[
        ("body cut", &good[..27], "`FILE` holds 27 bytes of IDX data; its header announces 28"),
        ("body cut in gzip", &gzip(&good[..27]), "`FILE` holds 27 bytes of IDX data; its header announces 28"),
        ("no body", &good[..16], "`FILE` holds 16 bytes of IDX data; its header announces 28"),
        // Would be 64 GB: an error, not an attempt to allocate.
        ("largest count", &idx_file(&[u32::MAX, 2, 2], &[9; 12]), "`FILE` holds 28 bytes of IDX data; its header announces 17179869196"),
        ("trailing byte", &trailing, "`FILE` goes on after the 28 bytes of IDX data that its header announces"),
        ("trailing byte in gzip", &gzip(&trailing), "`FILE` goes on after the 28 bytes of IDX data that its header announces"),
    ]);
}

#[test]
fn a_gzip_file_that_is_damaged() {
    let whole = gzip(&idx_file(&[3, 2, 2], &[9; 12]));
    let mut changed = whole.clone();
    changed[whole.len() - 8] ^= 1;
    let cases: [(&str, &[u8], &str); 5] = [
        ("cut", &whole[..whole.len() - 9], "incomplete deflate stream"),
        ("cut in its header", &whole[..4], "unexpected end of file"),
        ("cut in its checksum", &whole[..whole.len() - 1], "unexpected end of file"),
        ("wrong checksum", &changed, "corrupt gzip stream does not have a matching checksum"),
        ("trailing bytes", &[&whole[..], b"some more bytes"].concat(), "invalid gzip header"),
    ];
    for (name, bytes, cause) in cases {
        assert_refused(&[(
            name,
            bytes,
            &format!(
                "`FILE` begins like a gzip file but cannot be decompressed: {cause}; a whole gzip file was wanted"
            ),
        )]);
    }
}

#[test]
fn labels_are_inside_the_classes() {
    let (_folder, path) = file("labels", &idx_file(&[4], &[0, 9, 3, 3]));
    let labels = idx::read_labels::<10>(&path).unwrap();
    assert_eq!(labels.iter().map(|label| label.index()).collect::<Vec<_>>(), [0, 9, 3, 3]);

    let (_folder, path) = file("labels", &idx_file(&[4], &[0, 9, 10, 3]));
    assert_eq!(
        message(idx::read_labels::<10>(&path), &path),
        "label 2 of `FILE` is class 10; a class below 10 was wanted"
    );

    let (_folder, path) = file("labels", &idx_file(&[1, 1, 1], &[0]));
    assert_eq!(
        message(idx::read_labels::<10>(&path), &path),
        "`FILE` is an IDX file with 3 dimension(s); 1 was wanted (images have 3, labels have 1)"
    );
}

#[test]
fn images_and_labels_are_as_many() {
    let folder = tempfile::tempdir().unwrap();
    let (images, labels) = (folder.path().join("images"), folder.path().join("labels"));
    fs::write(&images, idx_file(&[2, 1, 1], &[7, 7])).unwrap();
    fs::write(&labels, idx_file(&[3], &[1, 1, 1])).unwrap();
    let error = idx::read::<1, 10>(&images, &labels).unwrap_err().to_string();
    assert_eq!(
        error.replace(&folder.path().display().to_string(), "DIR"),
        "`DIR/images` holds 2 images, but `DIR/labels` holds 3 labels; one label for each image was wanted"
    );
}

#[test]
fn a_missing_file_and_a_folder_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let text = message(idx::read_images::<4>(&missing), &missing);
    assert!(text.starts_with("cannot read `FILE`: "), "{text}");
    let text = message(idx::read_images::<4>(folder.path()), folder.path());
    assert!(text.starts_with("cannot read `FILE`: "), "{text}");
}

#[test]
fn find_takes_the_plain_file_before_the_gzip_file() {
    let folder = tempfile::tempdir().unwrap();
    let error = idx::find(&folder, "digits").unwrap_err();
    assert_eq!(
        message(Err::<(), _>(error), folder.path()),
        "`FILE` holds neither `digits` nor `digits.gz`; one of them was wanted"
    );
    for name in ["digits.gz", "digits"] {
        let path = folder.path().join(name);
        fs::write(&path, "").unwrap();
        assert_eq!(idx::find(&folder, "digits").unwrap(), path);
    }
}

#[test]
fn a_gzip_bomb_stops_behind_the_announced_length() {
    // Many megabytes of zeros behind the header of one tiny image. The compressed file breaks off
    // in the middle; a reader that went on would come to that place and report it instead.
    let mut bomb = gzip(&idx_file(&[1, 2, 2], &vec![0; 16 << 20]));
    bomb.truncate(bomb.len() / 2);
    let (_folder, path) = file("bomb", &bomb);
    let wanted = "`FILE` goes on after the 20 bytes of IDX data that its header announces";
    assert_eq!(message(idx::read_images::<4>(&path), &path), wanted);
}

#[test]
fn a_thread_with_a_small_stack_reads_many_images() {
    // 3 MB of samples, 48 times the stack.
    let (_folder, path) = file("images", &idx_file(&[1000, 28, 28], &vec![255; 1000 * 784]));
    let read = move || idx::read_images::<784>(path).unwrap();
    let thread = std::thread::Builder::new().stack_size(64 << 10).spawn(read).unwrap();
    assert_eq!(thread.join().unwrap()[999], SVector::<f32, 784>::repeat(1.0));
}

#[test]
#[cfg(target_os = "linux")]
fn a_path_need_not_be_text() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(OsStr::from_bytes(b"\xff\xfe"));
    fs::write(&path, idx_file(&[1], &[5])).unwrap();
    assert_eq!(idx::read_labels::<10>(&path).unwrap()[0].index(), 5);
    fs::write(&path, idx_file(&[1], &[10])).unwrap();
    assert_eq!(
        message(idx::read_labels::<10>(&path), &path),
        "label 0 of `FILE` is class 10; a class below 10 was wanted"
    );
}

/// Reads the real data set where `MNIST_DIR` says that it is.
#[test]
fn real_mnist() {
    let Some(folder) = std::env::var_os("MNIST_DIR").map(PathBuf::from) else {
        return;
    };
    // The sums of all bytes were counted from the files with another program.
    for (set, count, first, sum) in
        [("train", 60_000, 5, 1_567_298_545_u64), ("t10k", 10_000, 7, 264_923_200)]
    {
        let images = idx::find(&folder, &format!("{set}-images-idx3-ubyte")).unwrap();
        let labels = idx::find(&folder, &format!("{set}-labels-idx1-ubyte")).unwrap();
        let (images, labels) = idx::read::<784, 10>(images, labels).unwrap();
        assert_eq!((images.len(), images.capacity(), labels.len()), (count, count, count));
        assert_eq!(labels[0].index(), first);
        let bytes = images.iter().flatten().map(|pixel| (f64::from(*pixel) * 255.0).round());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "each is a whole number below 256"
        )]
        let bytes_sum: u64 = bytes.map(|byte| byte as u64).sum();
        assert_eq!(bytes_sum, sum);
    }
}
