//! What do the rules cost in CEL, the expression language of many policy hosts?

use std::{collections::HashMap, sync::Arc, time::Duration};

use architrave_peer_json::{Outcome, Review};
use cel::{Context, Env, Program, Value};

use super::{Kind, Peer, TABLES};
use crate::measure::clock;

const EXPRESSION: &str = include_str!("classic.cel");

/// One compiled expression, and what it sees.
pub(super) struct Cel {
    program: Program,
    context: Context<'static, 'static>,
}

impl Cel {
    pub(super) fn new() -> Self {
        let environment = Arc::new(Env::stdlib());
        let program = environment.compile(EXPRESSION).expect("the expression is CEL");
        let mut context = Context::with_env(environment);
        let tables = serde_json::from_str(TABLES).expect("the tables are JSON");
        context.add_variable_from_value("tables", value(&tables));
        Self { program, context }
    }

    fn run(&self) -> Value {
        self.program.execute(&self.context).expect("the expression runs")
    }
}

impl Peer for Cel {
    fn kind(&self) -> Kind {
        Kind::Cel
    }

    fn name(&self) -> &'static str {
        "CEL, input parsed"
    }

    fn give(&mut self, review: &Review) {
        let review = serde_json::to_value(review).expect("a review can be written");
        self.context.add_variable_from_value("review", value(&review));
    }

    fn judge(&mut self) -> Outcome {
        let value = self.run();
        serde_json::from_value(value.json().expect("the outcome is data")).expect("the outcome has its members")
    }

    fn time(&mut self, times: u64) -> Duration {
        clock(times, || self.run())
    }
}

/// As CEL has it; numbers become its signed integers, the only ones it calculates with.
fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(yes) => Value::Bool(*yes),
        serde_json::Value::Number(number) => Value::Int(number.as_i64().expect("a whole number")),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(list) => Value::from(list.iter().map(value).collect::<Vec<_>>()),
        serde_json::Value::Object(members) => {
            let members = members.iter().map(|(name, member)| (name.as_str(), value(member)));
            Value::from(members.collect::<HashMap<_, _>>())
        }
    }
}
