//! What does the parent do? Starts the child, feeds it, waits so long and no longer, and leaves no child behind.
//!
//! The child may do anything: say nothing, say too much, not listen, not end. Reading and writing happen on threads that
//! nobody waits for; when the child has been killed, its ends of the pipes are closed and they end too.

use std::{
    io::{self, Read, Write as _},
    os::unix::process::ExitStatusExt as _,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

use super::{
    Compiler, Failure,
    frame::{self, Request, Status},
};
use crate::limits::Limits;

/// Words of the child that are kept, in bytes.
const WORDS_BYTES: u64 = 4 << 10;

/// How long to wait for the last words of a child that has ended.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// How often to see whether time has passed. Where this process was stopped itself, more than twice as much does not
/// count: the child may have been stopped with it.
const SLICE: Duration = Duration::from_millis(50);

/// What a compiler answered: code for an engine of its version and settings.
pub(crate) struct Code(Vec<u8>);

impl Code {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Compiles a component in a process of its own.
///
/// # Errors
///
/// When it fails, goes beyond a limit, or there is no such compiler.
pub(crate) fn run(compiler: &Compiler, limits: &Limits, threads: usize, component: &[u8]) -> Result<Code, Failure> {
    let request = request(limits, threads, component)
        .map_err(|error| Failure::Unavailable { cause: format!("the request cannot be written: {error}") })?;
    let child = command(compiler, threads).spawn().map_err(|error| Failure::Unavailable {
        cause: format!("`{}` cannot be started: {error}", compiler.program.display()),
    })?;
    let mut running = Running(child);
    let (done, answer) = converse(&mut running.0, request, limits.compile_memory_bytes)?;
    let answer = wait(&answer, Duration::from_millis(limits.compile_deadline_ms));
    let result = match answer {
        Some(Ok((Status::Code, code))) => Ok(Code(code)),
        Some(Ok((Status::Refused, words))) => Err(Failure::Refused { cause: clean(&words) }),
        Some(Ok((Status::Memory, _))) => Err(Failure::Memory { bytes: limits.compile_memory_bytes }),
        Some(Ok((Status::Panicked, words))) => Err(Failure::Crashed { cause: clean(&words) }),
        Some(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Err(running.autopsy(limits)),
        Some(Err(error)) => Err(Failure::Unavailable { cause: error.to_string() }),
        None => Err(Failure::Late { milliseconds: limits.compile_deadline_ms }),
    };
    // Only now may the child find its input closed.
    drop(done);
    result
}

fn command(compiler: &Compiler, threads: usize) -> Command {
    let mut command = Command::new(&compiler.program);
    command
        .args(&compiler.arguments)
        .env_clear()
        .env("RAYON_NUM_THREADS", threads.to_string())
        // Each arena of the allocator reserves 64 MiB of the address space that the child has.
        .env("MALLOC_ARENA_MAX", threads.to_string())
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn request(limits: &Limits, threads: usize, component: &[u8]) -> io::Result<Vec<u8>> {
    let request = Request {
        memory_bytes: limits.compile_memory_bytes,
        cpu_seconds: limits.compile_cpu_seconds,
        stack_bytes: limits.stack_bytes,
        threads: u64::try_from(threads).unwrap_or(u64::MAX),
        component_bytes: u64::try_from(component.len()).unwrap_or(u64::MAX),
    };
    let mut bytes = Vec::with_capacity(component.len().saturating_add(size_of::<Request>()));
    request.write(&mut bytes)?;
    bytes.extend_from_slice(component);
    Ok(bytes)
}

type Answer = io::Result<(Status, Vec<u8>)>;

/// Starts to write and to read. The child's input stays open until the sender is dropped.
fn converse(child: &mut Child, request: Vec<u8>, bytes_max: u64) -> Result<(Sender<()>, Receiver<Answer>), Failure> {
    let no_pipe = || Failure::Unavailable { cause: "the compiler has no pipes".to_owned() };
    let no_thread = |error: io::Error| Failure::Unavailable { cause: format!("there is no thread for it: {error}") };
    let mut input = child.stdin.take().ok_or_else(no_pipe)?;
    let mut output = child.stdout.take().ok_or_else(no_pipe)?;
    let (done, until_done) = mpsc::channel::<()>();
    let (sender, answer) = mpsc::channel();
    let write = move || {
        // A child that does not listen says so by its answer, or by none.
        let _ = input.write_all(&request);
        drop(request);
        let _ = until_done.recv();
    };
    thread::Builder::new().name("architrave-request".to_owned()).spawn(write).map_err(no_thread)?;
    let read = move || {
        let _ = sender.send(frame::read_answer(&mut output, bytes_max));
    };
    thread::Builder::new().name("architrave-answer".to_owned()).spawn(read).map_err(no_thread)?;
    Ok((done, answer))
}

/// Waits for something, for so long as this process runs.
fn wait<T>(receiver: &Receiver<T>, patience: Duration) -> Option<T> {
    let mut left = patience;
    loop {
        let asked = Instant::now();
        match receiver.recv_timeout(left.min(SLICE)) {
            Ok(value) => return Some(value),
            Err(RecvTimeoutError::Timeout) if !left.is_zero() => {
                left = left.saturating_sub(asked.elapsed().min(SLICE.saturating_mul(2)));
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// A child that is killed, and whose end is waited for, wherever this is left.
struct Running(Child);

impl Running {
    /// Why did it end without an answer?
    fn autopsy(&mut self, limits: &Limits) -> Failure {
        // It closed its output: it has ended, or never will. A signal that comes after the end changes nothing.
        let _ = self.0.kill();
        match self.0.wait() {
            Ok(status) => self.cause_of_death(status, limits),
            Err(error) => Failure::Unavailable { cause: format!("its end cannot be waited for: {error}") },
        }
    }

    fn cause_of_death(&mut self, status: ExitStatus, limits: &Limits) -> Failure {
        const ABORT: i32 = 6;
        const PROCESSOR_TIME: i32 = 24;
        /// Illegal instruction, bus error, arithmetic, segmentation fault.
        const CRASHES: [i32; 4] = [4, 7, 8, 11];
        match status.signal() {
            Some(PROCESSOR_TIME) => Failure::ProcessorTime { seconds: limits.compile_cpu_seconds },
            Some(ABORT) if self.last_words().contains("memory allocation of") => {
                Failure::Memory { bytes: limits.compile_memory_bytes }
            }
            Some(signal) if signal == ABORT || CRASHES.contains(&signal) => {
                Failure::Crashed { cause: format!("it was ended by signal {signal}") }
            }
            // Somebody ended it, or the machine is out of memory.
            Some(signal) => Failure::Unavailable { cause: format!("the compiler was ended by signal {signal}") },
            None => Failure::Unavailable { cause: "the compiler gave no answer".to_owned() },
        }
    }

    /// The start of what it wrote to its standard error.
    fn last_words(&mut self) -> String {
        let Some(output) = self.0.stderr.take() else {
            return String::new();
        };
        let (sender, receiver) = mpsc::channel();
        let read = move || {
            let mut words = Vec::new();
            let _ = output.take(WORDS_BYTES).read_to_end(&mut words);
            let _ = sender.send(clean(&words));
        };
        let started = thread::Builder::new().spawn(read);
        started.ok().and_then(|_| receiver.recv_timeout(LAST_WORDS).ok()).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Words of a child as one short line.
fn clean(words: &[u8]) -> String {
    let words = words.get(..usize::try_from(WORDS_BYTES).unwrap_or(0)).unwrap_or(words);
    let text = String::from_utf8_lossy(words);
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
