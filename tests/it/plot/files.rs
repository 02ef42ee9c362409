//! Files: the format that the name says, whole or not at all.

use std::fs;
use std::path::Path;
use std::time::Duration;

use monograd::plot::{Animation, Chart, Picture};

fn picture() -> Picture {
    let chart = Chart::new("A title", "x", "y").line("line", [(0.0, 0.0), (1.0, 2.0)]);
    chart.picture().unwrap().size(400, 300)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_end_of_the_name_says_the_format() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.svg", "a.PNG"] {
        picture().save(folder.path().join(name)).unwrap();
    }
    assert!(fs::read_to_string(folder.path().join("a.svg")).unwrap().starts_with("<svg width=\"200\""));
    assert!(fs::read(folder.path().join("a.PNG")).unwrap().starts_with(b"\x89PNG"));
    assert_eq!(names(folder.path()), ["a.PNG", "a.svg"]);
}

#[test]
fn other_ends_are_refused_and_nothing_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.jpg", "a", "a.svg.gz", "svg", "a.gif"] {
        let path = folder.path().join(name);
        fs::write(&path, "as before").unwrap();
        let wanted = format!(
            "cannot tell the format of the picture `{}`; a name that ends in `.svg` or `.png` was wanted",
            path.display()
        );
        assert_eq!(picture().save(&path).unwrap_err().to_string(), wanted);
        assert_eq!(fs::read_to_string(&path).unwrap(), "as before");
    }
    let path = folder.path().join("a.png");
    let error = Animation::new(Duration::from_millis(50)).save(&path).unwrap_err().to_string();
    assert!(error.ends_with("a.png`; a name that ends in `.gif` was wanted"), "{error}");
    assert_eq!(names(folder.path()).len(), 5);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing/a.png");
    let error = picture().save(&missing).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot write `{}`: ", missing.display())), "{error}");
    // There is a folder in the place of the file: the temporary file is gone again.
    fs::create_dir(folder.path().join("a.png")).unwrap();
    assert!(picture().save(folder.path().join("a.png")).is_err());
    assert_eq!(names(folder.path()), ["a.png"]);
    // An animation without a picture takes nothing away.
    fs::write(folder.path().join("a.gif"), "as before").unwrap();
    assert!(Animation::new(Duration::from_millis(50)).save(folder.path().join("a.gif")).is_err());
    assert_eq!(fs::read_to_string(folder.path().join("a.gif")).unwrap(), "as before");
    assert_eq!(names(folder.path()), ["a.gif", "a.png"]);
}

#[test]
fn the_same_picture_has_the_same_bytes() {
    assert_eq!(picture().svg().unwrap(), picture().svg().unwrap());
    assert_eq!(picture().png().unwrap(), picture().png().unwrap());
}

#[test]
fn an_animation_has_all_its_frames() {
    let mut animation = Animation::new(Duration::from_millis(120));
    for _ in 0..3 {
        animation.push(&picture()).unwrap();
    }
    let bytes = animation.gif().unwrap();
    let mut decoder = gif::DecodeOptions::new().read_info(&bytes[..]).unwrap();
    assert_eq!((decoder.width(), decoder.height()), (200, 150));
    let mut delays = Vec::new();
    while let Some(frame) = decoder.next_frame_info().unwrap() {
        delays.push(frame.delay);
    }
    assert_eq!(delays, [12, 12, 240]);
}
