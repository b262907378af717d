//! Is a bundle that is taken whole, and does nothing in it get in by itself?

use std::{collections::BTreeMap, fs, path::Path};

use architrave_registry::{Bundle, Error, Form, Reference, Store};
use tempfile::TempDir;

use crate::{Door, places};

const COMPONENT_BYTES_MAX: u64 = 1 << 20;

/// A header of an archive, and where its magic, its size and the sum over it are.
const BLOCK: usize = 512;
const MAGIC: std::ops::Range<usize> = 257..262;
const SIZE: std::ops::Range<usize> = 124..135;
const SUM: std::ops::Range<usize> = 148..156;

/// A bundle: as it is, and again with the sums of its headers made right, so that more than those is tried.
///
/// What is taken has the artifacts that it names, each by its digest; written again from a store that keeps them, it holds the
/// same; and without lock and trust nothing of it may be loaded.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn bundle(bytes: &[u8]) -> Door {
    let folder = crate::must(TempDir::new(), "a folder");
    let mended = mended(bytes);
    if mended != bytes {
        check(folder.path(), &mended);
    }
    check(folder.path(), bytes)
}

fn check(folder: &Path, bytes: &[u8]) -> Door {
    let path = folder.join("given.bundle");
    crate::must(fs::write(&path, bytes), "a file");
    let bundle = match Bundle::open(&path, COMPONENT_BYTES_MAX) {
        Ok(bundle) => bundle,
        Err(error) => {
            refusal(&error);
            return Door::Refused;
        }
    };
    let form = Form::Plugin { component_bytes_max: COMPONENT_BYTES_MAX };
    for (name, digest, _) in bundle.names() {
        let artifact = crate::must(bundle.artifact(name), "an artifact that was verified");
        assert_eq!(artifact.digest(), digest, "{name}");
        let reference: Reference = crate::must(format!("oci://{name}").parse(), "a name of a registry's artifact");
        assert_eq!(reference.to_string(), format!("oci://{name}"));
    }
    let plugins = bundle.names().filter(|(.., form)| matches!(form, Form::Plugin { .. })).count();
    let problems = crate::must(bundle.check(None, None, form), "it can be asked");
    assert_eq!(problems.len(), plugins, "something gets in without lock and trust: {problems:?}");
    check_again(&bundle, folder);
    Door::Accepted
}

/// Kept in a store and written again.
fn check_again(bundle: &Bundle, folder: &Path) {
    let place = crate::must(TempDir::new_in(folder), "a folder");
    let store = crate::must(Store::create(&place.path().join("store")), "an empty store");
    crate::must(bundle.keep(&store), "what was verified can be kept");
    let names: BTreeMap<String, Form> = bundle.names().map(|(name, _, form)| (name.to_owned(), form)).collect();
    let write = |name: &str| {
        let path = place.path().join(name);
        crate::must(Bundle::write(&path, &store, &names, bundle.files()), "what was kept can be written");
        let bytes = crate::must(fs::read(&path), "a bundle");
        (crate::must(Bundle::open(&path, COMPONENT_BYTES_MAX), "what was written can be read"), bytes)
    };
    let ((first, first_bytes), (_, second_bytes)) = (write("first"), write("second"));
    assert!(first_bytes == second_bytes, "the same artifacts and files gave other bytes");
    assert!(first.names().eq(bundle.names()));
    assert_eq!(first.files(), bundle.files());
}

fn refusal(error: &Error) {
    places::form(error.code(), &error.to_string(), error.help());
    assert!(!error.to_string().contains(char::is_control), "{error:?}");
    let subjects = ["bundle.", "artifact.", "layout.", "reference.", "signature."];
    assert!(subjects.iter().any(|subject| error.code().starts_with(subject)), "{error:?}");
}

/// The same archive with right sums.
fn mended(bytes: &[u8]) -> Vec<u8> {
    let mut mended = bytes.to_vec();
    let mut at = 0_usize;
    while let Some(header) = mended.get_mut(at..at.saturating_add(BLOCK)) {
        at = at.saturating_add(BLOCK);
        if header.get(MAGIC) != Some(b"ustar") {
            continue;
        }
        let size = header.get(SIZE).and_then(|size| std::str::from_utf8(size).ok());
        let size = size.and_then(|size| usize::from_str_radix(size, 8).ok()).unwrap_or_default();
        if let Some(sum) = header.get_mut(SUM) {
            sum.fill(b' ');
        }
        let sum: u64 = header.iter().map(|byte| u64::from(*byte)).sum();
        if let Some(field) = header.get_mut(SUM) {
            let digits = format!("{sum:06o}\0 ");
            field.iter_mut().zip(digits.bytes()).for_each(|(byte, digit)| *byte = digit);
        }
        at = at.saturating_add(size.checked_next_multiple_of(BLOCK).unwrap_or(size));
    }
    mended
}
