//! What do the rules of a question give for each selection?
//!
//! Selections are rows of a truth table, worked out 64 at a time, one bit each. What that costs grows with the length of
//! the rules and with nothing else, so that no file takes long for its size.

use crate::{
    condition,
    lens::{ChoiceSet, Condition, RiskRule},
    risk::RuleRisk,
};

/// Most choices for which every selection is tried: 32 768 of them. AWS allows no more.
pub const CHOICES_EXACT_MAX: usize = 15;

/// Bit b of word i is bit i of b: whether choice i is selected in row b of any 64.
const WITHIN: [u64; 6] = [
    0xAAAA_AAAA_AAAA_AAAA,
    0xCCCC_CCCC_CCCC_CCCC,
    0xF0F0_F0F0_F0F0_F0F0,
    0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
];

/// The truth table of a question's rules.
pub(super) struct Table<'a> {
    rules: &'a [RiskRule],
    rows: Rows,
    blocks: Vec<Block>,
    /// Per rule, whether it is the first true one in some row but the empty selection.
    reached: Vec<bool>,
    /// Per rule, whether it is true in some row at all.
    satisfiable: Vec<bool>,
}

/// The selections that are tried.
enum Rows {
    /// Row r is the selection whose bits are r.
    All { choices: usize },
    /// Of too many choices the selections with at most two, or all but at most two; ascending. Planes are those of each
    /// choice, one word per block.
    Some { rows: Vec<u64>, planes: Vec<Vec<u64>> },
}

/// What the first true rule of 64 rows gives, one bit each.
#[derive(Clone, Copy, Default)]
struct Block {
    /// Rows that there are: fewer than 64 of few choices.
    valid: u64,
    no_risk: u64,
    medium: u64,
    high: u64,
}

impl<'a> Table<'a> {
    pub(super) fn new(rules: &'a [RiskRule], choices: usize) -> Self {
        let rows = Rows::of(choices);
        let mut table = Self {
            rules,
            blocks: Vec::with_capacity(rows.blocks()),
            reached: vec![false; rules.len()],
            satisfiable: vec![false; rules.len()],
            rows,
        };
        for block in 0..table.rows.blocks() {
            table.fill(block);
        }
        table
    }

    /// Whether all selections are tried.
    pub(super) const fn is_exact(&self) -> bool {
        matches!(self.rows, Rows::All { .. })
    }

    fn fill(&mut self, block: usize) {
        let valid = self.rows.valid(block);
        let not_empty = if block == 0 { valid & !1 } else { valid };
        let mut filled = Block { valid, ..Block::default() };
        let mut open = valid;
        let of_rules = self.rules.iter().zip(&mut self.satisfiable).zip(&mut self.reached);
        for ((rule, satisfiable), reached) in of_rules {
            let holds = evaluate(&rule.condition, &self.rows, block) & valid;
            let taken = holds & open;
            *satisfiable |= holds != 0;
            *reached |= taken & not_empty != 0;
            *filled.plane(rule.risk) |= taken;
            open &= !holds;
        }
        self.blocks.push(filled);
    }

    /// The first true rule for a selection, whether it is tried or not.
    pub(super) fn winner(&self, row: u64) -> Option<usize> {
        self.rules.iter().position(|rule| condition::eval(&rule.condition, ChoiceSet(row)))
    }

    /// How many selections but the empty one no rule takes, and the first of them in the order of `key`.
    pub(super) fn unmatched<K: Ord>(&self, key: impl Fn(u64) -> K) -> Option<(u64, u64)> {
        let mut count = 0_u64;
        let mut first: Option<(K, u64)> = None;
        for (position, block) in self.blocks.iter().enumerate() {
            let open = block.valid & !(block.no_risk | block.medium | block.high);
            for row in bits(open).filter_map(|bit| self.rows.row(position, bit)).filter(|row| *row != 0) {
                count = count.saturating_add(1);
                let key = key(row);
                if first.as_ref().is_none_or(|(least, _)| key < *least) {
                    first = Some((key, row));
                }
            }
        }
        first.map(|(_, row)| (count, row))
    }

    /// The smallest selection of practices to which one more can be added so that the risk is higher, and that one.
    pub(super) fn raised(&self, practices: u64) -> Option<(u64, usize)> {
        match &self.rows {
            Rows::All { choices } => self.raised_of_all(*choices, practices),
            Rows::Some { rows, planes } => self.raised_of_some(rows, planes.len(), practices),
        }
    }

