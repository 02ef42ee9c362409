//! The CSV reader: what it reads, and the whole message of everything that it refuses.

use std::fs;

use monograd::data::csv::Error;
use monograd::data::csv::{ClassNames, Column, Csv, answers, class_name, class_number, numbers};
use monograd::data::{Class, OwnedDataset};
use monograd::nalgebra::SVector;
use proptest::prelude::{any, prop, prop_assert_eq, proptest};
use tempfile::NamedTempFile;

use crate::support::files::message;

fn file(bytes: impl AsRef<[u8]>) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    file
}

type Flowers = OwnedDataset<SVector<f32, 2>, Class<2>>;

/// Two numbers and one of two names, one of which, `lily`, is class 0.
fn read_flowers(csv: &Csv) -> Result<Flowers, Error> {
    let names = ClassNames::new(["lily", "rose"]);
    csv.read(&numbers(["width", "height"]), &class_name("species", &names))
}

/// Rows of name, content, message: the reader refuses each with just these words.
#[track_caller]
fn assert_refused<T>(cases: &[(&str, &str, &str)], read: impl Fn(&Csv) -> Result<T, Error>) {
    for (name, content, wanted) in cases {
        let file = file(content);
        assert_eq!(message(read(&Csv::new(file.path())), file.path()), *wanted, "{name}");
    }
}

#[test]
fn a_table_is_read() {
    let plain = "width,species,height\n1.5,rose,2\n-1e-3,lily,+.5\n";
    let bytes_of_order = format!("\u{feff}{plain}");
    let quoted = "\"width\",species,height,note\n1.5,\"rose\",2,\"a,\nb\"\n-1e-3,lily,+.5,\n";
    let blanks = "\n width ,\tspecies,height\n\n 1.5, rose ,2 \n  \n\t \n-1e-3,lily,+.5\n ";
    let returns = [plain, quoted, blanks].map(|table| table.replace('\n', "\r"));
    let both = [plain, quoted, blanks].map(|table| table.replace('\n', "\r\n"));
    let contents = [plain, &bytes_of_order, quoted, blanks].map(String::from);
    for content in [&contents[..], &returns, &both].concat() {
        let file = file(&content);
        let data = read_flowers(&Csv::new(file.path())).unwrap();
        assert_eq!(data.samples(), [[1.5, 2.0], [-1e-3, 0.5]].map(SVector::from), "{content:?}");
        assert_eq!(data.targets(), [1, 0].map(Class::of), "{content:?}");
    }
}

#[test]
fn columns_have_names_or_numbers() {
    let file = file("7;1;0.5;TRUE\n3;0;0.25;False\n");
    let csv = Csv::new(file.path()).delimiter(b';').without_header();
    let data = csv.read(&numbers::<f64, 1>([2]), &class_number::<8>(0)).unwrap();
    assert_eq!(data.samples(), [[0.5], [0.25]].map(SVector::from));
    assert_eq!(data.targets(), [7, 3].map(Class::of));
    assert_eq!(csv.values(&answers([1, 3])).unwrap(), [[true, true], [false, false]]);
    // Of the header, numbers count the columns too.
    let csv = Csv::new(file.path()).delimiter(b';');
    assert_eq!(
        csv.values(&numbers::<f32, 2>([Column::from("0.5"), 0.into()])).unwrap(),
        [SVector::from([0.25, 3.0])]
    );
}

#[test]
fn class_names_are_learned() {
    let train = file("species\nrose\nlily\nrose\n");
    let names = Csv::new(train.path()).class_names::<2>("species").unwrap();
    assert_eq!(names, ClassNames::new(["lily", "rose"]));
    assert_eq!(names.names(), ["lily", "rose"]);

    let test = file("species\nlily\nthistle\n");
    let classes = Csv::new(test.path()).values(&class_name("species", &names));
    assert_eq!(
        message(classes, test.path()),
        "`FILE`, line 3, column `species`: found `thistle`; one of `lily`, `rose` was wanted"
    );
}

