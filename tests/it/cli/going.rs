//! Runs the command where it goes on by itself, and hears what it says.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use super::Run;

/// Longest that one line is waited for: a build may stand before it.
const PATIENCE: Duration = Duration::from_secs(500);

/// A command that goes on until it is dropped, and the lines that it says.
pub(crate) struct Going {
    child: Child,
    lines: Receiver<String>,
    heard: Vec<String>,
}

impl Going {
    pub(crate) fn start(run: Run, hears_stderr: bool) -> Self {
        let mut command = run.into_command();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        let (tell, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().expect("stdout"));
        let stderr = BufReader::new(child.stderr.take().expect("stderr"));
        let tell_too = tell.clone();
        thread::spawn(move || stdout.lines().map_while(Result::ok).all(|line| tell.send(line).is_ok()));
        // What is not heard is read all the same, or the command would wait for its reader.
        thread::spawn(move || {
            stderr.lines().map_while(Result::ok).all(|line| !hears_stderr || tell_too.send(line).is_ok())
        });
        Self { child, lines, heard: Vec::new() }
    }

    /// Reads lines up to one that holds `text`, and gives that.
    #[track_caller]
    pub(crate) fn hear(&mut self, text: &str) -> String {
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("nothing says `{text}`:\n{}", self.heard.join("\n"));
            };
            self.heard.push(line.clone());
            if line.contains(text) {
                return line;
            }
        }
    }
}

impl Drop for Going {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