    fn raised_of_all(&self, choices: usize, practices: u64) -> Option<(u64, usize)> {
        let mut best: Option<(u32, u64, usize)> = None;
        for (position, before) in self.blocks.iter().enumerate() {
            let fewest = position.count_ones();
            if best.is_some_and(|(least, ..)| least <= fewest) {
                continue;
            }
            let mut allowed = if position == 0 { before.valid & !1 } else { before.valid };
            for choice in (0..choices).filter(|choice| practices >> choice & 1 == 0) {
                allowed &= !self.rows.plane(choice, position);
            }
            for added in (0..choices).filter(|choice| practices >> choice & 1 == 1) {
                let after = if added < WITHIN.len() {
                    before.shifted(1 << added)
                } else {
                    self.blocks.get(position | 1 << (added - WITHIN.len())).copied().unwrap_or_default()
                };
                let higher = before.no_risk & (after.medium | after.high) | before.medium & after.high;
                for bit in bits(higher & allowed & !self.rows.plane(added, position)) {
                    let row = self.rows.row(position, bit).unwrap_or_default();
                    let found = (row.count_ones(), row, added);
                    if best.is_none_or(|best| found < best) {
                        best = Some(found);
                    }
                }
            }
        }
        best.map(|(_, row, added)| (row, added))
    }

    fn raised_of_some(&self, rows: &[u64], choices: usize, practices: u64) -> Option<(u64, usize)> {
        let mut best: Option<(u32, u64, usize)> = None;
        for (position, row) in rows.iter().enumerate().filter(|(_, row)| **row != 0 && **row & !practices == 0) {
            let more = row.count_ones().saturating_add(1);
            let is_tried = more <= 2 || usize::try_from(more).is_ok_and(|more| more + 2 >= choices);
            for added in (0..choices).filter(|added| is_tried && practices >> added & 1 == 1 && row >> added & 1 == 0) {
                let Ok(after) = rows.binary_search(&(row | 1 << added)) else { continue };
                let (Some(before), Some(after)) = (self.weight(position), self.weight(after)) else { continue };
                let found = (row.count_ones(), *row, added);
                if after > before && best.is_none_or(|best| found < best) {
                    best = Some(found);
                }
            }
        }
        best.map(|(_, row, added)| (row, added))
    }

    /// How high the risk of the row at a position is; `None` where no rule takes it.
    fn weight(&self, position: usize) -> Option<u8> {
        let block = self.blocks.get(position / 64)?;
        let planes = [block.no_risk, block.medium, block.high];
        planes.into_iter().zip(0..).find(|(plane, _)| plane >> (position % 64) & 1 == 1).map(|(_, weight)| weight)
    }

    /// Whether a rule sets the risk of some selection that is tried, but for the empty one.
    pub(super) fn is_reached(&self, rule: usize) -> bool {
        self.reached.get(rule).copied().unwrap_or(false)
    }

    /// Whether a rule is true for some selection that is tried, the empty one included.
    pub(super) fn is_satisfiable(&self, rule: usize) -> bool {
        self.satisfiable.get(rule).copied().unwrap_or(false)
    }
}

impl Rows {
    fn of(choices: usize) -> Self {
        if choices <= CHOICES_EXACT_MAX {
            return Self::All { choices };
        }
        let most = u32::try_from(choices.min(64)).unwrap_or(64);
        let all = u64::MAX >> (64 - most);
        let few = (0..most).flat_map(move |first| (first..most).map(move |second| 1_u64 << first | 1 << second));
        let few: Vec<u64> = std::iter::once(0).chain(few).collect();
        let mut rows: Vec<u64> = few.iter().copied().chain(few.iter().map(|row| all & !row)).collect();
        rows.sort_unstable();
        rows.dedup();
        let bit = |row: &u64, choice: usize| u64::from(ChoiceSet(*row).contains(choice));
        let word = |rows: &[u64], choice| rows.iter().rev().fold(0, |word, row| word << 1 | bit(row, choice));
        let planes = (0..choices).map(|choice| rows.chunks(64).map(|rows| word(rows, choice)).collect()).collect();
        Self::Some { rows, planes }
    }

    fn len(&self) -> usize {
        match self {
            Self::All { choices } => 1 << choices,
            Self::Some { rows, .. } => rows.len(),
        }
    }

    fn blocks(&self) -> usize {
        self.len().div_ceil(64)
    }

    /// The rows of a block that there are.
    fn valid(&self, block: usize) -> u64 {
        match self.len().saturating_sub(64 * block) {
            rows @ 0..64 => (1 << rows) - 1,
            _ => u64::MAX,
        }
    }

    /// The selection of a row.
    fn row(&self, block: usize, bit: u32) -> Option<u64> {
        let position = 64 * block + usize::try_from(bit).ok()?;
        match self {
            Self::All { .. } => u64::try_from(position).ok(),
            Self::Some { rows, .. } => rows.get(position).copied(),
        }
    }

    /// In which rows of a block a choice is selected.
    fn plane(&self, choice: usize, block: usize) -> u64 {
        match self {
            Self::All { .. } => match WITHIN.get(choice) {
                Some(word) => *word,
                None if block >> (choice - WITHIN.len()) & 1 == 1 => u64::MAX,
                None => 0,
            },
            Self::Some { planes, .. } => {
                planes.get(choice).and_then(|plane| plane.get(block)).copied().unwrap_or_default()
            }
        }
    }
}

