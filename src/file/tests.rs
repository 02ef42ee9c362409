//! What a file is after it was written, or was not.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::string::{String, ToString};
use std::vec::Vec;
use std::{env, format, thread, vec};

use tempfile::TempDir;

use super::FileError;
use super::write_whole;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// The names of everything in a folder.
fn names(folder: &Path) -> Vec<OsString> {
    let mut names: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    names.sort();
    names
}

fn message(result: Result<(), FileError>) -> String {
    result.expect_err("it cannot be written").to_string()
}

#[test]
fn a_file_is_made_and_replaced() {
    let folder = folder();
    let path = folder.path().join("a.csv");
    for content in ["first", "", "another, longer one"] {
        write_whole(&path, content.as_bytes()).expect("a folder that can be written");
        assert_eq!(fs::read_to_string(&path).expect("the file"), content);
    }
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn what_looks_like_a_temporary_file_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("a.csv");
    // The names that were once taken for temporary files.
    let others: Vec<_> = (0..50).map(|i| format!(".a.csv.{}.{i}.tmp", std::process::id())).collect();
    for other in &others {
        fs::write(folder.path().join(other), "another's").expect("a file");
    }
    write_whole(&path, b"new").expect("nothing is in the way");
    for other in &others {
        assert_eq!(fs::read_to_string(folder.path().join(other)).expect("still there"), "another's");
    }
    assert_eq!(names(folder.path()).len(), 51);
}

#[test]
fn the_longest_names_can_be_written() {
    let folder = folder();
    for length in [200, 244, 255] {
        let path = folder.path().join("n".repeat(length));
        for content in ["new", "replaced"] {
            write_whole(&path, content.as_bytes()).expect("a name that the file system takes");
            assert_eq!(fs::read_to_string(&path).expect("the file"), content);
        }
    }
    let path = folder.path().join("n".repeat(256));
    assert!(message(write_whole(&path, b"new")).starts_with(&format!("cannot write `{}`: ", path.display())));
}

#[test]
fn many_threads_may_write_one_file() {
    let folder = folder();
    let path = &folder.path().join("a.csv");
    let contents: Vec<Vec<u8>> = (0..8_u8).map(|i| vec![i; 10_000]).collect();
    thread::scope(|scope| {
        for content in &contents {
            scope.spawn(|| (0..20).for_each(|_| write_whole(path, content).expect("written")));
        }
    });
    assert!(contents.contains(&fs::read(path).expect("the file")));
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn a_place_that_takes_no_file_is_named() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("occupied/inside")).expect("a folder");
    fs::write(folder.path().join("file"), "no folder").expect("a file");
    for place in ["occupied", "missing/a.csv", "file/a.csv", "missing/", "..", "occupied/.."] {
        let path = folder.path().join(place);
        let text = message(write_whole(&path, b"new"));
        assert!(text.starts_with(&format!("cannot write `{}`: ", path.display())), "{text}");
    }
    assert!(message(write_whole(Path::new(""), b"new")).starts_with("cannot write ``: "));
    assert_eq!(names(folder.path()), ["file", "occupied"]);
    assert_eq!(names(&folder.path().join("occupied")), ["inside"]);
}