#[test]
#[rustfmt::skip] // A row is a case.
fn class_names_that_are_not_the_wanted_ones() {
    assert_refused(&[
        ("one", "species\nrose\nrose\n", "column `species` of `FILE` names 1 classes, `rose`; 2 were wanted"),
        ("three", "species\nc\na\nb\n", "column `species` of `FILE` names 3 classes, `a`, `b`, `c`; 2 were wanted"),
        ("many", "species\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "column `species` of `FILE` names 12 classes, `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9`, `10` and 2 more; 2 were wanted"),
        ("a gap", "species,x\nrose,1\n,2\n", "`FILE`, line 3, column `species`: found nothing; the name of a class was wanted"),
        ("no column", "kind\nrose\n", "`FILE` has no column `species`; it has the columns `kind`"),
        ("no rows", "species\n", "`FILE` holds a header and no rows; at least one row was wanted"),
    ], |csv| csv.class_names::<2>("species"));
}

#[test]
#[rustfmt::skip] // A row is a case.
fn a_table_that_is_not_the_wanted_one() {
    assert_refused(&[
        ("empty", "", "`FILE` is empty; at least one row was wanted"),
        ("blank lines", "\n\r\n\n", "`FILE` is empty; at least one row was wanted"),
        ("header alone", "width,species,height", "`FILE` holds a header and no rows; at least one row was wanted"),
        ("missing column", "width,species\n1,rose\n", "`FILE` has no column `height`; it has the columns `width`, `species`"),
        ("other case", "Width,height,species\n1,2,rose\n", "`FILE` has no column `width`; it has the columns `Width`, `height`, `species`"),
        ("column twice", "width,species,width,height\n1,rose,2,3\n", "`FILE` has 2 columns `width`; one was wanted"),
        ("short row", "width,species,height\n1,rose,2\n1,rose\n", "`FILE`, line 3: found 2 cells; 3 were wanted, as in the lines before"),
        ("long row", "width,species,height\n1,rose,2,3\n", "`FILE`, line 2: found 4 cells; 3 were wanted, as in the lines before"),
        ("other delimiter", "width;species;height\n1;rose;2\n", "`FILE` has no column `width`; it has the columns `width;species;height`"),
    ], read_flowers);
}

#[test]
#[rustfmt::skip] // A row is a case.
fn a_cell_that_is_not_the_wanted_one() {
    assert_refused(&[
        ("letter", "width,species,height\n1,rose,2\n1,rose,2x\n", "`FILE`, line 3, column `height`: found `2x`; a finite number was wanted"),
        ("nothing", "width,species,height\n1,rose,\n", "`FILE`, line 2, column `height`: found nothing; a finite number was wanted"),
        ("infinite", "width,species,height\ninf,rose,1\n", "`FILE`, line 2, column `width`: found `inf`; a finite number was wanted"),
        ("negative infinity", "width,species,height\n-Infinity,rose,1\n", "`FILE`, line 2, column `width`: found `-Infinity`; a finite number was wanted"),
        ("NaN", "width,species,height\nNaN,rose,1\n", "`FILE`, line 2, column `width`: found `NaN`; a finite number was wanted"),
        ("infinite as f32", "width,species,height\n1e39,rose,1\n", "`FILE`, line 2, column `width`: found `1e39`; a finite number was wanted"),
        ("decimal comma", "width,species,height\n\"1,5\",rose,1\n", "`FILE`, line 2, column `width`: found `1,5`; a finite number was wanted"),
        ("unseen class", "width,species,height\n1,Rose,1\n", "`FILE`, line 2, column `species`: found `Rose`; one of `lily`, `rose` was wanted"),
        ("after blank lines", "width,species,height\n1,rose,2\n\n\n\nx,rose,1\n", "`FILE`, line 6, column `width`: found `x`; a finite number was wanted"),
        ("Windows", "\r\nwidth,species,height\r\n1,rose,2\r\n\r\nx,rose,1\r\n", "`FILE`, line 5, column `width`: found `x`; a finite number was wanted"),
        ("after a cell of two lines", "width,species,height,note\n1,rose,2,\"a\nb\"\nx,rose,1,c\n", "`FILE`, line 4, column `width`: found `x`; a finite number was wanted"),
        ("quote without end", "width,species,height\n1,rose,\"2\n3,rose,4\n", "`FILE`, line 2, column `height`: found `2\\n3,rose,4`; a finite number was wanted"),
        ("long", &format!("width,species,height\n{},rose,1\n", "ä".repeat(60)), &format!("`FILE`, line 2, column `width`: found `{}…`; a finite number was wanted", "ä".repeat(40))),
    ], read_flowers);
}

#[test]
#[rustfmt::skip] // A row is a case.
fn classes_and_answers_that_are_none() {
    for (found, shown) in [("3", "`3`"), ("-1", "`-1`"), ("1.0", "`1.0`"), ("\"\"", "nothing"), ("99999999999999999999", "`99999999999999999999`")] {
        assert_refused(&[
            ("class", &format!("digit\n0\n{found}\n"), &format!("`FILE`, line 3, column `digit`: found {shown}; a class number from 0 to 2 was wanted")),
        ], |csv| csv.values(&class_number::<3>("digit")));
    }
    for (found, shown) in [("2", "`2`"), ("yes", "`yes`"), ("\"\"", "nothing")] {
        assert_refused(&[
            ("answer", &format!("sick\n0\n{found}\n"), &format!("`FILE`, line 3, column `sick`: found {shown}; one of `0`, `1`, `false` and `true` was wanted")),
        ], |csv| csv.values(&answers(["sick"])));
    }
}

#[test]
#[rustfmt::skip] // A row is a case.
fn without_a_header_columns_have_numbers() {
    let read = |csv: &Csv| csv.clone().without_header().values(&numbers::<f32, 2>([0, 3]));
    assert_refused(&[
        ("empty", "", "`FILE` is empty; at least one row was wanted"),
        ("too few", "1,2,3\n", "`FILE` has no column 3 (counted from 0); it has 3 columns"),
        ("one", "1\n", "`FILE` has no column 3 (counted from 0); it has 1 column"),
        ("letter", "1,2,3,4\n1,2,3,x\n", "`FILE`, line 2, column 3 (counted from 0): found `x`; a finite number was wanted"),
        ("a header all the same", "a,b,c,d\n1,2,3,4\n", "`FILE`, line 1, column 0 (counted from 0): found `a`; a finite number was wanted"),
        ("ragged", "1,2,3,4\n1,2\n", "`FILE`, line 2: found 2 cells; 4 were wanted, as in the lines before"),
    ], read);
    assert_refused(&[
        ("name", "1,2\n", "`FILE` has no column `width`; it has 2 columns without names"),
    ], |csv| csv.clone().without_header().values(&numbers::<f32, 1>(["width"])));
}

#[test]
fn bytes_that_are_no_text() {
    let wanted = |line| format!("`FILE`, line {line}: found bytes that are not UTF-8; text was wanted");
    let row = file(b"width,species,height\n1,rose,1\n1,r\xffse,1\n");
    assert_eq!(message(read_flowers(&Csv::new(row.path())), row.path()), wanted(3));
    let cases: [(&[u8], usize); 8] = [
        (b"\nwidth,spe\xffies,height\n1,rose,1\n", 2),
        (b"width,species,height\n1,r\xffse,1\n", 2),
        (b"width,species,height\r\n1,r\xffse,1\r\n", 2),
        (b"width,species,height\r\r1,rose,1\r1,r\xffse,1\r", 4),
        (b"width,species,height\n1,rose,1\n1,\"a\nb\r\nc\xff\",1\n", 5),
        (b"width,species,height,note\n1,rose,1,\"a\nb\"\n1,\xff,1,c", 4),
        // Half a character in one cell and the other half in the next.
        (b"width,species,height\n1,\xc3,\xa9\n", 2),
        (b"\xff\xfew\0i\0", 1),
    ];
    for (content, line) in cases {
        let file = file(content);
        assert_eq!(message(read_flowers(&Csv::new(file.path())), file.path()), wanted(line), "{content:?}");
    }
}

#[test]
fn a_missing_file_and_a_folder_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.csv");
    for path in [&missing, folder.path()] {
        let text = message(read_flowers(&Csv::new(path)), path);
        assert!(text.starts_with("cannot read `FILE`: "), "{text}");
    }
}