impl Block {
    const fn plane(&mut self, risk: RuleRisk) -> &mut u64 {
        match risk {
            RuleRisk::NoRisk => &mut self.no_risk,
            RuleRisk::Medium => &mut self.medium,
            RuleRisk::High => &mut self.high,
        }
    }

    /// For each row what the row so many places on gives.
    const fn shifted(self, places: u32) -> Self {
        Self {
            valid: self.valid >> places,
            no_risk: self.no_risk >> places,
            medium: self.medium >> places,
            high: self.high >> places,
        }
    }
}

/// Positions of the bits that are set.
fn bits(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        word &= word.checked_sub(1)?;
        Some(bit)
    })
}

/// A condition over the rows of a block.
fn evaluate(condition: &Condition, rows: &Rows, block: usize) -> u64 {
    match condition {
        Condition::Default => u64::MAX,
        Condition::UnknownChoice(_) => 0,
        Condition::Choice(position) => rows.plane(*position, block),
        Condition::Not(inner) => !evaluate(inner, rows, block),
        Condition::And(parts) => parts.iter().fold(u64::MAX, |bits, part| bits & evaluate(part, rows, block)),
        Condition::Or(parts) => parts.iter().fold(0, |bits, part| bits | evaluate(part, rows, block)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All rows that are tried.
    fn rows(table: &Table<'_>) -> Vec<u64> {
        (0..table.rows.len()).map(|at| table.rows.row(at / 64, u32::try_from(at % 64).unwrap()).unwrap()).collect()
    }

    /// The blocks of the table must say what evaluating each selection by itself gives.
    #[track_caller]
    fn check(choices: usize, conditions: Vec<Condition>) {
        const RISKS: [RuleRisk; 3] = [RuleRisk::High, RuleRisk::NoRisk, RuleRisk::Medium];
        let rule = |(position, condition): (usize, Condition)| RiskRule {
            condition,
            risk: RISKS[position % 3],
            text: String::new(),
        };
        let rules: Vec<RiskRule> = conditions.into_iter().enumerate().map(rule).collect();
        let table = Table::new(&rules, choices);
        let rows = rows(&table);
        let few = 2 * (1 + choices + choices * choices.saturating_sub(1) / 2);
        assert_eq!(rows.len(), if choices <= CHOICES_EXACT_MAX { 1 << choices } else { few });
        let weight = |row: u64| {
            let risk = rules.iter().find(|rule| condition::eval(&rule.condition, ChoiceSet(row)))?.risk;
            [RuleRisk::NoRisk, RuleRisk::Medium, RuleRisk::High].iter().position(|known| *known == risk)
        };
        for (position, row) in rows.iter().enumerate() {
            assert_eq!(table.weight(position).map(usize::from), weight(*row), "row {row:b} of {choices} choices");
        }
        let unmatched: Vec<u64> = rows.iter().copied().filter(|row| *row != 0 && weight(*row).is_none()).collect();
        assert_eq!(table.unmatched(|row| row), unmatched.first().map(|row| (unmatched.len() as u64, *row)));
        for practices in [u64::MAX, 0b1011, 0] {
            let all = rows.iter().flat_map(|row| (0..choices).map(|added| (*row, added)));
            let more = all.filter(|(row, added)| {
                let fits = *row != 0 && row & !practices == 0 && practices & !row & 1 << added != 0;
                fits && rows.binary_search(&(row | 1 << added)).is_ok()
            });
            let raised = more.filter(|(row, added)| {
                weight(*row).zip(weight(row | 1 << added)).is_some_and(|(before, after)| after > before)
            });
            assert_eq!(table.raised(practices), raised.min_by_key(|(row, added)| (row.count_ones(), *row, *added)));
        }
    }

    #[test]
    fn blocks_give_what_single_rows_give() {
        let choice = Condition::Choice;
        let not = |inner| Condition::Not(Box::new(inner));
        let both = |left, right| Condition::And(vec![left, right]);
        for last in [0, 1, 5, 6, 9, 12, 14, 15, 20, 39, 63] {
            let middle = last / 2;
            check(last + 1, vec![both(choice(0), not(choice(last))), Condition::UnknownChoice("x".to_owned())]);
            check(
                last + 1,
                vec![
                    both(choice(middle), choice(last)),
                    Condition::Or(vec![choice(middle), not(choice(0))]),
                    Condition::Default,
                ],
            );
            check(last + 1, vec![both(choice(0), choice(last)), choice(middle), choice(0)]);
            check(last + 1, vec![not(Condition::Default), choice(last), both(not(choice(0)), choice(middle))]);
        }
        check(0, vec![not(Condition::Default)]);
    }
}
