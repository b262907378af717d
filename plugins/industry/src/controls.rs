//! Which requirements of other frameworks does a missing practice leave without evidence?
//!
//! Read from small tables, one file per framework, whose head tells where they come from. A requirement belongs to the
//! row of the missing practice; a question's own row carries none, so that nothing is counted twice.

use std::collections::BTreeMap;

use architrave_guest::{ControlCode, Gap, Legend, Lens};
use architrave_plugin_mapping::ByChoice;

/// The table of one framework.
#[derive(Debug, Clone, Copy)]
pub struct ControlTable {
    /// As the report names it.
    pub framework: &'static str,
    /// Lines `choice_id,requirement;requirement…`, a line of column names before them; lines that start with `#` are
    /// remarks.
    pub rows: &'static str,
}

/// PCI DSS 4.0.
pub const PCI_DSS: ControlTable =
    ControlTable { framework: "PCI-DSS-4.0", rows: include_str!("../../controls/pci-dss-4.0.csv") };

/// The HIPAA Security Rule.
pub const HIPAA: ControlTable = ControlTable { framework: "HIPAA", rows: include_str!("../../controls/hipaa.csv") };

/// The GDPR.
pub const GDPR: ControlTable = ControlTable { framework: "GDPR", rows: include_str!("../../controls/gdpr.csv") };

impl ControlTable {
    /// Choice id and requirement ids, in the order of the file.
    pub fn entries(self) -> impl Iterator<Item = (&'static str, std::str::Split<'static, char>)> {
        let lines = self.rows.lines().filter(|line| !line.starts_with('#')).skip(1);
        lines.filter_map(|line| line.split_once(',')).map(|(choice, list)| (choice, list.split(';')))
    }
}

/// The requirements of one lens.
#[derive(Debug)]
pub struct ControlIndex {
    by_choice: ByChoice<ControlCode>,
}

impl ControlIndex {
    /// Looks up every choice of the lens. Only requirements of choices that the lens has enter the legend, in lens
    /// order, and for one choice in the order of the tables.
    #[must_use]
    pub fn resolve(lens: &Lens, legend: &mut Legend, tables: &[ControlTable]) -> Self {
        // Keys start with their length: ids share long beginnings, and comparing those is what `prepare` would spend.
        let mut by_choice: BTreeMap<(usize, &str), Vec<(usize, &str)>> = BTreeMap::new();
        for (position, table) in tables.iter().enumerate() {
            for (choice, requirements) in table.entries() {
                let known = by_choice.entry((choice.len(), choice)).or_default();
                known.extend(requirements.map(|requirement| (position, requirement)));
            }
        }
        let mut codes: BTreeMap<(usize, usize, &str), ControlCode> = BTreeMap::new();
        let mut code = |position: usize, requirement| {
            let framework = tables.get(position).map_or("", |table| table.framework);
            let key = (position, str::len(requirement), requirement);
            *codes.entry(key).or_insert_with(|| legend.control(framework, requirement))
        };
        let mut questions = Vec::with_capacity(lens.question_count());
        for question in lens.questions() {
            let mut controls = Vec::new();
            for choice in question.practices() {
                let known = by_choice.get(&(choice.id().len(), choice.id())).into_iter().flatten();
                controls.extend(known.map(|(table, id)| (choice.position(), code(*table, id))));
            }
            questions.push(controls);
        }
        Self { by_choice: ByChoice::new(questions) }
    }

    /// The requirements of a gap; none for a question's own row.
    #[inline(always)]
    pub fn of_gap<'a>(&'a self, gap: Gap<'_>) -> impl Iterator<Item = ControlCode> + use<'a> {
        self.by_choice.of_gap(gap).iter().copied()
    }
}
