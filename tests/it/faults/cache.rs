//! Can a cache change a result, or be made to run what we did not compile?

use std::{
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
};

use architrave_core::manifest::Class;
use architrave_runtime::{Allocation, How, Images, Options, Runtime, cache};
use tempfile::TempDir;

use super::{bytes, guests, limits, load, prepare, run};

fn runtime(home: &Path, size_bytes: u64) -> Runtime {
    let options = cache::Options { folder: home.join("cache"), key_file: home.join("keys/key"), size_bytes };
    let options =
        Options { allocation: Allocation::OnDemand, native: limits(), cache: Some(options), ..Options::default() };
    Runtime::new(options).expect("the runtime starts")
}

fn home() -> TempDir {
    TempDir::new().expect("a folder")
}

/// What a run in a new runtime says, and how it was made.
fn outcome(home: &Path) -> (String, How) {
    let runtime = runtime(home, 64 << 20);
    let prepared = prepare(&load(&runtime, &guests::well_behaved()), Images::Always);
    (bytes(&run(&prepared)), prepared.how().clone())
}

fn entries(home: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> =
        fs::read_dir(home.join("cache")).expect("the cache").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("it is ours");
}

#[test]
fn a_second_run_takes_code_and_image_from_the_cache() {
    let home = home();
    let (first, how) = outcome(home.path());
    assert_eq!(how, How::Image);
    assert_eq!(entries(home.path()).len(), 2, "code and image");
    let (second, how) = outcome(home.path());
    assert_eq!(how, How::CachedImage);
    assert_eq!(second, first);
    let without = Runtime::new(Options { native: limits(), ..Options::default() }).expect("the runtime starts");
    assert_eq!(bytes(&run(&prepare(&load(&without, &guests::well_behaved()), Images::Never))), first);
}

/// Changes the cache after a first run, and sees that the second one does not take its image from there.
fn check_doubt(name: &str, change: impl FnOnce(&Path)) {
    let home = home();
    let (first, _) = outcome(home.path());
    change(home.path());
    let (second, how) = outcome(home.path());
    assert_eq!(how, How::Image, "{name}: was trusted");
    assert_eq!(second, first, "{name}: changed the outcome");
}

#[test]
fn what_is_in_doubt_is_made_anew() {
    let change_bytes = |home: &Path, change: fn(&mut Vec<u8>)| {
        for path in entries(home) {
            let mut bytes = fs::read(&path).expect("an entry");
            change(&mut bytes);
            fs::write(&path, bytes).expect("it is ours");
        }
    };
    check_doubt("a byte of the seal", |home| change_bytes(home, |bytes| bytes[0] ^= 1));
    check_doubt("a byte of the content", |home| change_bytes(home, |bytes| bytes[40] ^= 1));
    check_doubt("the last byte", |home| change_bytes(home, |bytes| *bytes.last_mut().expect("bytes") ^= 1));
    check_doubt("a byte more", |home| change_bytes(home, |bytes| bytes.push(0)));
    check_doubt("half of it", |home| change_bytes(home, |bytes| bytes.truncate(bytes.len() / 2)));
    check_doubt("less than a seal", |home| change_bytes(home, |bytes| bytes.truncate(31)));
    check_doubt("nothing", |home| change_bytes(home, Vec::clear));
    check_doubt("another key", |home| fs::write(home.join("keys/key"), [7; 32]).expect("it is ours"));
    check_doubt("entries that changed places", |home| {
        let entries = entries(home);
        fs::rename(&entries[0], home.join("other")).expect("it is ours");
        fs::rename(&entries[1], &entries[0]).expect("it is ours");
        fs::rename(home.join("other"), &entries[1]).expect("it is ours");
    });
    check_doubt("links", |home| {
        for (number, path) in entries(home).into_iter().enumerate() {
            let other = home.join(format!("other-{number}"));
            fs::rename(&path, &other).expect("it is ours");
            symlink(other, path).expect("a link");
        }
    });
    check_doubt("entries that others may read", |home| {
        entries(home).iter().for_each(|path| set_mode(path, 0o644));
    });
}

/// Changes what is around the cache, and sees that it is not used at all.
fn check_refused(name: &str, problem: &str, change: impl FnOnce(&Path)) {
    let home = home();
    let (first, _) = outcome(home.path());
    change(home.path());
    let runtime = runtime(home.path(), 64 << 20);
    let found = runtime.cache_problem().unwrap_or("none");
    assert!(found.contains(problem), "{name}: {found}");
    let prepared = prepare(&load(&runtime, &guests::well_behaved()), Images::Always);
    assert_eq!(prepared.how(), &How::Image, "{name}");
    assert_eq!(bytes(&run(&prepared)), first, "{name}");
}

#[test]
fn a_cache_that_is_not_ours_alone_is_not_used() {
    check_refused("a folder that others may enter", "is open to other users (mode 755)", |home| {
        set_mode(&home.join("cache"), 0o755);
    });
    check_refused("a folder that is a link", "is not a folder", |home| {
        fs::rename(home.join("cache"), home.join("other")).expect("it is ours");
        symlink(home.join("other"), home.join("cache")).expect("a link");
    });
    check_refused("a key that others may read", "is open to other users (mode 640)", |home| {
        set_mode(&home.join("keys/key"), 0o640);
    });
    check_refused("a key that is a link", "is not a plain file", |home| {
        fs::rename(home.join("keys/key"), home.join("other")).expect("it is ours");
        symlink(home.join("other"), home.join("keys/key")).expect("a link");
    });
    check_refused("a key that is too short", "cannot be opened", |home| {
        fs::write(home.join("keys/key"), [7; 31]).expect("it is ours");
    });
    check_refused("a key where others may write", "can be written by other users", |home| {
        set_mode(&home.join("keys"), 0o777);
    });
}

#[test]
fn a_key_within_the_cache_is_refused() {
    let home = home();
    let folder = home.path().join("cache");
    let cache = cache::Options { key_file: folder.join("key"), folder, size_bytes: 1 << 20 };
    let runtime = Runtime::new(Options { cache: Some(cache), ..Options::default() }).expect("the runtime starts");
    assert!(runtime.cache_problem().is_some_and(|problem| problem.contains("is within the cache")));
}

#[test]
fn a_cache_stays_within_its_size() {
    let home = home();
    let size_of_all =
        || entries(home.path()).iter().map(|path| fs::metadata(path).expect("an entry").len()).sum::<u64>();
    let big = runtime(home.path(), 64 << 20);
    load(&big, &guests::well_behaved());
    let one = size_of_all();
    let small = runtime(home.path(), one * 5 / 2);
    for number in 0..4 {
        let places = format!("(drop (i32.const {number}))");
        small.load(&guests::attack(&[("score", &places)]), Class::Native).expect("it loads");
        assert!(size_of_all() <= one * 5 / 2);
    }
    assert_eq!(entries(home.path()).len(), 2);
}
