//! The texts of a plugin: given once, then referred to by codes that cannot be mixed up.

use std::cmp::Ordering;

use crate::contract;

/// Every text that a plugin will use. Filled in [`Plugin::prepare`](crate::Plugin::prepare); each call hands out the
/// code by which the text is used later. The same id (or control) given twice gives the same code, with the first text.
///
/// An id is stable and made of lower-case letters, digits, dots, hyphens and underscores, at most 128 bytes. A text is
/// one line of at most 2048 bytes. A list holds at most 65 535 entries; what goes beyond is left out and gets
/// [`NO_CODE`], no text.
#[derive(Debug)]
pub struct Legend {
    raw: contract::Legend,
    order: Order,
}

/// What crosses for "no text".
pub const NO_CODE: u16 = u16::MAX;

/// Codes of each list in the order of the ids, to find an id again.
#[derive(Debug, Default)]
struct Order {
    reasons: Vec<u16>,
    consequences: Vec<u16>,
    advice: Vec<u16>,
    measures: Vec<u16>,
    controls: Vec<u16>,
}

macro_rules! code {
    ($name:ident, $what:literal) => {
        #[doc = $what]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u16);

        impl $name {
            /// Position in its list of the legend.
            #[must_use]
            pub const fn position(self) -> u16 {
                self.0
            }
        }
    };
}

code!(ReasonCode, "A reason in the legend: why points or a priority are what they are.");
code!(ConsequenceCode, "A consequence in the legend.");
code!(AdviceCode, "A line of guidance in the legend.");
code!(MeasureCode, "A measure in the legend.");
code!(ControlCode, "A requirement of a framework in the legend.");

impl Legend {
    pub(crate) fn new() -> Self {
        let raw = contract::Legend {
            reasons: Vec::new(),
            consequences: Vec::new(),
            advice: Vec::new(),
            measures: Vec::new(),
            controls: Vec::new(),
        };
        Self { raw, order: Order::default() }
    }

    /// A reason of points or of a priority.
    pub fn reason(&mut self, id: &str, text: &str) -> ReasonCode {
        ReasonCode(text_code(&mut self.raw.reasons, &mut self.order.reasons, id, text))
    }

    /// What happens if a gap is left.
    pub fn consequence(&mut self, id: &str, text: &str) -> ConsequenceCode {
        ConsequenceCode(text_code(&mut self.raw.consequences, &mut self.order.consequences, id, text))
    }

    /// A line of guidance.
    pub fn advice(&mut self, id: &str, text: &str) -> AdviceCode {
        AdviceCode(text_code(&mut self.raw.advice, &mut self.order.advice, id, text))
    }

    /// A figure shown beside the score. `unit` is such as `points` or `days`, empty for a bare count.
    pub fn measure(&mut self, id: &str, text: &str, unit: &str, better: Better) -> MeasureCode {
        let new = || contract::MeasureEntry {
            id: id.to_owned(),
            text: text.to_owned(),
            unit: unit.to_owned(),
            higher_is_better: better == Better::Higher,
        };
        let compare = |entry: &contract::MeasureEntry| entry.id.as_str().cmp(id);
        MeasureCode(code(&mut self.raw.measures, &mut self.order.measures, compare, new))
    }

    /// A requirement that a missing practice leaves without evidence, such as `PCI-DSS-4.0` and `8.4.2`. Indicative;
    /// never a statement of compliance.
    pub fn control(&mut self, framework: &str, requirement: &str) -> ControlCode {
        let new = || contract::ControlEntry { framework: framework.to_owned(), requirement: requirement.to_owned() };
        let compare = |entry: &contract::ControlEntry| {
            (entry.framework.as_str(), entry.requirement.as_str()).cmp(&(framework, requirement))
        };
        ControlCode(code(&mut self.raw.controls, &mut self.order.controls, compare, new))
    }

    pub(crate) fn measure_count(&self) -> usize {
        self.raw.measures.len()
    }

    pub(crate) fn into_raw(self) -> contract::Legend {
        self.raw
    }
}

/// Which direction of a measure is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// As with coverage.
    Higher,
    /// As with risk.
    Lower,
}

fn text_code(list: &mut Vec<contract::LegendEntry>, order: &mut Vec<u16>, id: &str, text: &str) -> u16 {
    let new = || contract::LegendEntry { id: id.to_owned(), text: text.to_owned() };
    code(list, order, |entry| entry.id.as_str().cmp(id), new)
}

/// The code of the entry that `compare` finds equal, or of a new one.
fn code<T>(list: &mut Vec<T>, order: &mut Vec<u16>, compare: impl Fn(&T) -> Ordering, new: impl FnOnce() -> T) -> u16 {
    let place = order.binary_search_by(|code| list.get(usize::from(*code)).map_or(Ordering::Less, &compare));
    let place = match place {
        Ok(place) => return order.get(place).copied().unwrap_or(NO_CODE),
        Err(place) => place,
    };
    match u16::try_from(list.len()) {
        Ok(code) if code != NO_CODE => {
            list.push(new());
            order.insert(place, code);
            code
        }
        Ok(_) | Err(_) => NO_CODE,
    }
}

pub(crate) fn raw_code(code: Option<u16>) -> u16 {
    code.unwrap_or(NO_CODE)
}
