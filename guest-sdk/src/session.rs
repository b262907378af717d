//! The loops: from the columns of the contract to a plugin's rows, and back.
//!
//! They hold the laws of scores, whatever the plugin says: no weight on what is not applicable, no points for what is
//! not answered, never more points than weight, one row per question or gap.

use crate::{
    cells, contract,
    frame::{Begun, Frame},
    legend::{Legend, NO_CODE, raw_code},
    lens::Lens,
    outputs::{Controls, Lines, Measures},
    plugin::{Guidance, Impact, Plugin, Priority, Scoring},
    refusal::Refusal,
    review::{Gap, Revealed, Review},
    settings::Settings,
};

/// A plugin that was prepared, and the review it is looking at.
#[derive(Debug)]
pub struct Session<P> {
    plugin: P,
    lens: Lens,
    measure_count: usize,
    begun: Option<Begun>,
    weights: Option<Vec<u32>>,
    revealed: Option<Revealed>,
}

impl<P: Plugin> Session<P> {
    /// The contract's `prepare`.
    ///
    /// # Errors
    ///
    /// When the plugin refuses.
    pub fn prepare(lens: contract::Lens, settings: String) -> Result<(Self, contract::Legend), Refusal> {
        let lens = Lens::new(lens);
        let mut legend = Legend::new();
        let plugin = P::prepare(&lens, &Settings::new(settings), &mut legend)?;
        let measure_count = legend.measure_count();
        let session = Self { plugin, lens, measure_count, begun: None, weights: None, revealed: None };
        Ok((session, legend.into_raw()))
    }

    /// The contract's `begin`.
    ///
    /// # Errors
    ///
    /// When the plugin refuses, or a column has the wrong length.
    pub fn begin(&mut self, frame: contract::Frame) -> Result<(), Refusal> {
        check_scope(&frame.scope, self.lens.question_count())?;
        self.weights = None;
        self.revealed = None;
        let begun = Begun { cells: cells::of_scope(&frame.scope), raw: frame };
        self.plugin.begin(Frame::new(&self.lens, &begun))?;
        self.begun = Some(begun);
        Ok(())
    }

    /// The contract's `reveal`.
    ///
    /// # Errors
    ///
    /// When the plugin refuses, a column has the wrong length, or nothing was begun.
    pub fn reveal(&mut self, review: contract::Review) -> Result<(), Refusal> {
        let questions = self.lens.question_count();
        check_answers(&review.answers, questions)?;
        if let Some(previous) = &review.previous {
            check_scope(&previous.scope, questions)?;
            check_answers(&previous.answers, questions)?;
        }
        check_gaps(&review.gaps)?;
        let begun = self.begun.as_mut().ok_or_else(|| not_yet("begin"))?;
        cells::reveal(&mut begun.cells, &review.answers);
        let previous = review.previous.map(|previous| {
            let mut rows = cells::of_scope(&previous.scope);
            cells::reveal(&mut rows, &previous.answers);
            rows
        });
        let revealed = Revealed { gaps: review.gaps, previous };
        self.plugin.reveal(Review::new(&self.lens, begun, &revealed))?;
        self.revealed = Some(revealed);
        Ok(())
    }

    fn review(&self) -> Result<Review<'_>, Refusal> {
        let begun = self.begun.as_ref().ok_or_else(|| not_yet("begin"))?;
        let revealed = self.revealed.as_ref().ok_or_else(|| not_yet("reveal"))?;
        Ok(Review::new(&self.lens, begun, revealed))
    }
}

impl<P: Scoring> Session<P> {
    /// The contract's `weigh`.
    ///
    /// # Errors
    ///
    /// When nothing was begun.
    pub fn weigh(&mut self) -> Result<Vec<u32>, Refusal> {
        let begun = self.begun.as_ref().ok_or_else(|| not_yet("begin"))?;
        let frame = Frame::new(&self.lens, begun);
        let weight = |scope: crate::Scope<'_>| {
            if scope.is_applicable() { self.plugin.weight(frame, scope) } else { 0 }
        };
        let weights: Vec<u32> = frame.scopes().map(weight).collect();
        self.weights = Some(weights.clone());
        Ok(weights)
    }

    /// The contract's `score`.
    ///
    /// # Errors
    ///
    /// When nothing was weighed or revealed.
    pub fn score(&self) -> Result<contract::Scorecard, Refusal> {
        let weights = self.weights.as_ref().ok_or_else(|| not_yet("weigh"))?;
        let review = self.review()?;
        let unanswered = raw_code(self.plugin.unanswered().map(|code| code.0));
        let mut points = vec![0; weights.len()];
        let mut reasons = vec![0; weights.len()];
        let columns = points.iter_mut().zip(&mut reasons);
        for ((answer, of), (given, reason)) in review.answers().zip(weights.iter().copied()).zip(columns) {
            if of == 0 {
                *reason = NO_CODE;
            } else if answer.risk().is_answered() {
                let row = self.plugin.points(review, answer, of);
                *given = row.points.min(of);
                *reason = raw_code(row.reason.map(|code| code.0));
            } else {
                *reason = unanswered;
            }
        }
        let mut measures = Measures::new(self.measure_count);
        self.plugin.measure(review, &mut measures);
        Ok(contract::Scorecard { points, reasons, measures: measures.into_values() })
    }
}

