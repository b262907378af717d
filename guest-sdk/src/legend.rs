//! The texts of a plugin: given once, then referred to by codes that cannot be mixed up.

use std::collections::BTreeMap;

use crate::contract;

/// Every text that a plugin will use. Filled in [`Plugin::prepare`](crate::Plugin::prepare); each call hands out the
/// code by which the text is used later. The same id (or control) given twice gives the same code.
///
/// An id is stable and made of lower-case letters, digits, dots, hyphens and underscores, at most 128 bytes. A text is one line of at
/// most 2048 bytes. A list holds at most 65 535 entries; what goes beyond is left out and gets [`NO_CODE`], no text.
#[derive(Debug)]
pub struct Legend {
    raw: contract::Legend,
    codes: BTreeMap<(List, String), u16>,
}

/// What crosses for "no text".
pub const NO_CODE: u16 = u16::MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Reason,
    Consequence,
    Advice,
    Measure,
    Control,
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
        Self { raw, codes: BTreeMap::new() }
    }

    /// A reason of points or of a priority.
    pub fn reason(&mut self, id: &str, text: &str) -> ReasonCode {
        ReasonCode(self.code(List::Reason, id, |raw| push(&mut raw.reasons, entry(id, text))))
    }

    /// What happens if a gap is left.
    pub fn consequence(&mut self, id: &str, text: &str) -> ConsequenceCode {
        ConsequenceCode(self.code(List::Consequence, id, |raw| push(&mut raw.consequences, entry(id, text))))
    }

    /// A line of guidance.
    pub fn advice(&mut self, id: &str, text: &str) -> AdviceCode {
        AdviceCode(self.code(List::Advice, id, |raw| push(&mut raw.advice, entry(id, text))))
    }

    /// A figure shown beside the score. `unit` is such as `points` or `days`, empty for a bare count.
    pub fn measure(&mut self, id: &str, text: &str, unit: &str, better: Better) -> MeasureCode {
        let entry = contract::MeasureEntry {
            id: id.to_owned(),
            text: text.to_owned(),
            unit: unit.to_owned(),
            higher_is_better: better == Better::Higher,
        };
        MeasureCode(self.code(List::Measure, id, |raw| push(&mut raw.measures, entry)))
    }

    /// A requirement that a missing practice leaves without evidence, such as `PCI-DSS-4.0` and `8.4.2`. Indicative;
    /// never a statement of compliance.
    pub fn control(&mut self, framework: &str, requirement: &str) -> ControlCode {
        let key = format!("{framework}\n{requirement}");
        let entry =
            contract::ControlEntry { framework: framework.to_owned(), requirement: requirement.to_owned() };
        ControlCode(self.code(List::Control, &key, |raw| push(&mut raw.controls, entry)))
    }

    pub(crate) fn measure_count(&self) -> usize {
        self.raw.measures.len()
    }

    pub(crate) fn into_raw(self) -> contract::Legend {
        self.raw
    }

    fn code(&mut self, list: List, key: &str, add: impl FnOnce(&mut contract::Legend) -> u16) -> u16 {
        let raw = &mut self.raw;
        *self.codes.entry((list, key.to_owned())).or_insert_with(|| add(raw))
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

fn entry(id: &str, text: &str) -> contract::LegendEntry {
    contract::LegendEntry { id: id.to_owned(), text: text.to_owned() }
}

fn push<T>(list: &mut Vec<T>, entry: T) -> u16 {
    match u16::try_from(list.len()) {
        Ok(code) if code != NO_CODE => {
            list.push(entry);
            code
        }
        Ok(_) | Err(_) => NO_CODE,
    }
}

pub(crate) fn raw_code(code: Option<u16>) -> u16 {
    code.unwrap_or(NO_CODE)
}
