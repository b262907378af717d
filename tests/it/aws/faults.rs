//! What goes wrong on purpose, as it arrives over the wire.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use architrave_emulator::{Faults, Options, Running, operations, start};
use serde_json::Value;

/// What arrived before the connection ended.
struct Arrived {
    status: u16,
    error: Option<String>,
    promised_bytes: usize,
    body: Vec<u8>,
}

fn lenses(emulator: &Running) -> Arrived {
    let mut stream = TcpStream::connect(emulator.address()).expect("the emulator listens");
    stream.write_all(b"GET /lenses HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").expect("it reads");
    let mut bytes = Vec::new();
    // A connection that is cut may end in an error; what came before it counts.
    let _cut = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("headers arrive whole");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("headers are text");
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    Arrived {
        status: head.split(' ').nth(1).expect("a status").parse().expect("a number"),
        error: header("x-amzn-errortype"),
        promised_bytes: header("content-length").expect("a length").parse().expect("a number"),
        body: bytes[end + 4..].to_vec(),
    }
}

fn emulator(schedule: &str) -> Running {
    let faults = Faults::read(&format!("[[fault]]\n{schedule}"), "faults.toml", &operations()).expect("a schedule");
    start(&Options { faults: Some(faults), ..Options::default() }).expect("an emulator")
}

#[test]
fn errors_arrive_as_the_service_words_them_and_then_go_away() {
    for (schedule, status, code) in [
        ("kind = 'throttle'\nwhen = { first = 1 }", 429, "ThrottlingException"),
        ("kind = 'internal-error'\noperations = ['ListLenses']\nwhen = { first = 1 }", 500, "InternalServerException"),
        ("kind = 'refuse'\ncode = 'AccessDeniedException'\nwhen = { first = 1 }", 403, "AccessDeniedException"),
    ] {
        let emulator = emulator(schedule);
        let first = lenses(&emulator);
        assert_eq!((first.status, first.error.as_deref()), (status, Some(code)), "{schedule}");
        let body: Value = serde_json::from_slice(&first.body).expect("JSON");
        assert!(body["Message"].is_string(), "{body}");
        assert_eq!(lenses(&emulator).status, 200, "{schedule}");
        assert_eq!(emulator.calls().iter().map(|call| call.status).collect::<Vec<_>>(), [status, 200]);
    }
}

#[test]
fn a_cut_connection_delivers_less_than_it_promised() {
    for (schedule, at_most) in
        [("kind = 'cut'\nwhen = { first = 1 }", None), ("kind = 'cut'\nafter_bytes = 10", Some(10))]
    {
        let emulator = emulator(schedule);
        let cut = lenses(&emulator);
        assert_eq!(cut.status, 200);
        assert!(cut.body.len() < cut.promised_bytes, "{schedule}: {} bytes", cut.body.len());
        assert!(cut.body.len() <= at_most.unwrap_or(cut.promised_bytes / 2), "{schedule}: {} bytes", cut.body.len());
    }
}

#[test]
fn a_slow_body_is_the_same_body() {
    let calm = start(&Options::default()).expect("an emulator");
    let slow = emulator("kind = 'slow'\npieces = 7\npause_ms = 1");
    let (calm, slow) = (lenses(&calm), lenses(&slow));
    assert_eq!(slow.body.len(), slow.promised_bytes);
    assert_eq!(slow.body, calm.body);
}
