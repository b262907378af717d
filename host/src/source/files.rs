//! Which bytes are to be read? Files, folders with their sub-folders, standard input; bounded, and decoded as UTF-8.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::{Diagnostic, Location};

use super::{Input, Inputs};

/// Most bytes that one file may have: 64 MiB. The largest review that AWS allows (20 lenses of 200 questions) has less.
pub const FILE_BYTES_MAX: usize = 64 << 20;

const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Reads files and folders. Of a folder, all `*.json`, `*.jsonl` and `*.ndjson` in it and its sub-folders, without
/// hidden ones and without following links to folders; `-` is standard input, and is the only use of `stdin`. A file
/// that is named twice is read once. Nothing fails here: what cannot be read is reported by [`super::parse()`].
pub fn read(paths: &[PathBuf], stdin: &mut dyn io::Read) -> Inputs {
    let mut inputs = Inputs::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            if seen.insert(path.clone()) {
                take("-".to_owned(), stdin, &mut inputs);
            }
        } else if path.is_dir() {
            read_folder(path, &mut seen, &mut inputs);
        } else {
            read_file(path, &mut seen, &mut inputs);
        }
    }
    inputs
}

/// Checks size and encoding, and drops a byte order mark.
pub(crate) fn decode(name: Option<String>, mut bytes: Vec<u8>) -> Result<Input, Box<Diagnostic>> {
    let location = Location { file: name.clone(), ..Location::default() };
    let shown = shown(name.as_deref());
    if bytes.len() > FILE_BYTES_MAX {
        let message = format!("{shown} is longer than {FILE_BYTES_MAX} bytes");
        let problem = Diagnostic::error("source.too-large", message)
            .help("split it: pages and reviews may stand in files of their own");
        return Err(Box::new(problem.at(location)));
    }
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    String::from_utf8(bytes).map(|text| Input { name, text }).map_err(|error| {
        let utf16 = matches!(error.as_bytes(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
        let found = if utf16 { "it is UTF-16".to_owned() } else { invalid_byte(&error) };
        let problem = Diagnostic::error("source.not-utf8", format!("{shown} cannot be read as UTF-8: {found}"))
            .help("save it as UTF-8; in PowerShell: `… | Out-File -Encoding utf8 FILE`");
        Box::new(problem.at(location))
    })
}

/// A name for messages.
pub(crate) fn shown(name: Option<&str>) -> String {
    match name {
        None => "the input".to_owned(),
        Some("-") => "standard input".to_owned(),
        Some(name) => format!("`{name}`"),
    }
}

fn invalid_byte(error: &std::string::FromUtf8Error) -> String {
    format!("byte {} does not fit", error.utf8_error().valid_up_to().saturating_add(1))
}

fn read_folder(folder: &Path, seen: &mut BTreeSet<PathBuf>, inputs: &mut Inputs) {
    let mut files = Vec::new();
    let problems_before = inputs.problems.len();
    list(folder, &mut files, inputs);
    if files.is_empty() && inputs.problems.len() == problems_before {
        let message = format!("`{}` holds no JSON file", folder.display());
        inputs.problems.push(
            Diagnostic::error("source.empty-folder", message)
                .help("files are looked for by their ends: `.json`, `.jsonl`, `.ndjson`")
                .at(at(folder)),
        );
    }
    for file in files {
        read_file(&file, seen, inputs);
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>, inputs: &mut Inputs) {
    let mut entries: Vec<fs::DirEntry> = match fs::read_dir(folder).and_then(Iterator::collect) {
        Ok(entries) => entries,
        Err(error) => {
            inputs.problems.push(unreadable(folder, &error));
            return;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            list(&path, files, inputs);
        } else if holds_json(&path) && !path.is_dir() {
            files.push(path);
        }
    }
}

pub(crate) fn holds_json(path: &Path) -> bool {
    let end = path.extension().map(|end| end.to_ascii_lowercase());
    end.is_some_and(|end| end == "json" || end == "jsonl" || end == "ndjson")
}

fn read_file(path: &Path, seen: &mut BTreeSet<PathBuf>, inputs: &mut Inputs) {
    let identity = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if !seen.insert(identity) {
        return;
    }
    match fs::File::open(path) {
        Ok(mut file) => take(path.display().to_string(), &mut file, inputs),
        Err(error) => inputs.problems.push(unreadable(path, &error)),
    }
}

fn take(name: String, from: &mut dyn io::Read, inputs: &mut Inputs) {
    let mut bytes = Vec::new();
    // One more than allowed, so that too long is seen without reading all of it.
    let most = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    match io::Read::read_to_end(&mut io::Read::take(from, most), &mut bytes) {
        Ok(_) => inputs.push(Some(name), bytes),
        Err(error) => inputs.problems.push(unreadable(Path::new(&name), &error)),
    }
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let shown = shown(path.to_str());
    if error.kind() == io::ErrorKind::NotFound {
        return Diagnostic::error("source.not-found", format!("{shown} does not exist")).at(at(path));
    }
    Diagnostic::error("source.unreadable", format!("{shown} cannot be read: {}", error.kind())).at(at(path))
}

pub(crate) fn at(path: &Path) -> Location {
    Location { file: Some(path.display().to_string()), ..Location::default() }
}