#[cfg(unix)]
mod unix {
    use std::io::Read;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Output, Stdio};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("the file").mode() & 0o7777
    }

    #[test]
    fn permissions_stay_as_they_were() {
        let folder = folder();
        let path = folder.path().join("a.csv");
        for mode_before in [0o600, 0o640, 0o666, 0o755] {
            fs::write(&path, "old").expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode_before)).expect("permissions");
            write_whole(&path, b"new").expect("written");
            assert_eq!(
                (fs::read_to_string(&path).expect("the file"), mode(&path)),
                ("new".into(), mode_before)
            );
        }
        // A new file has those that the system gives to every new file.
        let (ours, systems) = (folder.path().join("ours"), folder.path().join("systems"));
        write_whole(&ours, b"new").expect("written");
        fs::write(&systems, "new").expect("a file");
        assert_eq!(mode(&ours), mode(&systems));
    }

    #[test]
    fn the_owner_stays_the_same_where_that_may_be() {
        let folder = folder();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").expect("a file");
        // Only the superuser gives files away.
        let is_given = std::os::unix::fs::chown(&path, Some(12345), Some(54321)).is_ok();
        let before = fs::metadata(&path).expect("the file");
        write_whole(&path, b"new").expect("written");
        let after = fs::metadata(&path).expect("the file");
        assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
        assert!(!is_given || after.uid() == 12345);
    }

    #[test]
    fn links_are_followed() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("data")).expect("a folder");
        fs::write(at("data/target"), "old").expect("a file");
        fs::set_permissions(at("data/target"), fs::Permissions::from_mode(0o600)).expect("permissions");
        symlink("data/target", at("relative")).expect("a link");
        symlink(at("relative"), at("absolute")).expect("a link");
        symlink("data", at("folder")).expect("a link");
        symlink("data/not yet", at("dangling")).expect("a link");
        let links = ["relative", "absolute", "folder/target"];
        for link in links {
            write_whole(&at(link), link.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(at("data/target")).expect("the file"), link);
            assert_eq!(mode(&at("data/target")), 0o600);
        }
        write_whole(&at("dangling"), b"made").expect("written");
        assert_eq!(fs::read_to_string(at("data/not yet")).expect("the file"), "made");
        for link in ["relative", "absolute", "folder", "dangling"] {
            assert!(fs::symlink_metadata(at(link)).expect("the link").is_symlink(), "{link}");
        }
        symlink("loop", at("loop")).expect("a link");
        assert!(message(write_whole(&at("loop"), b"new")).starts_with("cannot write `"));
    }

    #[test]
    fn pipes_and_devices_take_the_content_and_stay_what_they_are() {
        let folder = folder();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        let reader = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).expect("the pipe")
        });
        let content = vec![7; 300_000];
        write_whole(&pipe, &content).expect("a reader");
        assert_eq!(reader.join().expect("no panic"), content);
        assert_eq!(names(folder.path()), ["pipe"]);

        let null = device(&folder, "null", 3);
        write_whole(&null, b"gone").expect("it takes anything");
        assert!(!fs::metadata(null).expect("the device").is_file());
    }

    /// A device of our own where that may be, so that a mistake of the superuser's does not cost the
    /// system's.
    fn device(folder: &TempDir, name: &str, minor: u32) -> PathBuf {
        let own = folder.path().join(name);
        let made = Command::new("mknod").arg(&own).args(["c", "1", &minor.to_string()]).output();
        let can_open = || fs::OpenOptions::new().write(true).open(&own).is_ok();
        let is_usable =
            cfg!(target_os = "linux") && made.is_ok_and(|made| made.status.success()) && can_open();
        if is_usable { own } else { Path::new("/dev").join(name) }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_device_is_named() {
        let folder = folder();
        let full = device(&folder, "full", 7);
        let text = message(write_whole(&full, b"new"));
        assert!(
            text.starts_with(&format!("cannot write `{}`: No space left on device", full.display())),
            "{text}"
        );
        assert!(!fs::metadata(full).expect("the device").is_file());
    }

    #[test]
    fn a_folder_that_cannot_be_written_leaves_the_old_file() {
        let folder = folder();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").expect("a file");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).expect("permissions");
        // The superuser may write it all the same.
        if fs::write(folder.path().join("probe"), "").is_err() {
            let text = message(write_whole(&path, b"new"));
            assert!(
                text.starts_with(&format!("cannot write `{}`: Permission denied", path.display())),
                "{text}"
            );
            assert_eq!(names(folder.path()), ["a.csv"]);
            assert_eq!(fs::read_to_string(&path).expect("the file"), "old");
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
        if cfg!(target_os = "linux") {
            let text = message(write_whole(Path::new("/proc/self/a.csv"), b"new"));
            assert!(text.starts_with("cannot write `/proc/self/a.csv`: "), "{text}");
        }
    }

    #[test]
    fn a_file_that_must_not_be_written_is_not_replaced() {
        let folder = folder();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("permissions");
        let may_write = fs::OpenOptions::new().write(true).open(&path).is_ok();
        assert_eq!(write_whole(&path, b"new").is_ok(), may_write);
        assert_eq!(fs::read_to_string(&path).expect("the file"), if may_write { "new" } else { "old" });
    }

    /// Runs [`write_for_another_test`] in a process of its own, below a command of the shell.
    fn write_below(shell: &str, path: &Path) -> Output {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{shell}; exec \"$@\""), "sh"])
            .arg(env::current_exe().expect("this test"));
        command.args(["--exact", "file::tests::unix::write_for_another_test", "--nocapture"]);
        command.env("MONOGRAD_WRITE_TO", path).stderr(Stdio::piped()).output().expect("a process")
    }

    /// What the processes of the other tests do: nothing, unless they are told a path.
    #[test]
    fn write_for_another_test() {
        if let Some(path) = env::var_os("MONOGRAD_WRITE_TO") {
            let result = write_whole(Path::new(&path), &vec![b'x'; 1 << 20]);
            std::eprintln!("written: {result:?}");
            if let Err(error) = result {
                std::eprintln!("{error}");
            }
        }
    }

    #[test]
    fn a_file_that_becomes_too_large_leaves_the_old_one() {
        let folder = folder();
        for name in ["new", "old"] {
            let path = folder.path().join(name);
            if name == "old" {
                fs::write(&path, "old").expect("a file");
            }
            // The signal would end the process; without it the write fails, as on a full disk.
            let output = write_below("trap '' XFSZ; ulimit -f 64", &path);
            let text = String::from_utf8_lossy(&output.stderr);
            assert!(text.contains(&format!("cannot write `{}`: File too large", path.display())), "{text}");
        }
        assert_eq!(names(folder.path()), ["old"]);
        assert_eq!(fs::read_to_string(folder.path().join("old")).expect("the file"), "old");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_is_killed_while_it_writes_leaves_nothing() {
        let folder = folder();
        if super::super::unnamed(folder.path()).is_err() {
            std::eprintln!("SKIPPED: `{}` does not take files without a name", folder.path().display());
            return;
        }
        for name in ["new", "old"] {
            let path = folder.path().join(name);
            if name == "old" {
                fs::write(&path, "old").expect("a file");
            }
            let output = write_below("ulimit -f 64", &path);
            assert!(output.status.signal().is_some(), "it was not killed: {output:?}");
        }
        assert_eq!(names(folder.path()), ["old"]);
        assert_eq!(fs::read_to_string(folder.path().join("old")).expect("the file"), "old");
    }

    /// On a file system of 64 KiB, which exists for this test's process alone.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_leaves_the_old_file() {
        let folder = folder();
        let path = folder.path().join("a.csv");
        let script = "mount -t tmpfs -o size=64k tmpfs \"$0\" && echo old > \"$0/a.csv\" || exit 77; \"$@\"; \
                      cat \"$0/a.csv\"; ls -A \"$0\"";
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", script]).arg(folder.path());
        command.arg(env::current_exe().expect("this test"));
        command.args(["--exact", "file::tests::unix::write_for_another_test", "--nocapture"]);
        match command.env("MONOGRAD_WRITE_TO", &path).output() {
            Ok(output) if output.status.success() => {
                let (out, err) =
                    (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
                assert!(
                    err.contains(&format!("cannot write `{}`: No space left on device", path.display())),
                    "{err}"
                );
                assert!(out.ends_with("old\na.csv\n"), "{out}");
            }
            refused => std::eprintln!("SKIPPED: no file system of its own: {refused:?}"),
        }
    }

    /// `/dev/stdout` is a link into `/proc`, to a pipe or to the file that the shell has opened.
    #[test]
    fn standard_output_takes_the_content() {
        // As `/dev/stdout` is, but our own.
        let folder = folder();
        let stdout = folder.path().join("stdout");
        symlink("/dev/fd/1", &stdout).expect("a link");
        let output = write_below(":", &stdout);
        let content = "x".repeat(1 << 20);
        assert!(String::from_utf8_lossy(&output.stdout).contains(&content));

        let out = folder.path().join("out");
        write_below(&format!("echo before > {0}; exec >> {0}", out.display()), &stdout);
        let mut text = String::new();
        fs::File::open(&out).expect("the file").read_to_string(&mut text).expect("text");
        assert!(text.starts_with("before\n") && text.contains(&content), "{}", text.len());
        assert!(text.contains("test result: ok"), "what was printed afterwards comes afterwards");
        assert_eq!(names(folder.path()), ["out", "stdout"]);
    }

    #[test]
    fn a_relative_path_is_one_from_where_the_process_is() {
        let folder = folder();
        write_below(&format!("cd {}", folder.path().display()), &PathBuf::from("a.csv"));
        assert_eq!(fs::read(folder.path().join("a.csv")).expect("the file").len(), 1 << 20);
        assert_eq!(names(folder.path()), ["a.csv"]);
    }
}
