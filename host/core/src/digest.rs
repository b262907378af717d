//! Digests over a canonical form: the same facts give the same 64 digits on every machine.
//!
//! The canonical form is a sequence of fields in a fixed order. A text is its length in bytes (64 bits, little-endian)
//! and its UTF-8 bytes; a number is 64 bits, little-endian; an absent value is the byte 0, a present one the byte 1 and
//! the value; a list is its length and its entries. Each digest starts with a text that names what it is of, so that no
//! two kinds can be confused.

mod lens;

pub use lens::lens;
use sha2::{Digest as _, Sha256};

use crate::{
    gate::{Gate, Rules},
    lens::Plan,
    outcome::{Advice, ByGap, Consequences, Contribution, Fault, Legend, Outcome, Priorities, Scorecard},
    snapshot::{Answer, Digest, Snapshot, Workload},
};

/// Feeds the canonical form to SHA-256, in pieces: most fields are 8 bytes, and hashing so few at a time costs more than
/// the hashing.
#[derive(Debug, Clone)]
pub struct Canonical {
    hash: Sha256,
    pending: Vec<u8>,
}

/// Size of a piece.
const PIECE_BYTES: usize = 4096;

impl Canonical {
    /// Starts a digest of the named kind.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        let mut canonical = Self { hash: Sha256::new(), pending: Vec::with_capacity(PIECE_BYTES) };
        canonical.text(kind);
        canonical
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes(text.as_bytes());
    }

    /// A count or position.
    pub fn number(&mut self, number: usize) {
        self.wide(u64::try_from(number).unwrap_or(u64::MAX));
    }

    /// Any number of 64 bits.
    pub fn wide(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    /// A signed number.
    pub fn signed(&mut self, number: i64) {
        self.bytes(&number.to_le_bytes());
    }

    /// Another digest.
    pub fn digest(&mut self, digest: Digest) {
        self.bytes(&digest.0);
    }

    /// A value that may be absent.
    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            None => self.bytes(&[0]),
            Some(value) => {
                self.bytes(&[1]);
                write(self, value);
            }
        }
    }

    /// A text that may be absent.
    pub fn optional_text(&mut self, text: Option<&str>) {
        self.option(text, Self::text);
    }

    /// A list.
    pub fn list<T>(&mut self, values: impl ExactSizeIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.number(values.len());
        for value in values {
            write(self, value);
        }
    }

    /// The digest of what was fed.
    #[must_use]
    pub fn finish(mut self) -> Digest {
        self.hash.update(&self.pending);
        Digest(self.hash.finalize().into())
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= PIECE_BYTES {
            self.hash.update(&self.pending);
            self.pending.clear();
        }
    }
}

