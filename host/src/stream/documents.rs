//! Which documents are there? Files, of folders too, and the lines of NDJSON; found one at a time.

use std::{
    ffi::OsString,
    fmt, fs,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    vec,
};

use architrave_core::{diagnostic::Diagnostic, stream::Place};

use super::lines::{self, Line};
use crate::source::{
    FILE_BYTES_MAX, Inputs,
    files::{at, holds_json, shown, unreadable},
};

/// Bytes that are read of lines at a time.
const BUFFER_BYTES: usize = 64 << 10;

/// Documents of a stream, in order. Nothing is read before its turn.
///
/// Of a folder, all `*.json`, `*.jsonl` and `*.ndjson` in it and its sub-folders, by name, without hidden ones and
/// without following links to folders. Of `*.jsonl`, `*.ndjson` and standard input, every line that is not blank is a
/// document; any other file is one. What is named twice is assessed twice.
pub struct Documents {
    paths: vec::IntoIter<PathBuf>,
    stdin: Option<Box<dyn io::Read + Send>>,
    given: Option<Inputs>,
    /// Folders that were entered, each with what is left of it.
    folders: Vec<Folder>,
    lines: Option<Lines>,
}

/// One document that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) content: Content,
}

/// What of a document is known when it is found.
#[derive(Debug)]
pub(super) enum Content {
    /// A line.
    Bytes(Vec<u8>),
    /// A file, not read yet.
    File(PathBuf),
    /// Texts that were given to us.
    Inputs(Inputs),
    /// Why it cannot be read.
    Unreadable(Box<Diagnostic>),
}

#[derive(Debug)]
struct Folder {
    path: PathBuf,
    entries: vec::IntoIter<(OsString, bool)>,
    /// Whether nothing in it, nor in its sub-folders, was found yet, and it was named to us.
    is_empty: bool,
}

struct Lines {
    file: String,
    from: Box<dyn BufRead + Send>,
    number: u64,
}

impl Documents {
    /// Of these files and folders, in this order; `-` is standard input, and is the only use of `stdin`.
    #[must_use]
    pub fn of_paths(paths: Vec<PathBuf>, stdin: impl io::Read + Send + 'static) -> Self {
        let stdin: Box<dyn io::Read + Send> = Box::new(stdin);
        Self { paths: paths.into_iter(), stdin: Some(stdin), given: None, folders: Vec::new(), lines: None }
    }

    /// All texts together as one document, such as the built-in sample.
    #[must_use]
    pub fn of_inputs(inputs: Inputs) -> Self {
        let paths = Vec::new().into_iter();
        Self { paths, stdin: None, given: Some(inputs), folders: Vec::new(), lines: None }
    }

    /// The next document.
    pub(super) fn next(&mut self) -> Option<Found> {
        if let Some(inputs) = self.given.take() {
            return Some(Found { place: Place::default(), content: Content::Inputs(inputs) });
        }
        loop {
            if let Some(found) = self.next_line().or_else(|| self.next_entry()) {
                return Some(found);
            }
            if self.lines.is_some() {
                continue;
            }
            let path = self.paths.next()?;
            let found = if path.as_os_str() == "-" {
                self.lines = self.stdin.take().map(|stdin| Lines::new("-".to_owned(), stdin));
                None
            } else if path.is_dir() {
                self.enter(path)
            } else {
                self.open(path)
            };
            if found.is_some() {
                return found;
            }
        }
    }

    /// The next document of the file that is read by lines.
    fn next_line(&mut self) -> Option<Found> {
        let lines = self.lines.as_mut()?;
        loop {
            lines.number = lines.number.saturating_add(1);
            let place = Place { file: Some(lines.file.clone()), line: Some(lines.number) };
            let content = match lines::next(&mut lines.from) {
                Ok(None) => {
                    self.lines = None;
                    return None;
                }
                Ok(Some(Line::Text(line))) if line.trim_ascii().is_empty() => continue,
                Ok(Some(Line::Text(line))) => Content::Bytes(line),
                Ok(Some(Line::TooLong)) => Content::Unreadable(Box::new(too_long(&place))),
                Err(error) => {
                    let problem = unreadable(Path::new(&lines.file), &error);
                    self.lines = None;
                    Content::Unreadable(Box::new(problem))
                }
            };
            return Some(Found { place, content });
        }
    }

