//! What does a Rust plugin look like to the host when it goes wrong? It does what its setting `attack` says.

use std::hint::black_box;

use architrave_guest::{
    Answer, Frame, Gap, Legend, Lens, Plugin, Points, Priority, Refusal, Review, Scope, Scoring, Settings, Urgency, log,
};

/// The plugin.
#[derive(Debug)]
pub struct Misbehave {
    attack: String,
}

impl Plugin for Misbehave {
    fn prepare(_: &Lens, settings: &Settings, _: &mut Legend) -> Result<Self, Refusal> {
        let attack = settings.text("attack")?.to_owned();
        if attack == "panic-in-prepare" {
            run("panic");
        }
        Ok(Self { attack })
    }
}

impl Scoring for Misbehave {
    fn weight(&self, _: Frame<'_>, _: Scope<'_>) -> u32 {
        1
    }

    fn points(&self, _: Review<'_>, _: Answer<'_>, _: u32) -> Points {
        run(&self.attack);
        Points { points: 1, reason: None }
    }
}

impl Priority for Misbehave {
    fn prioritize(&self, _: Review<'_>, _: Gap<'_>) -> Urgency {
        Urgency { priority: 1, effort: None, reason: None }
    }
}

fn run(attack: &str) {
    match attack {
        "panic" => boom(black_box(7)),
        "panic-after-a-flood" => {
            for line in 0..1000 {
                log::info(&format!("line {line}"));
            }
            boom(7);
        }
        "overflow" => log::info(&format!("{}", black_box(u8::MAX) + black_box(1))),
        "recurse" => log::info(&format!("{}", recurse(black_box(1)))),
        "allocate" => allocate(),
        "spin" => while black_box(true) {},
        _ => {}
    }
}

#[expect(clippy::panic, reason = "that is what it is for")]
fn boom(number: u32) {
    panic!("number {number}\nis \u{1b}[31mup");
}

fn recurse(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    let sum = frame.iter().sum::<u64>();
    if sum == 0 { 0 } else { sum % 2 + recurse(depth + 1) }
}

fn allocate() {
    let mut all: Vec<Vec<u8>> = Vec::new();
    while black_box(true) {
        all.push(black_box(Vec::with_capacity(1 << 16)));
    }
}

architrave_guest::export!(Misbehave: scoring, priority);