/// Of plain bytes, as `sha256sum` prints it.
#[must_use]
pub fn bytes(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

fn plan(canonical: &mut Canonical, plan: &Plan) {
    canonical.optional_text(plan.text.as_deref());
    canonical.optional_text(plan.url.as_deref());
}

/// Of a resolved review: its lens's digest, its workload, and every answer.
#[must_use]
pub fn snapshot(snapshot: &Snapshot) -> Digest {
    let mut canonical = Canonical::new("architrave.snapshot/1");
    canonical.digest(snapshot.lens_sha256);
    workload(&mut canonical, &snapshot.workload);
    canonical.option(snapshot.milestone.as_ref(), |canonical, milestone| {
        canonical.wide(u64::from(milestone.number));
        canonical.optional_text(milestone.name.as_deref());
        canonical.option(milestone.recorded_at, |canonical, at| canonical.signed(at.0));
    });
    canonical.option(snapshot.reviewed_at, |canonical, at| canonical.signed(at.0));
    canonical.option(snapshot.profile.as_ref(), |canonical, profile| {
        canonical.optional_text(profile.arn.as_deref());
        canonical.optional_text(profile.version.as_deref());
    });
    canonical.optional_text(snapshot.notes.as_deref());
    canonical.list(snapshot.answers.iter(), answer);
    canonical.option(snapshot.previous.as_ref(), |canonical, previous| canonical.list(previous.iter(), answer));
    canonical.list(snapshot.partial.iter(), |canonical, diagnostic| canonical.text(diagnostic.code));
    canonical.finish()
}

fn workload(canonical: &mut Canonical, workload: &Workload) {
    for text in [
        &workload.id,
        &workload.arn,
        &workload.account,
        &workload.region,
        &workload.name,
        &workload.owner,
        &workload.environment,
        &workload.industry_type,
        &workload.industry,
        &workload.improvement_status,
    ] {
        canonical.optional_text(text.as_deref());
    }
    canonical.list(workload.regions.iter(), |canonical, region| canonical.text(region));
    canonical.list(workload.pillar_priorities.iter(), |canonical, pillar| canonical.text(pillar));
    canonical.list(workload.tags.iter(), |canonical, (key, value)| {
        canonical.text(key);
        canonical.text(value);
    });
    canonical.option(workload.updated_at, |canonical, at| canonical.signed(at.0));
}

fn answer(canonical: &mut Canonical, answer: &Answer) {
    canonical.wide(u64::from(answer.risk.code()));
    canonical.optional_text(answer.recorded.as_deref());
    canonical.option(answer.by_rule, |canonical, (risk, rule)| {
        canonical.wide(u64::from(risk.code()));
        canonical.number(rule);
    });
    canonical.option(answer.prioritized, |canonical, prioritized| canonical.wide(u64::from(prioritized)));
    canonical.wide(u64::from(answer.reason.code()));
    for set in [answer.selected, answer.not_applicable, answer.accepted] {
        canonical.wide(set.0);
    }
    canonical.list(answer.choice_reasons.iter(), |canonical, (position, reason)| {
        canonical.number(*position);
        canonical.wide(u64::from(reason.code()));
    });
    for text in [&answer.plan_url, &answer.jira_url, &answer.notes] {
        canonical.optional_text(text.as_deref());
    }
    canonical.list(answer.choice_plans.iter(), |canonical, (position, choice_plan)| {
        canonical.number(*position);
        plan(canonical, choice_plan);
    });
    canonical.list(answer.choice_notes.iter(), |canonical, (position, notes)| {
        canonical.number(*position);
        canonical.text(notes);
    });
}

/// Of what a plugin said: roles with their rows or faults, and the texts that the rows refer to; not who said it, nor at
/// what cost.
#[must_use]
pub fn outcome(outcome: &Outcome) -> Digest {
    let mut canonical = Canonical::new("architrave.outcome/1");
    canonical.digest(outcome.legend_sha256);
    role(&mut canonical, outcome.scoring.as_ref(), scorecard);
    role(&mut canonical, outcome.priority.as_ref(), priorities);
    role(&mut canonical, outcome.impact.as_ref(), consequences);
    role(&mut canonical, outcome.guidance.as_ref(), advice);
    canonical.finish()
}

fn role<T>(canonical: &mut Canonical, result: Option<&Result<T, Fault>>, write: fn(&mut Canonical, &T)) {
    canonical.option(result, |canonical, result| match result {
        Ok(value) => {
            canonical.number(1);
            write(canonical, value);
        }
        Err(fault) => {
            canonical.number(0);
            canonical.text(fault.name());
        }
    });
}

/// Of a plugin's texts.
#[must_use]
pub fn legend(legend: &Legend) -> Digest {
    let mut canonical = Canonical::new("architrave.legend/1");
    for list in [&legend.reasons, &legend.consequences, &legend.advice] {
        canonical.list(list.iter(), |canonical, entry| {
            canonical.text(&entry.id);
            canonical.text(&entry.text);
        });
    }
    canonical.list(legend.measures.iter(), |canonical, entry| {
        canonical.text(&entry.id);
        canonical.text(&entry.text);
        canonical.text(&entry.unit);
        canonical.number(usize::from(entry.higher_is_better));
    });
    canonical.list(legend.controls.iter(), |canonical, entry| {
        canonical.text(&entry.framework);
        canonical.text(&entry.requirement);
    });
    canonical.finish()
}

/// Of the rules of a gate.
#[must_use]
pub fn gate(gate: &Gate) -> Digest {
    let mut canonical = Canonical::new("architrave.gate/1");
    rules(&mut canonical, &gate.overall);
    for named in [&gate.pillars, &gate.lenses] {
        canonical.list(named.iter(), |canonical, (name, of)| {
            canonical.text(name);
            rules(canonical, of);
        });
    }
    canonical.number(usize::from(gate.unanswered_is_high));
    canonical.finish()
}

fn rules(canonical: &mut Canonical, rules: &Rules) {
    for bound in [rules.max_high, rules.max_medium, rules.min_completion, rules.min_score] {
        canonical.option(bound, |canonical, bound| canonical.wide(u64::from(bound)));
    }
}

fn code(canonical: &mut Canonical, code: Option<u16>) {
    canonical.wide(code.map_or(u64::MAX, u64::from));
}

fn scorecard(canonical: &mut Canonical, scorecard: &Scorecard) {
    canonical.list(scorecard.contributions.iter(), |canonical, contribution| {
        canonical.option(contribution.as_ref(), |canonical, Contribution { points, of, reason }| {
            canonical.wide(u64::from(*points));
            canonical.wide(u64::from(*of));
            code(canonical, *reason);
        });
    });
    canonical.list(scorecard.measures.iter(), |canonical, measure| canonical.signed(*measure));
}

fn priorities(canonical: &mut Canonical, priorities: &Priorities) {
    canonical.list(priorities.rows.iter(), |canonical, row| {
        canonical.wide(u64::from(row.priority));
        canonical.option(row.effort, |canonical, effort| {
            canonical.wide(u64::from(effort.hours));
            canonical.number(effort.basis as usize);
        });
        code(canonical, row.reason);
    });
}

fn consequences(canonical: &mut Canonical, consequences: &Consequences) {
    canonical.list(consequences.rows.iter(), |canonical, row| {
        canonical.number(row.severity as usize);
        code(canonical, row.consequence);
    });
    by_gap(canonical, &consequences.controls);
}

fn advice(canonical: &mut Canonical, advice: &Advice) {
    by_gap(canonical, &advice.lines);
}

fn by_gap(canonical: &mut Canonical, codes: &ByGap) {
    let lists: Vec<_> = codes.lists().collect();
    canonical.list(lists.into_iter(), |canonical, (gap, codes)| {
        canonical.number(gap);
        canonical.list(codes, |canonical, code| canonical.wide(u64::from(code)));
    });
}
