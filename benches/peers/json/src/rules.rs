//! What did the governance handbook say? Its tables as matches and arrays, and one loop each over questions and gaps.

use crate::{Outcome, Pillar, Points, Question, Review, Risk, Row};

const OF: u32 = 9;
const HOURS_PER_WEEK: u32 = 40;
const PRIORITY_LATEST: u32 = 10;

/// Weeks by number of missing practices; more count as five.
const WEEKS: [u32; 6] = [2, 1, 2, 4, 6, 8];

/// Severities at high and at medium risk, in the order of [`Pillar::LISTED`], then of any other pillar.
const SEVERITIES: [[u8; 2]; 7] = [[3, 2], [3, 2], [2, 1], [2, 1], [2, 1], [1, 0], [0, 0]];

/// Judges a review: points, priorities and consequences.
#[must_use]
pub fn judge(review: &Review) -> Outcome {
    let mut risk_score = 0;
    let points = review.questions.iter().map(|question| {
        let (points, value, reason) = match question.risk {
            Risk::High => (0, 10, 0),
            Risk::Medium => (5, 5, 1),
            Risk::None => (9, 1, 2),
            Risk::Unanswered => (0, 0, 3),
            Risk::NotApplicable => return None,
        };
        risk_score += value;
        Some(Points { points, of: OF, reason })
    });
    let points = points.collect();
    let rows = review.gaps.iter().map(|gap| match review.questions.get(gap.question) {
        Some(question) => row(question, gap.practice),
        None => Row { priority: PRIORITY_LATEST, effort_hours: 0, reason: 0, severity: 0, consequence: 0 },
    });
    let gaps = rows.collect();
    Outcome { points, risk_score, gaps }
}

fn row(question: &Question, practice: bool) -> Row {
    let (pillar, adjustment) = match question.pillar {
        Pillar::Security => (0, 0),
        Pillar::Reliability => (1, 1),
        Pillar::OperationalExcellence => (2, 2),
        Pillar::Performance => (3, 3),
        Pillar::CostOptimization => (4, 4),
        Pillar::Sustainability => (5, 5),
        Pillar::Other => (6, 2),
    };
    let (column, base) = if question.risk == Risk::High { (0, 1) } else { (1, 3) };
    let severities = SEVERITIES.get(usize::from(pillar)).copied().unwrap_or_default();
    let severity = severities.get(usize::from(column)).copied().unwrap_or_default();
    Row {
        priority: PRIORITY_LATEST.min(base + adjustment),
        effort_hours: if practice { 0 } else { weeks(question.missing) * HOURS_PER_WEEK },
        reason: 4 + 2 * pillar + column,
        severity,
        consequence: if pillar == 6 { 12 } else { 2 * pillar + column },
    }
}

fn weeks(missing: u32) -> u32 {
    let [.., most] = WEEKS;
    usize::try_from(missing).ok().and_then(|missing| WEEKS.get(missing)).copied().unwrap_or(most)
}