impl<P: Priority> Session<P> {
    /// The contract's `prioritize`.
    ///
    /// # Errors
    ///
    /// When nothing was revealed.
    pub fn prioritize(&self) -> Result<contract::Priorities, Refusal> {
        let review = self.review()?;
        let count = review.gap_count();
        let mut columns = contract::Priorities {
            priorities: vec![0; count],
            effort_hours: vec![0; count],
            effort_bases: vec![0; count],
            reasons: vec![0; count],
        };
        let rows = columns.priorities.iter_mut().zip(&mut columns.effort_hours);
        let rows = rows.zip(&mut columns.effort_bases).zip(&mut columns.reasons);
        for (gap, (((priority, hours), basis), reason)) in review.gaps().zip(rows) {
            let urgency = self.plugin.prioritize(review, gap);
            *priority = urgency.priority.clamp(1, 10);
            *reason = raw_code(urgency.reason.map(|code| code.0));
            if let Some(effort) = urgency.effort {
                *hours = effort.hours();
                *basis = effort.basis().code();
            }
        }
        Ok(columns)
    }
}

impl<P: Impact> Session<P> {
    /// The contract's `assess`.
    ///
    /// # Errors
    ///
    /// When nothing was revealed.
    pub fn assess(&self) -> Result<contract::Consequences, Refusal> {
        let review = self.review()?;
        let count = review.gap_count();
        let mut severities = vec![0; count];
        let mut consequences = vec![0; count];
        let (mut control_gaps, mut controls) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for ((gap, severity), text) in review.gaps().zip(&mut severities).zip(&mut consequences) {
            let mut of_gap = Controls::new(gap.position(), &mut control_gaps, &mut controls);
            let consequence = self.plugin.assess(review, gap, &mut of_gap);
            *severity = consequence.severity.code();
            *text = raw_code(consequence.text.map(|code| code.0));
        }
        Ok(contract::Consequences { severities, consequences, control_gaps, controls })
    }
}

impl<P: Guidance> Session<P> {
    /// The contract's `advise`.
    ///
    /// # Errors
    ///
    /// When nothing was revealed.
    pub fn advise(&self) -> Result<contract::Advice, Refusal> {
        let review = self.review()?;
        let count = review.gap_count();
        let mut columns = contract::Advice { gaps: Vec::with_capacity(count), lines: Vec::with_capacity(count) };
        for gap in review.gaps() {
            let mut lines = Lines { gap: Gap::position(gap), columns: &mut columns };
            self.plugin.advise(review, gap, &mut lines);
        }
        Ok(columns)
    }
}

fn check_scope(scope: &contract::Scope, questions: usize) -> Result<(), Refusal> {
    let rows = [scope.marks.len(), scope.reasons.len(), scope.not_applicable.len(), scope.accepted.len()];
    check_rows("scope", &rows, questions)
}

fn check_answers(answers: &contract::Answers, questions: usize) -> Result<(), Refusal> {
    let rows = [answers.risks.len(), answers.origins.len(), answers.selected.len()];
    check_rows("answers", &rows, questions)
}

fn check_gaps(gaps: &contract::Gaps) -> Result<(), Refusal> {
    check_rows("gaps", &[gaps.choices.len(), gaps.levels.len()], gaps.questions.len())
}

fn check_rows(what: &str, rows: &[usize], expected: usize) -> Result<(), Refusal> {
    match rows.iter().find(|found| **found != expected) {
        None => Ok(()),
        Some(found) => {
            Err(Refusal::Other(format!("the host gave {found} rows of {what} where {expected} are expected")))
        }
    }
}

pub(crate) fn not_yet(first: &str) -> Refusal {
    Refusal::Other(format!("the host has not called `{first}` yet"))
}