#[test]
fn as_many_columns_as_an_image_has_pixels() {
    let row = |label: usize| format!("{label}{}\n", ",255".repeat(784));
    let file = file(row(5) + &row(0));
    let csv = Csv::new(file.path()).without_header();
    let pixels = numbers::<f32, 784>(std::array::from_fn(|i| 1 + i));
    let data = csv.read(&pixels, &class_number::<10>(0)).unwrap();
    assert_eq!(data.targets(), [5, 0].map(Class::of));
    assert_eq!(data.samples()[1], SVector::<f32, 784>::repeat(255.0));
}

#[test]
#[rustfmt::skip] // A row is a case.
fn messages_name_the_line_whatever_ends_it() {
    let bad = |end: &str| format!("width,species,height{end}1,rose,2{end}  {end}{end}x,rose,1{end}");
    let message = "`FILE`, line 5, column `width`: found `x`; a finite number was wanted";
    assert_refused(&[
        ("\\n", &bad("\n"), message),
        ("\\r\\n", &bad("\r\n"), message),
        ("\\r", &bad("\r"), message),
        ("mixed", "width,species,height\r1,rose,2\r\n\nx,rose,1", "`FILE`, line 4, column `width`: found `x`; a finite number was wanted"),
    ], read_flowers);
    // A line of blanks is one of cells where blanks are between cells.
    assert_refused(&[
        ("tabs", "a\tb\n1\t2\n\t\n", "`FILE`, line 3, column `a`: found nothing; a finite number was wanted"),
    ], |csv| csv.clone().delimiter(b'\t').values(&numbers::<f32, 2>(["a", "b"])));
    // A quoted cell is a cell, also an empty one.
    assert_refused(&[
        ("an empty cell", "a\n1\n\n \n\"\"\n", "`FILE`, line 5, column `a`: found nothing; a finite number was wanted"),
    ], |csv| csv.values(&numbers::<f32, 1>(["a"])));
}

