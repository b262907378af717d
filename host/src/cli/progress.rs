//! Is it still going? A line on stderr, once it takes longer than a second and someone watches.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

/// Nothing is shown before this.
const PATIENCE: Duration = Duration::from_secs(1);
/// The line is drawn at most this often.
const PAUSE: Duration = Duration::from_millis(100);

/// A line that is drawn over itself.
#[derive(Debug)]
pub(super) struct Progress {
    started: Instant,
    drawn: Option<Instant>,
    watched: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { started: Instant::now(), drawn: None, watched: io::stderr().is_terminal() }
    }

    /// `done` of `all` things called `what`.
    pub(super) fn at(&mut self, what: &str, done: usize, all: usize) {
        self.draw(|| format!("{what} {done}/{all}"));
    }

    /// `done` of `all` things called `what`; the last one was `thing`.
    #[cfg(feature = "aws")]
    pub(super) fn at_thing(&mut self, what: &str, done: usize, all: usize, thing: &str) {
        let thing: String = thing.chars().filter(|letter| !letter.is_control()).take(60).collect();
        self.draw(|| format!("{what} {done}/{all}: {thing}"));
    }

    /// `count` things called `what`, of nobody knows how many.
    pub(super) fn count(&mut self, what: &str, count: u64) {
        self.draw(|| format!("{count} {what}"));
    }

    fn draw(&mut self, line: impl Fn() -> String) {
        let due = self.drawn.is_none_or(|drawn| drawn.elapsed() >= PAUSE);
        if self.watched && due && self.started.elapsed() >= PATIENCE {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K{}", line());
            self.drawn = Some(Instant::now());
        }
    }

    /// Wipes the line.
    pub(super) fn finish(&mut self) {
        if self.drawn.take().is_some() {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}
