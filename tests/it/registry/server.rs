//! A registry that answers as it is told, on loopback: well-behaved unless a test says otherwise.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use architrave_registry::{Artifact, Reference};

/// One request, as far as it was read.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    /// Lines, as they came.
    pub(super) head: String,
    /// This server.
    pub(super) address: SocketAddr,
}

/// A piece of an answer.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Bytes(Vec<u8>),
    /// Again and again, until nobody takes it.
    Endless(Vec<u8>),
    /// A byte, and a pause before the next.
    Slowly(Vec<u8>, Duration),
    /// Nothing, until whoever asked goes away.
    Silence,
}

type Script = dyn Fn(&Asked) -> Vec<Part> + Send + Sync;

/// A server; ends when it is dropped.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    sent: Arc<AtomicU64>,
    ends: Arc<AtomicBool>,
    accepts: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(script: impl Fn(&Asked) -> Vec<Part> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let script: Arc<Script> = Arc::new(script);
        let (asked, sent, ends) = (Arc::default(), Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let accepts = {
            let (asked, sent, ends) = (Arc::clone(&asked), Arc::clone(&sent), Arc::clone(&ends));
            thread::spawn(move || {
                while let Ok((stream, _)) = listener.accept() {
                    if ends.load(Ordering::SeqCst) {
                        return;
                    }
                    let (script, asked, sent) = (Arc::clone(&script), Arc::clone(&asked), Arc::clone(&sent));
                    thread::spawn(move || serve(&stream, address, &*script, &asked, &sent));
                }
            })
        };
        Self { address, asked, sent, ends, accepts: Some(accepts) }
    }

    /// The plugin in it, by tag.
    pub(super) fn reference(&self) -> Reference {
        format!("oci://{}/team/moved:1.2.3", self.address).parse().expect("a reference")
    }

    /// What was asked so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no thread panicked").clone()
    }

    /// Bytes that it could send.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(accepts) = self.accepts.take() {
            let _ = accepts.join();
        }
    }
}

fn serve(stream: &TcpStream, address: SocketAddr, script: &Script, log: &Mutex<Vec<Asked>>, sent: &AtomicU64) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    loop {
        // Whatever is not HTTP, such as the start of TLS, is noted as it came and not answered.
        let begins = reader.fill_buf().unwrap_or_default();
        if head.is_empty() && !begins.first().is_some_and(u8::is_ascii_uppercase) {
            head = String::from_utf8_lossy(begins).into_owned();
            break;
        }
        let mut line = Vec::new();
        if reader.by_ref().take(64 << 10).read_until(b'\n', &mut line).unwrap_or_default() == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        if line.trim().is_empty() || head.len() > 64 << 10 {
            break;
        }
        head.push_str(&line);
    }
    let is_http = head.contains(" HTTP/1.1\r\n");
    let mut words = head.split_whitespace().filter(|_| is_http).map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let asked = Asked { method, path, head, address };
    log.lock().expect("no thread panicked").push(asked.clone());
    if asked.path.is_empty() {
        return;
    }
    for part in script(&asked) {
        let send = |bytes: &[u8]| {
            let mut stream = stream;
            let took = stream.write_all(bytes).is_ok();
            sent.fetch_add(if took { bytes.len() as u64 } else { 0 }, Ordering::SeqCst);
            took
        };
        let goes_on = match part {
            Part::Bytes(bytes) => send(&bytes),
            Part::Endless(bytes) => {
                while send(&bytes) {}
                false
            }
            Part::Slowly(bytes, pause) => bytes.iter().all(|byte| {
                // Whoever asked has said everything: there is nothing to read but its going away.
                stream.set_read_timeout(Some(pause)).expect("a pause");
                let gone = matches!(reader.fill_buf(), Ok(left) if left.is_empty());
                !gone && send(&[*byte])
            }),
            Part::Silence => {
                let _ = reader.read_to_end(&mut Vec::new());
                false
            }
        };
        if !goes_on {
            return;
        }
    }
}

/// An answer with a length that is true.
pub(super) fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<Part> {
    let head = format!("{headers}Content-Length: {}\r\n", body.len());
    let mut parts = unbounded(status, &head);
    parts.push(Part::Bytes(body.to_vec()));
    parts
}

/// An answer without a length; its body is up to the test.
pub(super) fn unbounded(status: &str, headers: &str) -> Vec<Part> {
    vec![Part::Bytes(format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n").into_bytes())]
}

/// What a registry that has an artifact answers.
pub(super) fn well_behaved(artifact: &Artifact, asked: &Asked) -> Vec<Part> {
    if asked.path.contains("/manifests/") {
        return manifest(artifact.manifest_bytes());
    }
    let blob = artifact.blobs().find(|(descriptor, _)| asked.path.ends_with(&descriptor.digest.to_string()));
    match blob {
        Some((_, bytes)) => answer("200 OK", "Content-Type: application/octet-stream\r\n", bytes),
        None => answer("404 Not Found", "", br#"{"errors":[{"code":"NAME_UNKNOWN","message":"not here"}]}"#),
    }
}

/// A manifest, as a registry gives it.
pub(super) fn manifest(bytes: &[u8]) -> Vec<Part> {
    answer("200 OK", "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n", bytes)
}