#[test]
#[rustfmt::skip] // A row is a case.
fn messages_are_of_one_line() {
    let long = "n".repeat(3000);
    let short = format!("`{}…`", "n".repeat(40));
    assert_refused(&[
        ("header of two lines", "\"two\nlines\",b\nx,1\n", "`FILE`, line 3, column `two\\nlines`: found `x`; a finite number was wanted"),
        ("control characters", "\"a\u{1b}[31m\u{0}\",b\nx,1\n", "`FILE`, line 2, column `a\\u{1b}[31m\\0`: found `x`; a finite number was wanted"),
        ("a long name", &format!("{long},b\nx,1\n"), &format!("`FILE`, line 2, column {short}: found `x`; a finite number was wanted")),
    ], |csv| csv.values(&numbers::<f32, 1>([0])));
    assert_refused(&[
        ("missing", "\"two\nlines\"\n1\n", "`FILE` has no column `a\\nb`; it has the columns `two\\nlines`"),
        ("twice", "\"a\nb\",\"a\nb\"\n1,2\n", "`FILE` has 2 columns `a\\nb`; one was wanted"),
    ], |csv| csv.values(&numbers::<f32, 1>(["a\nb"])));
    assert_refused(&[
        ("class names", "a\n\"x\ny\"\n", "column `a` of `FILE` names 1 classes, `x\\ny`; 2 were wanted"),
    ], |csv| csv.class_names::<2>("a"));
}

#[test]
fn rows_have_limits_that_the_caller_sets() {
    let refused = |content: String, wanted: &str| {
        let file = file(content);
        let csv = Csv::new(file.path()).row_limit(1000).column_limit(100);
        assert_eq!(message(csv.values(&numbers::<f32, 1>([0])), file.path()), wanted);
    };
    let too_long = |line| {
        format!(
            "`FILE`, line {line}: found a row of more than 1000 bytes; a quote that is closed was wanted, or a larger \
             `Csv::row_limit`"
        )
    };
    let too_many = |line| {
        format!(
            "`FILE`, line {line}: found more than 100 cells; fewer were wanted, or a larger `Csv::column_limit`"
        )
    };
    refused(format!("a\n1\n\n{}\n", "1".repeat(1001)), &too_long(4));
    refused(format!("a,b\n1,\"\n{}", "1,2\n".repeat(1000)), &too_long(2));
    refused(",".repeat(1_000_000), &too_many(1));
    refused(format!("a\n{}\n", ",".repeat(100)), &too_many(2));
    let most = file(format!("a{}\n{}{}", ",".repeat(99), "0".repeat(1000), ",".repeat(99)));
    let csv = Csv::new(most.path()).row_limit(1000).column_limit(100);
    assert_eq!(csv.values(&numbers::<f32, 1>([0])).unwrap(), [SVector::from([0.0])]);
}

