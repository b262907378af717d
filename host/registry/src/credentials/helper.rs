//! How is a credential helper asked? `docker-credential-NAME get`, the registry on its stdin, JSON on its stdout.

use std::{
    io::{Read as _, Write as _},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde::Deserialize;

use super::Secret;

/// Helpers may ask a person.
const PATIENCE: Duration = Duration::from_secs(60);

const ANSWER_BYTES_MAX: u64 = 64 << 10;

/// What a helper gives for a user where its secret is an identity token.
const TOKEN_USER: &str = "<token>";

/// What helpers say when they have nothing.
const NOT_FOUND: &str = "credentials not found";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    username: String,
    secret: String,
}

/// # Errors
///
/// In words; never with what the helper wrote, which may be a secret.
pub(super) fn ask(name: &str, registry: &str) -> Result<Option<Secret>, String> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        return Err(format!("`{name}` is not the name of a credential helper"));
    }
    let program = format!("docker-credential-{name}");
    let cannot = |error: std::io::Error| format!("`{program}` cannot be run: {error}");
    let mut child = Command::new(&program)
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(cannot)?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that needs no input may have closed it.
        let _ = stdin.write_all(registry.as_bytes());
    }
    let (sender, receiver) = mpsc::channel();
    let stdout = child.stdout.take();
    // Ends when the helper's output does, which it does at the latest when it is killed.
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.map(|stdout| stdout.take(ANSWER_BYTES_MAX).read_to_end(&mut bytes));
        let _ = sender.send(matches!(read, Some(Ok(_))).then_some(bytes));
    });
    let answer = receiver.recv_timeout(PATIENCE);
    if answer.is_err() {
        let _ = child.kill();
    }
    let bytes = answer.ok().flatten();
    // It has closed its output or was killed; one that still lingers is not waited for.
    let _ = child.try_wait();
    let bytes = bytes.ok_or_else(|| format!("`{program}` did not answer"))?;
    if String::from_utf8_lossy(&bytes).trim_start().starts_with(NOT_FOUND) {
        return Ok(None);
    }
    let answer: Answer = serde_json::from_slice(&bytes).map_err(|_| format!("`{program}` did not give credentials"))?;
    Ok(Some(match answer {
        Answer { username, secret } if username == TOKEN_USER => Secret::IdentityToken(secret),
        Answer { username, secret } => Secret::Password { user: username, password: secret },
    }))
}
