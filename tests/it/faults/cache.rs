//! Can a cache change a result, or be made to run what we did not compile?

use std::{
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt as _, chown, symlink},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use architrave_core::manifest::Class;
use architrave_runtime::{Allocation, How, Images, Limits, Options, Runtime, cache};
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
    assert_eq!(entries(home.path()).len(), 2);
    let again = runtime(home.path(), 64 << 20);
    prepare(&load(&again, &guests::well_behaved()), Images::Always);
    assert_eq!(again.compiled_count(), 0, "neither code nor image");
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
    check_doubt("an entry in the place of all", |home| {
        let entries = entries(home);
        let bytes = fs::read(&entries[0]).expect("an entry");
        entries.iter().skip(1).for_each(|path| fs::write(path, &bytes).expect("it is ours"));
        let second = fs::read(&entries[1]).expect("an entry");
        fs::write(&entries[0], second.iter().rev().copied().collect::<Vec<_>>()).expect("it is ours");
    });
    check_doubt("folders", |home| {
        for path in entries(home) {
            fs::remove_file(&path).expect("it is ours");
            fs::create_dir(&path).expect("it is ours");
        }
    });
    check_doubt("no entries", |home| {
        entries(home).iter().for_each(|path| fs::remove_file(path).expect("it is ours"));
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
    check_refused("a folder that its group may write", "is open to other users (mode 770)", |home| {
        set_mode(&home.join("cache"), 0o770);
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

/// Another user, for tests that run as the one who may give files away.
const SOMEBODY: Option<u32> = Some(65_534);

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says why")]
fn a_cache_of_another_user_is_not_used() {
    let probe = home();
    if chown(probe.path(), SOMEBODY, None).is_err() {
        println!("skipped: only root may give files away");
        return;
    }
    check_refused("another's folder", "belongs to another user", |home| {
        chown(home.join("cache"), SOMEBODY, None).expect("we are root");
    });
    check_refused("another's key", "belongs to another user", |home| {
        chown(home.join("keys/key"), SOMEBODY, None).expect("we are root");
    });
    check_doubt("another's entries", |home| {
        entries(home).iter().for_each(|path| chown(path, SOMEBODY, None).expect("we are root"));
    });
}

#[test]
fn code_for_other_limits_is_not_taken() {
    let home = home();
    outcome(home.path());
    let cache = cache::Options {
        folder: home.path().join("cache"),
        key_file: home.path().join("keys/key"),
        size_bytes: 64 << 20,
    };
    let native = Limits { stack_bytes: 128 << 10, ..limits() };
    let other = Runtime::new(Options { native, cache: Some(cache), ..Options::default() }).expect("the runtime starts");
    load(&other, &guests::well_behaved());
    assert_eq!(other.compiled_count(), 1);
    assert_eq!(entries(home.path()).len(), 3);
}

#[test]
fn what_a_killed_process_left_behind_is_not_used_and_goes_after_a_while() {
    let home = home();
    let (first, _) = outcome(home.path());
    let [code, image] = &entries(home.path())[..] else { panic!("code and image") };
    let half = |path: &Path| fs::read(path).map(|bytes| bytes[..bytes.len() / 2].to_vec()).expect("an entry");
    let (old, new) = (home.path().join("cache/new-1-0"), home.path().join("cache/new-1-1"));
    fs::write(&old, half(code)).expect("it is ours");
    fs::write(&new, half(image)).expect("it is ours");
    let hours_ago = SystemTime::now() - Duration::from_secs(7_200);
    fs::File::options().append(true).open(&old).and_then(|file| file.set_modified(hours_ago)).expect("it is ours");
    let (second, how) = outcome(home.path());
    assert_eq!((second, how), (first, How::CachedImage));
    assert!(old.exists() && new.exists(), "nothing was written");
    load(&runtime(home.path(), 64 << 20), &guests::attack(&[("score", "(drop (i32.const 7))")]));
    assert!(!old.exists() && new.exists(), "what may still be written stays");
}

#[test]
fn failures_are_bounded_in_number() {
    let home = home();
    let runtime = runtime(home.path(), 64 << 20);
    for number in 0..210 {
        let invalid = guests::with_custom(guests::invalid(), "number", &[number]);
        let error = runtime.load(&invalid, Class::Native).expect_err("it is invalid");
        assert_eq!(error.code(), "load.not-compiled", "{error}");
    }
    assert_eq!(entries(home.path()).len(), 200);
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
