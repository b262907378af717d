//! What do the rules cost in Rego? On `regorus`, the fastest engine for Rego that a Rust program can embed: once by its
//! interpreter, once compiled for its register machine.

use std::{sync::Arc, time::Duration};

use architrave_peer_json::{Outcome, Review};
use regorus::{
    Engine, Value,
    languages::rego::compiler::Compiler,
    rvm::{program::Program, vm::RegoVM},
};

use super::{Kind, Peer, TABLES};
use crate::measure::clock;

const POLICY: &str = include_str!("classic.rego");
const RULE: &str = "data.classic.outcome";

fn engine() -> Engine {
    let mut engine = Engine::new();
    engine.add_policy("classic.rego".to_owned(), POLICY.to_owned()).expect("the policy is Rego");
    engine.add_data(tables()).expect("the tables are data");
    engine
}

fn tables() -> Value {
    Value::from_json_str(&format!("{{\"tables\": {TABLES}}}")).expect("the tables are JSON")
}

fn input(review: &Review) -> Value {
    let text = serde_json::to_string(review).expect("a review can be written");
    Value::from_json_str(&text).expect("it is JSON")
}

fn outcome(value: &Value) -> Outcome {
    let text = value.to_json_str().expect("the policy has an outcome");
    serde_json::from_str(&text).expect("the outcome has its members")
}

/// The interpreter.
pub(super) struct Rego {
    engine: Engine,
    input: Value,
}

impl Rego {
    pub(super) fn new() -> Self {
        Self { engine: engine(), input: Value::Undefined }
    }

    fn run(&mut self) -> Value {
        self.engine.set_input(self.input.clone());
        self.engine.eval_rule(RULE.to_owned()).expect("the policy runs")
    }
}

impl Peer for Rego {
    fn kind(&self) -> Kind {
        Kind::Rego
    }

    fn name(&self) -> &'static str {
        "Rego, interpreter of regorus, input parsed"
    }

    fn give(&mut self, review: &Review) {
        self.input = input(review);
    }

    fn judge(&mut self) -> Outcome {
        outcome(&self.run())
    }

    fn time(&mut self, times: u64) -> Duration {
        clock(times, || self.run())
    }
}

/// The register machine. One machine judges all reviews, which is the fastest way to use it.
pub(super) struct RegoMachine {
    machine: RegoVM,
    input: Value,
}

impl RegoMachine {
    pub(super) fn new() -> Self {
        let policy = engine().compile_with_entrypoint(&RULE.into()).expect("the rule is there");
        let program: Arc<Program> = Compiler::compile_from_policy(&policy, &[RULE]).expect("the machine takes it");
        let mut machine = RegoVM::new();
        machine.load_program(program);
        machine.set_data(tables()).expect("the tables are data");
        machine.set_max_instructions(usize::MAX);
        Self { machine, input: Value::Undefined }
    }

    fn run(&mut self) -> Value {
        self.machine.set_input(self.input.clone());
        self.machine.execute().expect("the policy runs")
    }
}

impl Peer for RegoMachine {
    fn kind(&self) -> Kind {
        Kind::Rego
    }

    fn name(&self) -> &'static str {
        "Rego, register machine of regorus, input parsed"
    }

    fn give(&mut self, review: &Review) {
        self.input = input(review);
    }

    fn judge(&mut self) -> Outcome {
        outcome(&self.run())
    }

    fn time(&mut self, times: u64) -> Duration {
        clock(times, || self.run())
    }
}