#[test]
fn a_row_of_commas_takes_little_memory() {
    let file = file(",".repeat(4_000_000));
    let csv = Csv::new(file.path());
    let (result, bytes) = crate::support::heap::peak(|| csv.values(&numbers::<f32, 1>([0])));
    let text = message(result, file.path());
    assert!(text.starts_with("`FILE`, line 1: found more than 1048576 cells; "), "{text}");
    assert!(bytes < 20_000_000, "{bytes}");
}

#[test]
fn numbers_that_name_classes_keep_their_order() {
    let names = |labels: &[&str]| {
        let file = file(format!("label\n{}\n", labels.join("\n")));
        Csv::new(file.path()).class_names::<4>("label").unwrap()
    };
    assert_eq!(names(&["11", "2", "1", "27"]).names(), ["1", "2", "11", "27"]);
    assert_eq!(names(&["1.5", "-3", "1e1", "-20"]).names(), ["-20", "-3", "1.5", "1e1"]);
    assert_eq!(names(&["2", "1.0", "1", "01"]).names(), ["01", "1", "1.0", "2"]);
    // One name that is no number, and all are text.
    assert_eq!(names(&["11", "2", "x", "1"]).names(), ["1", "11", "2", "x"]);
    assert_eq!(names(&["11", "2", "NaN", "1"]).names(), ["1", "11", "2", "NaN"]);
    // A column of identifiers is not kept.
    let ids = file((0..10_000).fold(String::from("id\n"), |rows, i| rows + &format!("{i}\n")));
    let text = message(Csv::new(ids.path()).class_names::<3>("id"), ids.path());
    assert!(text.starts_with("column `id` of `FILE` names at least 1004 classes, `0`, `1`, "), "{text}");
}

#[test]
fn class_numbers_may_begin_anywhere() {
    let file = file("class\n1\n3\n-1\n");
    let read = |first| Csv::new(file.path()).values(&class_number::<5>("class").first_label(first));
    assert_eq!(read(-1).unwrap(), [2, 4, 0].map(Class::of));
    assert_eq!(
        message(read(1), file.path()),
        "`FILE`, line 4, column `class`: found `-1`; a class number from 1 to 5 was wanted"
    );
    assert!(read(i32::MIN).is_err() && read(i32::MAX).is_err());
}

/// A pipe has no size, and what it gives may come in pieces.
#[test]
#[cfg(unix)]
fn a_table_may_come_through_a_pipe() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let writer = std::thread::spawn({
        let path = path.clone();
        move || {
            let mut pipe = fs::OpenOptions::new().write(true).open(path).unwrap();
            for piece in ["\u{feff}".as_bytes(), b"wid", b"th\r", b"\n1", b"2\r", b"\n"]
                .iter()
                .flat_map(|piece| piece.chunks(1))
            {
                pipe.write_all(piece).unwrap();
            }
        }
    });
    assert_eq!(Csv::new(&path).values(&numbers::<f32, 1>(["width"])).unwrap(), [SVector::from([12.0])]);
    writer.join().unwrap();
}

proptest! {
    /// Whatever is written in Rust's shortest form is read to the last bit.
    #[test]
    fn numbers_survive(rows in prop::collection::vec(any::<(f32, f32)>(), 1..20)) {
        let lines: Vec<String> = rows.iter().map(|(a, b)| format!("{a:?},{b:?}\n")).collect();
        let file = file(format!("a,b\n{}", lines.concat()));
        let read = Csv::new(file.path()).values(&numbers::<f32, 2>(["a", "b"])).unwrap();
        prop_assert_eq!(read, rows.iter().map(|&(a, b)| SVector::from([a, b])).collect::<Vec<_>>());
    }

    /// Whatever the bytes: samples or an error.
    #[test]
    fn nothing_panics(bytes in prop::collection::vec(prop::sample::select(b"a,b1.e\"\n\r \xff;-".to_vec()), 0..60)) {
        let file = file(bytes);
        let csv = Csv::new(file.path());
        let _ = csv.values(&numbers::<f32, 1>([0]));
        let _ = csv.values(&numbers::<f32, 1>(["a"]));
        let _ = csv.class_names::<2>(0);
        let _ = csv.without_header().values(&class_number::<3>(1));
    }
}
