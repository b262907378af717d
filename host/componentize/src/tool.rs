//! Runs the compilers of other languages, or says how to install them.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::error::Error;

/// A program that a language needs.
pub(crate) struct Tool {
    /// As its users call it.
    pub(crate) name: &'static str,
    /// The command that installs it.
    pub(crate) install: &'static str,
}

impl Tool {
    /// The first of these ways to start the tool that answers to `version`, as a command without arguments.
    ///
    /// # Errors
    ///
    /// `build.tool-missing` with the command that installs it.
    pub(crate) fn find(&self, ways: &[Vec<PathBuf>], version: &str) -> Result<Command, Error> {
        let answers = |way: &&Vec<PathBuf>| {
            let Some(mut command) = command(way) else { return false };
            command.arg(version).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let found = ways.iter().find(answers).and_then(|way| command(way));
        found.ok_or_else(|| self.missing())
    }

    /// What the tool prints for one argument.
    ///
    /// # Errors
    ///
    /// `build.tool`.
    pub(crate) fn says(&self, way: &Command, argument: &str) -> Result<String, Error> {
        let output = Command::new(way.get_program()).args(way.get_args()).arg(argument).stdin(Stdio::null()).output();
        let output = output.map_err(|error| Error::tool(self.name, argument, &error.to_string()))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Refuses a version other than the one whose insides are known here: the same source could give other bytes.
    ///
    /// # Errors
    ///
    /// `build.tool-version` with the command that installs the right one.
    pub(crate) fn check_version(&self, found: &str, known: &str) -> Result<(), Error> {
        if found.split_whitespace().any(|word| word == known) {
            return Ok(());
        }
        Err(Error::tool_version(self.name, found.trim(), known, self.install))
    }

    pub(crate) fn missing(&self) -> Error {
        Error::tool_missing(self.name, self.install)
    }

    /// Runs a command of the tool. What it says is shown when it does not succeed, and only then.
    ///
    /// # Errors
    ///
    /// `build.tool`.
    pub(crate) fn run(&self, mut command: Command, id: &str) -> Result<(), Error> {
        let output = command.stdin(Stdio::null()).output();
        let output = output.map_err(|error| Error::tool(self.name, id, &error.to_string()))?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stdout, output.stderr].concat();
        Err(Error::tool(self.name, id, String::from_utf8_lossy(&said).trim()))
    }
}

fn command(way: &[PathBuf]) -> Option<Command> {
    let (program, arguments) = way.split_first()?;
    let mut command = Command::new(program);
    command.args(arguments);
    Some(command)
}

/// Where a program of Python may be: in the project's own environment, in the active one, or on the path.
pub(crate) fn python_programs(folder: &Path, name: &str) -> Vec<PathBuf> {
    let own = folder.join(".venv");
    let active = env::var_os("VIRTUAL_ENV").map(PathBuf::from);
    let places = [Some(own), active].into_iter().flatten();
    let mut programs: Vec<PathBuf> = places.map(|place| place.join("bin").join(name)).collect();
    programs.push(PathBuf::from(name));
    programs
}
