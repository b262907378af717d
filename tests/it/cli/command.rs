//! Runs the command.

use std::{
    ffi::OsStr,
    io::{Seek as _, Write as _},
    path::{Path, PathBuf},
    process::Command,
};

/// The command under test.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_architrave-under-test");

/// How it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// stdout as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }
}

/// A command in the making.
#[derive(Debug)]
pub(crate) struct Run(Command, Option<Vec<u8>>);

impl Run {
    pub(crate) fn new(args: &[&str]) -> Self {
        let mut command = Command::new(BINARY);
        command.args(args).current_dir(root()).env("NO_COLOR", "1").env_remove("COLUMNS");
        // A cache of the tests' own, so that they neither depend on the user's nor fill it.
        let temporary = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        command.env("ARCHITRAVE_CACHE_DIR", temporary.join("cache"));
        command.env("ARCHITRAVE_CACHE_KEY", temporary.join("cache.key"));
        command.env("ARCHITRAVE_STORE_DIR", temporary.join("store"));
        // What plugins are built from came with the workspace; tests reach no network.
        command.env("CARGO_NET_OFFLINE", "true");
        Self(command, None)
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.0.arg(arg);
        self
    }

    /// Further arguments.
    pub(crate) fn arg_all(mut self, args: &[&str]) -> Self {
        self.0.args(args);
        self
    }

    /// What the command reads from stdin.
    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.1 = Some(bytes.into());
        self
    }

    /// The command, to be run in another way.
    pub(crate) fn into_command(self) -> Command {
        self.0
    }

    /// Variables of its own.
    pub(crate) fn environment(mut self, variables: &[(&str, &Path)]) -> Self {
        self.0.envs(variables.iter().copied());
        self
    }

    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    pub(crate) fn run(mut self) -> Ended {
        let output = match self.1.take() {
            None => self.0.output().expect("the command starts"),
            Some(bytes) => {
                let stdin = tempfile::tempfile().and_then(|mut file| {
                    file.write_all(&bytes)?;
                    file.rewind()?;
                    Ok(file)
                });
                self.0.stdin(stdin.expect("a file to read from")).output().expect("the command starts")
            }
        };
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Ended {
            code: output.status.code().expect("the command ends by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// Runs the command in the repository's root.
pub(crate) fn architrave(args: &[&str]) -> Ended {
    Run::new(args).run()
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
