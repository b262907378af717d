//! How are files of a layout read and written? Plain ones only, bounded; whole or not at all.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _, Write as _},
    path::Path,
};

use tempfile::NamedTempFile;

use crate::error::{Error, Kind};

/// All bytes of a file; `None` where there is none.
///
/// # Errors
///
/// `layout.not-plain` where it is a link, a folder or a device; `artifact.too-large` beyond `bytes_max`; `layout.file`.
pub(crate) fn read(path: &Path, bytes_max: u64) -> Result<Option<Vec<u8>>, Error> {
    let cannot = |cause| Error::file("read", path, cause);
    let seen = match fs::symlink_metadata(path) {
        Ok(seen) => seen,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot(error)),
    };
    let not_plain = || Error::from(Kind::NotPlain { expected: "file", path: path.to_owned() });
    // Before it is opened: opening a pipe would wait for whoever writes to it.
    if !seen.is_file() {
        return Err(not_plain());
    }
    let too_large = |bytes| Error::from(Kind::TooLarge { what: "file", bytes: Some(bytes), limit: bytes_max });
    if seen.len() > bytes_max {
        return Err(too_large(seen.len()));
    }
    let file = File::open(path).map_err(cannot)?;
    if !same_file(&seen, &file.metadata().map_err(cannot)?) {
        return Err(not_plain());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(seen.len()).unwrap_or_default());
    // One more than may be there: what grew meanwhile is not taken for whole.
    file.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes).map_err(cannot)?;
    match u64::try_from(bytes.len()) {
        Ok(found) if found <= bytes_max => Ok(Some(bytes)),
        Ok(found) => Err(too_large(found)),
        Err(_) => Err(too_large(u64::MAX)),
    }
}

/// As [`read`], for a file that the operator names: it may be a link.
///
/// # Errors
///
/// As for [`read`].
pub(crate) fn read_through(path: &Path, bytes_max: u64) -> Result<Option<Vec<u8>>, Error> {
    match fs::canonicalize(path) {
        Ok(target) => read(&target, bytes_max),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file("read", path, error)),
    }
}

/// Writes a file under another name and renames it.
///
/// # Errors
///
/// `layout.file`.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = temporary(path)?;
    file.write_all(bytes).map_err(|cause| Error::file("written", path, cause))?;
    persist(file, path)
}

/// A file beside the one that it will be; gone again unless it is persisted.
///
/// # Errors
///
/// `layout.file`.
pub(crate) fn temporary(path: &Path) -> Result<NamedTempFile, Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".new-");
    for_everyone(&mut builder);
    builder.tempfile_in(folder).map_err(|cause| Error::file("written", path, cause))
}

/// Gives a whole file its name.
///
/// # Errors
///
/// `layout.file`.
pub(crate) fn persist(file: NamedTempFile, path: &Path) -> Result<(), Error> {
    let cannot = |cause| Error::file("written", path, cause);
    file.as_file().sync_all().map_err(cannot)?;
    file.persist(path).map(|_| ()).map_err(|error| cannot(error.error))
}

/// Whether a folder is one, and not a link to one.
///
/// # Errors
///
/// `layout.not-plain`, `layout.file`.
pub(crate) fn check_folder(path: &Path) -> Result<(), Error> {
    let seen = fs::symlink_metadata(path).map_err(|cause| Error::file("opened", path, cause))?;
    if seen.is_dir() { Ok(()) } else { Err(Kind::NotPlain { expected: "folder", path: path.to_owned() }.into()) }
}

/// Temporary files are private; a layout is as readable as any file that this user makes.
#[cfg(unix)]
fn for_everyone(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn for_everyone(_builder: &mut tempfile::Builder<'_, '_>) {}

#[cfg(unix)]
fn same_file(seen: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (seen.dev(), seen.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
fn same_file(_seen: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}
