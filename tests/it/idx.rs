//! The IDX reader: what it reads, and the whole message of everything that it refuses.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use monograd::data::idx::{self, Idx};
use monograd::nalgebra::SVector;
use tempfile::TempDir;

use crate::support::files::message;

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

/// An IDX file of elements of this type.
fn typed(code: u8, sizes: &[u32], elements: &[&[u8]]) -> Vec<u8> {
    let mut file = idx_file(sizes, &elements.concat());
    file[2] = code;
    file
}

/// Writes one file into a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

#[test]
fn plain_and_gzip_give_the_same_images() {
    let plain = idx_file(&[2, 2, 2], &[0, 51, 102, 255, 1, 2, 3, 4]);
    // Gzip is known by its content, so each has the other's name; and a gzip file may
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
        ("unknown type", b"\0\0\x0a\x03", "`FILE` holds elements of the unknown IDX type 0x0a; 0x08 (`u8`), 0x09 (`i8`), 0x0b (`i16`), 0x0c (`i32`), 0x0d (`f32`) or 0x0e (`f64`) was wanted"),
        ("no dimension", b"\0\0\x08\0", "`FILE` is an IDX file with 0 dimension(s); 3 was wanted (images have 3, labels have 1)"),
        ("labels", &idx_file(&[3], &[1, 2, 3]), "`FILE` is an IDX file with 1 dimension(s); 3 was wanted (images have 3, labels have 1)"),
        ("wrong size", &idx_file(&[3, 2, 3], &[9; 18]), "`FILE` holds items of 2×3 = 6 numbers; items of 4 numbers were wanted, such as images of 4 pixels"),
        ("largest size", &idx_file(&[1, u32::MAX, u32::MAX], b""), "`FILE` holds items of 4294967295×4294967295 = 18446744065119617025 numbers; items of 4 numbers were wanted, such as images of 4 pixels"),
        ("many dimensions", &idx_file(&[1; 255], b""), "`FILE` holds items of 1×1×1×1×1×1×… = 1 numbers; items of 4 numbers were wanted, such as images of 4 pixels"),
        ("a size beyond all", &idx_file(&[1, u32::MAX, u32::MAX, 2], b""), "`FILE` holds items of 4294967295×4294967295×2 = too many numbers; items of 4 numbers were wanted, such as images of 4 pixels"),
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
    let cases: [(&str, &[u8], &str); 4] = [
        ("cut", &whole[..whole.len() - 9], "incomplete deflate stream"),
        ("cut in its header", &whole[..4], "unexpected end of file"),
        ("cut in its checksum", &whole[..whole.len() - 1], "unexpected end of file"),
        ("wrong checksum", &changed, "corrupt gzip stream does not have a matching checksum"),
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
        "label 2 of `FILE` is 10; a whole number from 0 to 9 was wanted, or `Idx::first_label` where the labels begin elsewhere"
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
fn a_gzip_bomb_stops_after_the_announced_length() {
    // Many megabytes of zeros after the header of one tiny image. The compressed file breaks off
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
        "label 0 of `FILE` is 10; a whole number from 0 to 9 was wanted, or `Idx::first_label` where the labels begin elsewhere"
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

#[test]
fn zeros_may_follow_a_gzip_file_and_nothing_else() {
    let plain = idx_file(&[3, 2, 2], &[9; 12]);
    let whole = gzip(&plain);
    let zeros = |count: usize| vec![0; count];
    let members = [gzip(&plain[..9]), zeros(1000), gzip(&plain[9..]), zeros(3)].concat();
    for bytes in [[&whole[..], &zeros(512)].concat(), [&whole[..], &zeros(100_000)].concat(), members] {
        let (_folder, path) = file("padded", &bytes);
        assert_eq!(idx::read_images::<4>(&path).unwrap().len(), 3);
    }
    let after = |found| {
        format!(
            "`FILE` goes on after its gzip data with the byte {found}; zeros, more gzip data or the end of the file was wanted"
        )
    };
    assert_refused(&[
        ("text", &[&whole[..], b"some more bytes"].concat(), &after("73")),
        ("text after zeros", &[&whole[..], &zeros(70_000), b"x"].concat(), &after("78")),
        ("plain data", &[&whole[..], &plain[..]].concat(), &after("08")),
    ]);
}

/// Every type of the format, at its ends and big-endian.
#[test]
#[rustfmt::skip] // A row is a case.
fn elements_may_have_every_type() {
    type Case<'a> = (u8, [&'a [u8]; 3], [f64; 3]);
    let cases: [Case<'_>; 6] = [
        (0x08, [&[0], &[1], &[255]], [0.0, 1.0, 255.0]),
        (0x09, [&[0x80], &[0xff], &[0x7f]], [-128.0, -1.0, 127.0]),
        (0x0b, [&[0x80, 0], &[0x01, 0x02], &[0x7f, 0xff]], [-32768.0, 258.0, 32767.0]),
        (0x0c, [&[0x80, 0, 0, 0], &[0, 0, 1, 2], &[0x7f, 0xff, 0xff, 0xff]], [-2_147_483_648.0, 258.0, 2_147_483_647.0]),
        (0x0d, [&(-1.5_f32).to_be_bytes(), &0.1_f32.to_be_bytes(), &f32::MAX.to_be_bytes()], [-1.5, 0.1_f32.into(), f32::MAX.into()]),
        (0x0e, [&(-1.5_f64).to_be_bytes(), &0.1_f64.to_be_bytes(), &f64::MAX.to_be_bytes()], [-1.5, 0.1, f64::MAX]),
    ];
    for (code, elements, wanted) in cases {
        for sizes in [&[3][..], &[3, 1], &[3, 1, 1, 1]] {
            let (_folder, path) = file("numbers", &typed(code, sizes, &elements));
            let numbers = Idx::new(&path).numbers::<f64, 1>().unwrap();
            assert_eq!(numbers.iter().map(|number| number[0]).collect::<Vec<_>>(), wanted, "{code:x}");
        }
    }
    // Images of floats stay as they are, those of bytes become greys.
    let halves = [0.5_f32, -2.0, 0.0, 1.0].map(f32::to_be_bytes);
    let (_folder, path) = file("images", &typed(0x0d, &[1, 1, 2, 2], &halves.each_ref().map(<[u8; 4]>::as_slice)));
    assert_eq!(idx::read_images::<4>(&path).unwrap(), [SVector::from([0.5, -2.0, 0.0, 1.0])]);
}

#[test]
fn numbers_that_are_not_finite() {
    let numbers = |bad: f64| [1.0, 2.0, 3.0, bad].map(f64::to_be_bytes).concat();
    for (bad, as_f32_too) in [(f64::NAN, false), (f64::INFINITY, false), (1e39, true)] {
        let (_folder, path) = file("numbers", &typed(0x0e, &[2, 2], &[&numbers(bad)]));
        let wanted = format!("number 1 of item 1 of `FILE` is {bad}; a finite number was wanted");
        assert_eq!(message(Idx::new(&path).numbers::<f32, 2>(), &path), wanted);
        assert_eq!(Idx::new(&path).numbers::<f64, 2>().is_ok(), as_f32_too);
    }
}

#[test]
fn labels_may_begin_anywhere() {
    // As the letters of EMNIST.
    let (_folder, path) = file("letters", &idx_file(&[4], &[1, 26, 13, 2]));
    let labels = Idx::new(&path).first_label(1).labels::<26>().unwrap();
    assert_eq!(labels.iter().map(|label| label.index()).collect::<Vec<_>>(), [0, 25, 12, 1]);
    assert_eq!(
        message(Idx::new(&path).labels::<26>(), &path),
        "label 1 of `FILE` is 26; a whole number from 0 to 25 was wanted, or `Idx::first_label` where the labels begin elsewhere"
    );
    assert_eq!(
        message(Idx::new(&path).first_label(2).labels::<26>(), &path),
        "label 0 of `FILE` is 1; a whole number from 2 to 27 was wanted, or `Idx::first_label` where the labels begin elsewhere"
    );
    let (_folder, path) = file("signs", &typed(0x09, &[2], &[&[0xff, 1]]));
    assert!(Idx::new(&path).first_label(-1).labels::<3>().is_ok());
    for bad in [0.5_f32, f32::NAN, f32::INFINITY, -1.0, 3e9] {
        let (_folder, path) = file("floats", &typed(0x0d, &[2], &[&1_f32.to_be_bytes(), &bad.to_be_bytes()]));
        let text = message(idx::read_labels::<3>(&path), &path);
        assert!(text.starts_with("label 1 of `FILE` is ") && text.contains("from 0 to 2"), "{text}");
    }
    // With images, too.
    let folder = tempfile::tempdir().unwrap();
    let (images, labels) = (folder.path().join("images"), folder.path().join("labels"));
    fs::write(&images, idx_file(&[1, 1, 1], &[255])).unwrap();
    fs::write(&labels, idx_file(&[1], &[26])).unwrap();
    let (_, labels) = idx::read::<1, 26>(&images, Idx::new(&labels).first_label(1)).unwrap();
    assert_eq!(labels[0].index(), 25);
}

#[test]
fn a_label_may_be_one_of_several_numbers() {
    // As QMNIST has them: the class, then where the digit comes from.
    let rows = [[7, 0, 1000], [3, 1, -1]].map(|row: [i32; 3]| row.map(i32::to_be_bytes).concat());
    let (_folder, path) = file("qmnist", &typed(0x0c, &[2, 3], &[&rows[0], &rows[1]]));
    let labels = Idx::new(&path).label_column(0).labels::<10>().unwrap();
    assert_eq!(labels.iter().map(|label| label.index()).collect::<Vec<_>>(), [7, 3]);
    let parts = Idx::new(&path).label_column(1).labels::<2>().unwrap();
    assert_eq!(parts.iter().map(|part| part.index()).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(
        message(idx::read_labels::<10>(&path), &path),
        "`FILE` holds 3 number(s) for each label, but only one was wanted; `Idx::label_column` says which one is the label"
    );
    assert_eq!(
        message(Idx::new(&path).label_column(3).labels::<10>(), &path),
        "`FILE` holds 3 number(s) for each label, but number 3, counted from 0, was wanted"
    );
    let (_folder, path) = file("a column", &idx_file(&[2, 1], &[4, 5]));
    assert_eq!(idx::read_labels::<10>(&path).unwrap().len(), 2);
    let (_folder, path) = file("none", &idx_file(&[u32::MAX, 0], &[]));
    assert!(idx::read_labels::<10>(&path).is_err());
}

#[test]
fn memory_has_a_limit_that_the_caller_sets() {
    let (_folder, path) = file("labels", &gzip(&idx_file(&[100_000], &vec![3; 100_000])));
    assert_eq!(Idx::new(&path).memory_limit(400_000).labels::<10>().unwrap().len(), 100_000);
    assert_eq!(
        message(Idx::new(&path).memory_limit(399_999).labels::<10>(), &path),
        "the content of `FILE` takes more than the 399999 bytes of memory that it may; `Idx::memory_limit` sets how many"
    );
    // An item alone may be too much.
    let (_folder, path) = file("labels", &gzip(&idx_file(&[1, 100_000], &vec![3; 100_000])));
    let text = message(Idx::new(&path).memory_limit(50_000).label_column(5).labels::<10>(), &path);
    assert!(text.contains("more than the 50000 bytes"), "{text}");
}

#[test]
fn a_large_item_is_not_on_the_stack() {
    // 3 MB, 48 times the stack.
    let (_folder, path) = file("image", &idx_file(&[2, 3, 512, 512], &vec![255; 2 * 3 * 512 * 512]));
    let read =
        move || idx::read_images::<{ 3 * 512 * 512 }>(&path).map(|images| (images.len(), images[1][1000]));
    let thread = std::thread::Builder::new().stack_size(64 << 10).spawn(read).unwrap();
    assert_eq!(thread.join().unwrap().unwrap(), (2, 1.0));
}

#[test]
fn messages_are_of_one_line() {
    let (_folder, path) = file("two\nlines\t.idx", b"");
    let text = idx::read_labels::<10>(&path).unwrap_err().to_string();
    assert!(text.ends_with("two\\nlines\\t.idx` is empty; an IDX header of 8 bytes was wanted"), "{text}");
}

/// What the process of the next test does: nothing, unless it is told a path.
#[test]
fn read_for_another_test() {
    if let Some(path) = std::env::var_os("MONOGRAD_READ_FROM") {
        let text = Idx::new(path).numbers::<f64, 1000>().map(|numbers| numbers.len());
        println!("{}", text.map_or_else(|error| error.to_string(), |count| format!("{count} vectors")));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_larger_than_the_memory_is_an_error() {
    // 4 GB of zeros, which take no place on the disk.
    let header = typed(0x0e, &[500_000, 1000], &[]);
    let (_folder, path) = file("zeros", &header);
    fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(header.len() as u64 + 4_000_000_000)
        .unwrap();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -v 160000; exec \"$@\"", "sh"]).arg(std::env::current_exe().unwrap());
    let (_, here) = module_path!().split_once("::").unwrap();
    command.args([
        "--exact",
        &format!("{here}::read_for_another_test"),
        "--nocapture",
        "--test-threads",
        "1",
    ]);
    let output = command.env("MONOGRAD_READ_FROM", &path).env("MALLOC_ARENA_MAX", "1").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let wanted = format!("there is too little memory for the content of `{}`; ", path.display());
    assert!(output.status.success() && text.contains(&wanted), "{output:?}");
}
