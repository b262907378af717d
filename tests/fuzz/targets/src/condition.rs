//! Are conditions read, evaluated and written as the naive second implementation does?

use architrave_core::{
    condition::{self, DEPTH_MAX},
    lens::{Choice, ChoiceSet, Condition},
    risk::Level,
};
use architrave_spec as spec;

use crate::Door;

const IDS: [&str; 4] = ["a", "b", "c-d.e", "a_no"];

/// Beyond this the naive implementation takes too long.
const BYTES_MAX: usize = 4096;

/// A condition over the choices `a`, `b`, `c-d.e` and `a_no`.
///
/// Core and naive implementation refuse the same texts, but for depth, and agree on all 16 selections; what is written
/// out means the same when it is read again; places of errors and of unknown choices lie within the text.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn condition(bytes: &[u8]) -> Door {
    let Ok(text) = std::str::from_utf8(bytes) else { return Door::Refused };
    if text.len() > BYTES_MAX {
        return Door::Refused;
    }
    let choices = IDS.map(choice);
    let parsed = match condition::parse(text, &choices) {
        Ok(parsed) => parsed,
        Err(error) => {
            let (start, end) = span(error.span);
            assert!(start <= end && text.get(start..end).is_some(), "an error stands at {:?}", error.span);
            assert!(!error.message.is_empty() && !error.message.ends_with('.'), "`{}`", error.message);
            let too_deep = error.message.starts_with("it nests deeper");
            assert!(too_deep || spec::holds(text, &spec::Selection::new()).is_none(), "only the core refuses: {error}");
            return Door::Refused;
        }
    };
    for unknown in &parsed.unknown {
        let (start, end) = span(*unknown);
        assert!(text.get(start..end).is_some_and(|word| !word.is_empty() && !IDS.contains(&word)), "{unknown:?}");
    }
    assert!(depth(&parsed.condition) <= 2 * DEPTH_MAX + 2, "it is deeper than what is read");
    let printed = condition::print(&parsed.condition, &choices);
    let again = crate::must(condition::parse(&printed, &choices), "what is printed can be read");
    assert_eq!(again.condition, parsed.condition, "printed as `{printed}`");
    for bits in 0..16_u64 {
        let selected = IDS.iter().enumerate().filter(|(position, _)| bits >> position & 1 == 1).map(|(_, id)| *id);
        let naive = spec::holds(text, &selected.collect());
        assert_eq!(Some(condition::eval(&parsed.condition, ChoiceSet(bits))), naive, "selection {bits:04b}");
    }
    Door::Accepted
}

fn depth(condition: &Condition) -> usize {
    match condition {
        Condition::Default | Condition::Choice(_) | Condition::UnknownChoice(_) => 1,
        Condition::Not(inner) => 1 + depth(inner),
        Condition::And(parts) | Condition::Or(parts) => 1 + parts.iter().map(depth).max().unwrap_or(0),
    }
}

fn span((start, end): (u32, u32)) -> (usize, usize) {
    let offset = |bytes: u32| usize::try_from(bytes).unwrap_or(usize::MAX);
    (offset(start), offset(end))
}

fn choice(id: &str) -> Choice {
    Choice {
        id: id.to_owned().into(),
        practice: None,
        title: String::new(),
        level: Level::Unknown,
        none_of_these: id.ends_with("_no"),
        plan: None,
        url: None,
    }
}