    /// The next entry of the folder that is read; leaves it at its end.
    fn next_entry(&mut self) -> Option<Found> {
        while let Some(folder) = self.folders.last_mut() {
            let Some((name, is_folder)) = folder.entries.next() else {
                let left = self.folders.pop()?;
                if left.is_empty && self.folders.is_empty() {
                    return Some(refused(&left.path, no_json(&left.path)));
                }
                continue;
            };
            let path = folder.path.join(name);
            let found = if is_folder { self.enter(path) } else { self.open(path) };
            if found.is_some() {
                // It stands below the folder that was named to us.
                self.folders.iter_mut().for_each(|folder| folder.is_empty = false);
                return found;
            }
            if self.lines.is_some() {
                self.folders.iter_mut().for_each(|folder| folder.is_empty = false);
                return None;
            }
        }
        None
    }

    fn enter(&mut self, path: PathBuf) -> Option<Found> {
        match entries(&path) {
            Ok(entries) => {
                self.folders.push(Folder { path, entries: entries.into_iter(), is_empty: true });
                None
            }
            Err(error) => Some(refused(&path, unreadable(&path, &error))),
        }
    }

    /// A file as one document, or its lines from now on.
    fn open(&mut self, path: PathBuf) -> Option<Found> {
        let file = path.display().to_string();
        if !is_by_lines(&path) {
            return Some(Found { place: Place { file: Some(file), line: None }, content: Content::File(path) });
        }
        match fs::File::open(&path) {
            Ok(from) => {
                self.lines = Some(Lines::new(file, from));
                None
            }
            Err(error) => Some(refused(&path, unreadable(&path, &error))),
        }
    }
}

impl Lines {
    fn new(file: String, from: impl io::Read + Send + 'static) -> Self {
        Self { file, from: Box::new(BufReader::with_capacity(BUFFER_BYTES, from)), number: 0 }
    }
}

impl fmt::Debug for Documents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines.as_ref().map(|lines| (&lines.file, lines.number));
        formatter
            .debug_struct("Documents")
            .field("paths", &self.paths)
            .field("folders", &self.folders)
            .field("lines", &lines)
            .finish_non_exhaustive()
    }
}

fn is_by_lines(path: &Path) -> bool {
    let end = path.extension().map(|end| end.to_ascii_lowercase());
    end.is_some_and(|end| end == "jsonl" || end == "ndjson")
}

/// Sub-folders and files with JSON, by name; whether each is a folder.
fn entries(folder: &Path) -> io::Result<Vec<(OsString, bool)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder || (holds_json(&path) && !path.is_dir()) {
            found.push((name, is_folder));
        }
    }
    found.sort();
    Ok(found)
}

fn refused(path: &Path, problem: Diagnostic) -> Found {
    let place = Place { file: Some(path.display().to_string()), line: None };
    Found { place, content: Content::Unreadable(Box::new(problem)) }
}

fn no_json(folder: &Path) -> Diagnostic {
    Diagnostic::error("source.empty-folder", format!("`{}` holds no JSON file", folder.display()))
        .help("files are looked for by their ends: `.json`, `.jsonl`, `.ndjson`")
        .at(at(folder))
}

fn too_long(place: &Place) -> Diagnostic {
    let message = format!("a line of {} is longer than {FILE_BYTES_MAX} bytes", shown(place.file.as_deref()));
    Diagnostic::error("source.too-large", message)
        .help("each line is one document; a document that is laid out over lines belongs into a file of its own")
        .at(super::document::location(place))
}
