//! Can somebody who looks after a cache see what is in it, find what is damaged, and share it between machines?

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

use super::command::{BINARY, Ended, Run};

/// A cache of its own.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("cache")
    }

    fn key(&self) -> PathBuf {
        self.0.path().join("keys/key")
    }

    fn run(&self, args: &[&str]) -> Ended {
        let run = Run::new(args).arg("--cache-dir").arg(self.folder());
        run.arg("--cache-key").arg(self.key()).within(self.0.path()).run()
    }

    /// Assesses the sample with two plugins and images; gives the report, and how much was compiled.
    fn assess(&self) -> (String, String) {
        let ended = self.run(&["assess", "--format", "json", "--images", "always", "--timings"]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let compiled = ended.stderr.lines().find_map(|line| line.strip_prefix("compiled: "));
        (ended.stdout.clone(), compiled.expect("how much was compiled").to_owned())
    }

    /// What `cache VERB --format json` lists, and its exit status.
    fn look(&self, verb: &[&str]) -> (Value, i32) {
        let ended = self.run(&[&["cache"], verb, &["--format", "json"]].concat());
        (ended.json(), ended.code)
    }

    fn entries(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder()).expect("the cache");
        let mut entries: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        entries.sort();
        entries
    }
}

fn names<'a>(listing: &'a Value, member: &str) -> Vec<&'a str> {
    let entries = listing["entries"].as_array().expect("a list");
    entries.iter().map(|entry| entry[member].as_str().unwrap_or("null")).collect()
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("it is ours");
}

#[test]
fn what_is_kept_is_listed_and_verified_and_cleared() {
    let home = Home::new();
    assert_eq!(home.look(&["list"]).0["entries"], Value::Array(vec![]), "nothing, and nothing is made");
    assert!(!home.folder().exists() && !home.key().exists());
    let (first, compiled) = home.assess();
    // Of each of two plugins its code, the copy that is prepared, and the image.
    assert_eq!(compiled, "6");
    let (second, compiled) = home.assess();
    assert_eq!((second, compiled.as_str()), (first, "0"), "another process takes all of it from the cache");

    let (listing, code) = home.look(&["list"]);
    assert_eq!(code, 0);
    assert_eq!(names(&listing, "kind"), ["component", "component", "image", "image"]);
    assert_eq!(names(&listing, "plugin"), ["balanced 0.1.0", "pillar-guidance 0.1.0"].repeat(2));
    assert_eq!(names(&listing, "state"), ["current"; 4]);
    assert_eq!(names(&listing, "component_sha256")[0], names(&listing, "component_sha256")[2]);
    let size: u64 = home.entries().iter().map(|path| fs::metadata(path).expect("an entry").len()).sum();
    assert_eq!(listing["bytes"], size);
    let text = home.run(&["cache", "list"]).stdout;
    assert!(text.contains("pillar-guidance 0.1.0") && text.contains(&format!("4 entries of {size} bytes")), "{text}");
    assert_eq!(home.run(&["cache", "verify"]).code, 0);
    assert_eq!(home.look(&["path"]).0["folder"], home.folder().display().to_string());

    fs::write(home.folder().join("notes.txt"), "not an entry").expect("it is ours");
    assert_eq!(home.look(&["clear"]).0["removed"], 4);
    assert_eq!(home.entries(), [home.folder().join("notes.txt")], "what is not an entry stays");
    assert_eq!(home.assess().1, "6");
}

#[test]
fn what_is_damaged_is_found_and_removed() {
    let home = Home::new();
    let (report, _) = home.assess();
    let entries = home.entries();
    let mut bytes = fs::read(&entries[0]).expect("an entry");
    *bytes.last_mut().expect("bytes") ^= 1;
    fs::write(&entries[0], bytes).expect("it is ours");
    set_mode(&entries[1], 0o644);
    fs::write(home.folder().join("new-1-0"), "half").expect("it is ours");

    let (listing, code) = home.look(&["verify"]);
    assert_eq!((code, names(&listing, "state")), (1, vec!["damaged"; 2]));
    let whys = names(&listing, "why").concat();
    assert!(whys.contains("its seal does not fit") && whys.contains("is open to other users (mode 644)"), "{whys}");
    let told = home.run(&["cache", "verify"]);
    assert!(told.stderr.contains("2 of 5 entries are damaged") && told.stdout.contains("its seal"), "{}", told.stdout);
    assert_eq!(names(&home.look(&["list"]).0, "state").iter().filter(|state| **state == "unfinished").count(), 1);

    assert_eq!(home.run(&["cache", "verify", "--remove"]).code, 0);
    assert_eq!(home.run(&["cache", "verify"]).code, 0);
    assert!(!entries[0].exists() && !entries[1].exists() && entries[2].exists());
    assert_eq!(home.assess().0, report);
}

#[test]
fn a_cache_is_shared_by_those_who_share_its_key() {
    let (one, other) = (Home::new(), Home::new());
    fs::create_dir(one.key().parent().expect("a folder")).expect("it is ours");
    let made = Run::new(&["cache", "key", "--new"]).arg(one.key()).run();
    assert_eq!(made.code, 0, "{}", made.stderr);
    let mode = fs::metadata(one.key()).expect("a key").permissions().mode();
    assert_eq!((mode & 0o777, fs::read(one.key()).expect("a key").len()), (0o600, 32));
    let key = fs::read(one.key()).expect("a key");
    let again = Run::new(&["cache", "key", "--new"]).arg(one.key()).run();
    assert!(again.code == 2 && again.stderr.contains("cannot be made"), "{}", again.stderr);
    assert_eq!(fs::read(one.key()).expect("a key"), key, "a key that is there stays");

    let (report, _) = one.assess();
    // As a pipeline restores it: the same bytes, with times and modes of its own.
    fs::create_dir(other.folder()).expect("it is ours");
    for entry in one.entries() {
        fs::copy(&entry, other.folder().join(entry.file_name().expect("a name"))).expect("it is ours");
    }
    set_mode(&other.folder(), 0o755);
    let refused = other.run(&["assess", "--timings"]);
    assert!(refused.stderr.contains("is open to other users (mode 755)"), "{}", refused.stderr);
    set_mode(&other.folder(), 0o700);
    assert_eq!(other.assess(), (report.clone(), "6".to_owned()), "another key");
    fs::remove_dir_all(other.folder()).expect("it is ours");
    fs::create_dir(other.folder()).expect("it is ours");
    set_mode(&other.folder(), 0o700);
    for entry in one.entries() {
        fs::copy(&entry, other.folder().join(entry.file_name().expect("a name"))).expect("it is ours");
    }
    fs::copy(one.key(), other.key()).expect("it is ours");
    assert_eq!(other.assess(), (report, "0".to_owned()), "the same key");
}

#[test]
fn a_disk_that_is_full_changes_nothing() {
    let home = Home::new();
    // Files of up to 64 KiB, enough for the memory of a plugin: every entry is larger.
    let script = format!(
        "trap '' XFSZ; ulimit -f 128; exec {BINARY} assess --no-config --format json --timings --cache-dir {} --cache-key {}",
        home.folder().display(),
        home.key().display()
    );
    let ended = Command::new("/bin/sh").args(["-c", &script]).output().expect("a shell");
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("cache: in use"));
    assert!(home.entries().is_empty(), "neither entries nor halves of them");
    let report = String::from_utf8(ended.stdout).expect("UTF-8");
    assert_eq!(home.run(&["assess", "--no-config", "--format", "json"]).stdout, report);
}
