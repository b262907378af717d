//! What does the child do? Limits itself, reads, compiles, answers, ends.

use std::{
    fs,
    io::{self, Read, Write},
    panic::{self, AssertUnwindSafe},
    process::{self, ExitCode},
    thread,
};

use rlimit::Resource;

use super::frame::{self, Request, Status};
use crate::engine;

/// Did not understand, or could not answer.
const FAILED: u8 = 2;

/// Stack of the thread that waits for the parent to go away.
const WATCH_STACK_BYTES: usize = 64 << 10;

/// Compiles what the parent sends, and answers.
///
/// Reads a request from `input` and writes an answer to `output`; both are the parent's. Puts limits on the process that
/// it runs in: address space, processor time, no files, no core dump. Ends the process when `input` ends before the
/// answer is written: the parent is gone then.
///
/// To be called by a program that was started as a [`Compiler`](super::Compiler), before it opens anything.
pub fn serve(mut input: impl Read + Send + 'static, mut output: impl Write) -> ExitCode {
    let Ok(request) = Request::read(&mut input) else {
        return ExitCode::from(FAILED);
    };
    // A process without limits is what this is here to avoid.
    if confine(&request).is_err() {
        return ExitCode::from(FAILED);
    }
    let component = match frame::exactly(&mut input, request.component_bytes) {
        Ok(component) => component,
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => {
            return answer(&mut output, Status::Memory, &[]);
        }
        Err(_) => return ExitCode::from(FAILED),
    };
    watch(input);
    let compiled = panic::catch_unwind(AssertUnwindSafe(|| compile(&request, &component)));
    match compiled {
        Ok(Ok(code)) => answer(&mut output, Status::Code, &code),
        Ok(Err(error)) if error.is::<wasmtime::OutOfMemory>() => answer(&mut output, Status::Memory, &[]),
        Ok(Err(error)) => answer(&mut output, Status::Refused, format!("{error:#}").as_bytes()),
        Err(panic) => answer(&mut output, Status::Panicked, words(panic.as_ref()).as_bytes()),
    }
}

/// Takes from this process what compiling does not need.
fn confine(request: &Request) -> io::Result<()> {
    let address_bytes = request.memory_bytes.saturating_add(code_bytes());
    let limits = [
        (Resource::CORE, 0, 0),
        // Pipes are no files in this sense.
        (Resource::FSIZE, 0, 0),
        (Resource::NOFILE, 0, 0),
        (Resource::AS, address_bytes, address_bytes),
        // At the first the process gets a signal of its own, at the second it is killed.
        (Resource::CPU, request.cpu_seconds, request.cpu_seconds.saturating_add(1)),
    ];
    limits.into_iter().try_for_each(|(resource, soft, hard)| lower(resource, soft, hard))
}

/// Address space that the code of this program takes: how much it can do besides must not decide what can be compiled.
/// Zero where the system does not tell.
fn code_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let sizes = status.lines().filter_map(|line| line.strip_prefix("VmExe:").or_else(|| line.strip_prefix("VmLib:")));
    let kibibytes = sizes.filter_map(|size| size.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kibibytes.fold(0_u64, u64::saturating_add).saturating_mul(1024)
}

/// Lowers a limit; one that is lower already stays.
fn lower(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let (_, hard_now) = rlimit::getrlimit(resource)?;
    rlimit::setrlimit(resource, soft.min(hard_now), hard.min(hard_now))
}

/// Ends this process when the parent closes its end, which it keeps open until it has the answer.
fn watch(mut input: impl Read + Send + 'static) {
    let wait = move || {
        let _ = input.read(&mut [0]);
        leave();
    };
    // Without it, the limit on processor time ends an orphan.
    let _ = thread::Builder::new().stack_size(WATCH_STACK_BYTES).spawn(wait);
}

#[expect(clippy::exit, reason = "nobody is left to be told anything, and the compiler cannot be interrupted")]
fn leave() {
    process::exit(FAILED.into())
}

fn compile(request: &Request, component: &[u8]) -> wasmtime::Result<Vec<u8>> {
    engine::compiling(request.stack_bytes, request.threads > 1)?.precompile_component(component)
}

fn answer(output: &mut impl Write, status: Status, content: &[u8]) -> ExitCode {
    match frame::write_answer(output, status, content) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(FAILED),
    }
}

fn words(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("it panicked")
}
