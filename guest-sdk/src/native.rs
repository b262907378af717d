//! Runs a plugin natively, for its author's unit tests and to compare with the component.

mod fixture;

use crate::{contract, log, plugin::Plugin, refusal::Refusal, session::Session};

pub use fixture::Fixture;

/// What a role answers.
pub type Answered<T> = Result<T, Refusal>;

/// The roles of a plugin; made by [`export!`](crate::export).
pub trait Exported: Plugin {
    /// Weights, where the plugin scores.
    fn weigh(session: &mut Session<Self>) -> Option<Answered<Vec<u32>>> {
        let _ = session;
        None
    }

    /// Points, where the plugin scores.
    fn score(session: &Session<Self>) -> Option<Answered<contract::Scorecard>> {
        let _ = session;
        None
    }

    /// Priorities, where the plugin prioritizes.
    fn prioritize(session: &Session<Self>) -> Option<Answered<contract::Priorities>> {
        let _ = session;
        None
    }

    /// Consequences, where the plugin states them.
    fn assess(session: &Session<Self>) -> Option<Answered<contract::Consequences>> {
        let _ = session;
        None
    }

    /// Advice, where the plugin advises.
    fn advise(session: &Session<Self>) -> Option<Answered<contract::Advice>> {
        let _ = session;
        None
    }
}

/// Everything that a plugin returned for one review, as the contract has it. `None` where it does not have the role.
#[derive(Debug, Clone)]
pub struct Results {
    /// Its texts.
    pub legend: contract::Legend,
    /// One per question.
    pub weights: Option<Vec<u32>>,
    /// One row per question.
    pub scorecard: Option<contract::Scorecard>,
    /// One row per gap.
    pub priorities: Option<contract::Priorities>,
    /// One row per gap.
    pub consequences: Option<contract::Consequences>,
    /// Any number of rows.
    pub advice: Option<contract::Advice>,
    /// Severity and message of each line that it logged.
    pub log: Vec<(u8, String)>,
}

/// Runs every role of a plugin on one review, in the order in which the host does, from a fresh `prepare`.
///
/// # Errors
///
/// When the plugin refuses.
pub fn run<P: Exported>(
    lens: contract::Lens,
    settings: &str,
    frame: contract::Frame,
    review: contract::Review,
) -> Result<Results, Refusal> {
    drop(log::native::take());
    let (mut session, legend) = Session::<P>::prepare(lens, settings.to_owned())?;
    session.begin(frame)?;
    let weights = P::weigh(&mut session).transpose()?;
    session.reveal(review)?;
    Ok(Results {
        legend,
        weights,
        scorecard: P::score(&session).transpose()?,
        priorities: P::prioritize(&session).transpose()?,
        consequences: P::assess(&session).transpose()?,
        advice: P::advise(&session).transpose()?,
        log: log::native::take(),
    })
}

impl Results {
    /// The score in basis points as the host computes it: ⌊10 000 · Σ points / Σ weights⌋, 0 to 10 000; `None` when
    /// nothing is scored.
    #[must_use]
    pub fn score_basis_points(&self) -> Option<u32> {
        let sum = |values: &[u32]| values.iter().map(|value| u128::from(*value)).sum::<u128>();
        let of = sum(self.weights.as_deref()?);
        let points = sum(&self.scorecard.as_ref()?.points);
        u32::try_from((points * 10_000).checked_div(of)?).ok()
    }

    /// The text of the reason beside a question's points.
    #[must_use]
    pub fn reason(&self, question: usize) -> Option<&str> {
        let code = self.scorecard.as_ref()?.reasons.get(question)?;
        self.legend.reasons.get(usize::from(*code)).map(|entry| entry.text.as_str())
    }

    /// The text of the consequence of a gap.
    #[must_use]
    pub fn consequence(&self, gap: usize) -> Option<&str> {
        let code = self.consequences.as_ref()?.consequences.get(gap)?;
        self.legend.consequences.get(usize::from(*code)).map(|entry| entry.text.as_str())
    }

    /// The lines of guidance for a gap, in reading order.
    #[must_use]
    pub fn advice(&self, gap: usize) -> Vec<&str> {
        let Some(advice) = &self.advice else { return Vec::new() };
        let rows = advice.gaps.iter().zip(&advice.lines).filter(|(found, _)| usize::from(**found) == gap);
        let entries = rows.filter_map(|(_, line)| self.legend.advice.get(usize::from(*line)));
        entries.map(|entry| entry.text.as_str()).collect()
    }
}
