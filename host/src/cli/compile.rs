//! Who compiles plugins? This command, started a second time, in a process that limits itself.

use std::{
    env,
    io::{stdin, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use architrave_runtime::compile::{Compiler, serve};

/// The argument that asks for it; not a verb, since it is of no use to people.
const ARGUMENT: &str = "__compile";

/// This command as a compiler; `None` where it cannot be found.
pub(super) fn compiler() -> Option<Compiler> {
    /// Is this executable also after its file was replaced, as an upgrade does.
    const RUNNING: &str = "/proc/self/exe";
    let program = if Path::new(RUNNING).exists() { PathBuf::from(RUNNING) } else { env::current_exe().ok()? };
    Some(Compiler { program, arguments: vec![ARGUMENT.into()] })
}

/// Compiles what is on stdin, where this process was started to do that.
pub(super) fn serve_if_asked() -> Option<ExitCode> {
    let asked = env::args_os().nth(1).is_some_and(|argument| argument == ARGUMENT);
    asked.then(|| serve(stdin(), stdout().lock()))
}
