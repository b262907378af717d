//! Does a lock hold exactly what it says, and is it written in one way?

use architrave_registry::{Digest, Lock, Locked, Reference, changes};

use crate::{Door, places};

const FILE: &str = "architrave.lock";

/// A lock.
///
/// What is taken is read again the same as it is written, and as any other text of the same values; each entry is found by
/// its source, takes itself, and refuses itself with any digest changed. What is of a registry has a manifest, and nothing
/// else has.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn lock(bytes: &[u8]) -> Door {
    let Ok(text) = std::str::from_utf8(bytes) else { return Door::Refused };
    let lock = match Lock::parse(text, FILE) {
        Ok(lock) => lock,
        Err(problems) => {
            assert!(places::has_error(&problems), "refused without an error");
            places::check(&problems, FILE, text, None);
            assert!(problems.iter().all(|problem| problem.code == "lock.invalid"), "{problems:?}");
            return Door::Refused;
        }
    };
    let written = lock.to_toml();
    let again = crate::must(Lock::parse(&written, FILE), "what is written can be read");
    assert_eq!(again, lock, "written as\n{written}");
    assert_eq!(again.to_toml(), written);
    assert!(changes(&lock, &again).is_empty());
    // A size may be larger than what a table can hold.
    if let Ok(table) = toml::from_str::<toml::Table>(text) {
        let other = crate::must(toml::to_string(&table), "TOML can be written");
        assert_eq!(Lock::parse(&other, FILE).as_ref(), Ok(&lock), "written as\n{other}");
    }
    for (source, locked) in &lock.plugins {
        assert_eq!(lock.find(source), Ok(locked));
        assert_eq!(Reference::is_meant(source), locked.manifest.is_some(), "{source}");
        if Reference::is_meant(source) {
            assert_eq!(source.parse::<Reference>().map(|reference| reference.to_string()).ok().as_ref(), Some(source));
        }
        check_entry(locked);
        let without = Lock {
            plugins: lock.plugins.iter().filter(|(other, _)| *other != source).map(owned).collect(),
            ..lock.clone()
        };
        assert_eq!(without.find(source).map_err(|refusal| refusal.code()), Err("lock.missing"));
        assert_eq!(changes(&without, &lock).len(), 1);
    }
    Door::Accepted
}

fn owned((source, locked): (&String, &Locked)) -> (String, Locked) {
    (source.clone(), locked.clone())
}

fn check_entry(locked: &Locked) {
    assert_eq!(locked.check(locked), Ok(()));
    assert!(!locked.goes_back_from(locked));
    let other = Digest::of(b"something else");
    let rows = [
        (Locked { component: other, ..locked.clone() }, "lock.digest"),
        (Locked { size_bytes: locked.size_bytes ^ 1, ..locked.clone() }, "lock.differs"),
        (Locked { manifest: locked.manifest.map(|_| other), ..locked.clone() }, "lock.digest"),
    ];
    for (found, code) in rows.into_iter().filter(|(found, _)| found != locked) {
        assert_eq!(locked.check(&found).map_err(|refusal| refusal.code()), Err(code), "{found:?}");
    }
}
