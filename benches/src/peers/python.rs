//! What do the rules cost in Python? A process that judges dicts which it has already parsed, and times itself.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use architrave_peer_json::{Outcome, Review};
use serde_json::{Value, json};

use super::{Kind, Peer, TABLES};

const SCRIPT: &str = include_str!("classic.py");

/// A running `python3`.
pub(super) struct Python {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    judged: Value,
}

impl Python {
    /// `None` where there is no `python3`.
    pub(super) fn start() -> Option<Self> {
        let mut command = Command::new("python3");
        command.args(["-I", "-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().ok()?;
        let orders = child.stdin.take()?;
        let answers = BufReader::new(child.stdout.take()?);
        let mut python = Self { child, orders, answers, judged: Value::Null };
        let tables: Value = serde_json::from_str(TABLES).expect("the tables are JSON");
        python.send(&tables);
        Some(python)
    }

    fn send(&mut self, order: &Value) {
        writeln!(self.orders, "{order}").expect("python3 takes orders");
    }

    fn ask(&mut self, order: &Value) -> Value {
        self.send(order);
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("python3 answers");
        serde_json::from_str(&line).expect("it answers in JSON")
    }
}

impl Peer for Python {
    fn kind(&self) -> Kind {
        Kind::Python
    }

    fn name(&self) -> &'static str {
        "CPython, dicts parsed"
    }

    fn give(&mut self, review: &Review) {
        self.judged = self.ask(&json!({ "review": review }));
    }

    fn judge(&mut self) -> Outcome {
        serde_json::from_value(self.judged.clone()).expect("the outcome has its members")
    }

    fn time(&mut self, times: u64) -> Duration {
        Duration::from_nanos(self.ask(&json!({ "times": times })).as_u64().expect("nanoseconds"))
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It only ever waits for the next order: nothing is lost, and nothing can be done if it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
