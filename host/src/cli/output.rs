//! Where does output go? Data to stdout or to a file that is written whole or not at all, talk to stderr.

use std::{
    fmt::Display,
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::Path,
};

use architrave_core::diagnostic::{Diagnostic, Location};

use super::{Colour, PASSES, UNDECIDED};

/// Bytes that are written at a time.
const BUFFER_BYTES: usize = 64 << 10;

/// The two streams, and how they are written to.
#[derive(Debug)]
pub(super) struct Streams {
    stdout_colour: bool,
    stderr_colour: bool,
}

impl Streams {
    pub(super) fn new(colour: Colour) -> Self {
        let wanted = |is_terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        Self { stdout_colour: wanted(io::stdout().is_terminal()), stderr_colour: wanted(io::stderr().is_terminal()) }
    }

    /// Whether data for people may have colour.
    pub(super) fn colour(&self) -> bool {
        self.stdout_colour
    }

    /// Writes data to stdout.
    pub(super) fn data(&self, bytes: &[u8]) -> u8 {
        self.write_to(None, |out| out.write_all(bytes))
    }

    /// Lets `write` write data to a file, whole or not at all, or to stdout. A reader of stdout that went away is not a
    /// failure: it has what it wanted.
    pub(super) fn write_to(&self, path: Option<&Path>, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> u8 {
        let Some(path) = path else {
            return match buffered(io::stdout().lock(), write) {
                Ok(()) => PASSES,
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => PASSES,
                Err(error) => self.problem("cannot write to stdout", &error),
            };
        };
        match write_whole(path, write) {
            Ok(()) => PASSES,
            Err(error) => self.problem(&format!("cannot write the report to `{}`", path.display()), &error),
        }
    }

    /// A line of talk.
    pub(super) fn say(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{line}");
    }

    /// A failure of the environment.
    pub(super) fn problem(&self, attempt: &str, error: &dyn Display) -> u8 {
        self.say(&format!("{} {attempt}: {error}", self.label("error", "31")));
        UNDECIDED
    }

    /// One thing that could not be done.
    pub(super) fn failed(&self, diagnostic: &Diagnostic) -> u8 {
        self.diagnostics("error", std::slice::from_ref(diagnostic));
        UNDECIDED
    }

    /// Diagnostics, each with its help and place.
    pub(super) fn diagnostics(&self, label: &str, diagnostics: &[Diagnostic]) {
        let style = if label == "error" { "31" } else { "33" };
        for diagnostic in diagnostics {
            // What a compiler says has many lines.
            let mut lines = diagnostic.message.lines();
            let first = clean(lines.next().unwrap_or_default());
            self.say(&format!("{} {first} [{}]", self.label(label, style), diagnostic.code));
            lines.for_each(|line| self.say(&format!("  {}", clean(&line.replace('\t', "    ")))));
            if let Some(place) = diagnostic.location.as_ref().map(place).filter(|place| !place.is_empty()) {
                self.say(&format!("  at {}", clean(&place)));
            }
            if let Some(help) = &diagnostic.help {
                self.say(&format!("  help: {}", clean(help)));
            }
        }
    }

    fn label(&self, word: &str, style: &str) -> String {
        if self.stderr_colour { format!("\u{1b}[1;{style}m{word}:\u{1b}[0m") } else { format!("{word}:") }
    }
}

/// Text of the input may hold anything; nothing of it may steer the terminal.
fn clean(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}

/// `file:line:column /pointer bytes 3..7`, as far as it is known.
pub(super) fn place(location: &Location) -> String {
    let mut place = location.file.clone().unwrap_or_default();
    if let Some(line) = location.line {
        place.push_str(&format!(":{line}"));
        if let Some(column) = location.column {
            place.push_str(&format!(":{column}"));
        }
    }
    if let Some(pointer) = location.pointer.as_deref().filter(|pointer| !pointer.is_empty()) {
        place.push_str(&format!(" {pointer}"));
    }
    if let Some((start, end)) = location.span {
        place.push_str(&format!(" bytes {start}..{end}"));
    }
    place.trim().to_owned()
}

/// To a temporary file beside it, which is then renamed.
pub(super) fn write_whole(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".architrave-").tempfile_in(folder)?;
    buffered(&mut file, write)?;
    file.as_file().sync_all()?;
    set_mode(file.path())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn buffered(out: impl io::Write, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(BUFFER_BYTES, out);
    write(&mut out)?;
    out.flush()
}

/// Temporary files are private; a report is as readable as any file that this user makes.
#[cfg(unix)]
fn set_mode(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path) -> io::Result<()> {
    Ok(())
}
