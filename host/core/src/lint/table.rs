//! What do the rules of a question give for each selection?

use crate::{
    condition,
    lens::{ChoiceSet, Condition, RiskRule},
};

/// Most choices for which every selection is tried: 1 048 576 of them. AWS allows 15 choices.
pub const CHOICES_EXACT_MAX: usize = 20;

/// What stands in a row that no rule takes.
const NO_RULE: u32 = u32::MAX;

/// The truth table of a question's rules; row r is the selection whose bits are r.
pub(super) struct Table<'a> {
    rules: &'a [RiskRule],
    choices: usize,
    /// The first true rule per row; empty when there are too many rows.
    winners: Vec<u32>,
    /// Per rule, whether it is true in some row at all.
    satisfiable: Vec<bool>,
}

impl<'a> Table<'a> {
    pub(super) fn new(rules: &'a [RiskRule], choices: usize) -> Self {
        let mut table = Self { rules, choices, winners: Vec::new(), satisfiable: vec![false; rules.len()] };
        if table.is_exact() {
            table.fill();
        } else {
            let rows: Vec<u64> = table.rows().collect();
            for (rule, satisfiable) in rules.iter().zip(&mut table.satisfiable) {
                *satisfiable = rows.iter().any(|row| condition::eval(&rule.condition, ChoiceSet(*row)));
            }
        }
        table
    }

    /// Whether all selections are tried.
    pub(super) const fn is_exact(&self) -> bool {
        self.choices <= CHOICES_EXACT_MAX
    }

    /// Evaluates 64 rows at a time, one bit each.
    fn fill(&mut self) {
        let rows = 1_usize << self.choices;
        // With fewer than six choices there are fewer than 64 rows.
        let valid = if rows < 64 { (1_u64 << rows) - 1 } else { u64::MAX };
        self.winners = vec![NO_RULE; rows];
        for (block, winners) in self.winners.chunks_mut(64).enumerate() {
            let mut open = valid;
            for (position, (rule, satisfiable)) in self.rules.iter().zip(&mut self.satisfiable).enumerate() {
                let bits = evaluate_block(&rule.condition, block) & valid;
                *satisfiable |= bits != 0;
                let winner = u32::try_from(position).unwrap_or(NO_RULE);
                for (row, found) in winners.iter_mut().enumerate() {
                    if bits & open & (1 << row) != 0 {
                        *found = winner;
                    }
                }
                open &= !bits;
            }
        }
    }

    /// The selections that are tried: all; of too many those with at most two choices selected or left out.
    pub(super) fn rows(&self) -> Box<dyn Iterator<Item = u64>> {
        if self.is_exact() {
            return Box::new(0..1_u64 << self.choices);
        }
        let choices = u32::try_from(self.choices.min(64)).unwrap_or(64);
        let all = u64::MAX >> (64 - choices);
        let few = (0..choices).flat_map(move |first| (first..choices).map(move |second| 1_u64 << first | 1 << second));
        let few: Vec<u64> = std::iter::once(0).chain(few).collect();
        let mut rows: Vec<u64> = few.iter().copied().chain(few.iter().map(|row| all & !row)).collect();
        rows.sort_unstable();
        rows.dedup();
        Box::new(rows.into_iter())
    }

    /// The first true rule for a selection.
    pub(super) fn winner(&self, row: u64) -> Option<usize> {
        if !self.is_exact() {
            return self.rules.iter().position(|rule| condition::eval(&rule.condition, ChoiceSet(row)));
        }
        let winner = self.winners.get(usize::try_from(row).ok()?)?;
        (*winner != NO_RULE).then(|| usize::try_from(*winner).ok()).flatten()
    }

    /// Whether a rule is true for some selection that is tried, the empty one included.
    pub(super) fn is_satisfiable(&self, rule: usize) -> bool {
        self.satisfiable.get(rule).copied().unwrap_or(false)
    }
}

/// A condition over the 64 rows of a block: bit b of the result is row `64 * block + b`.
fn evaluate_block(condition: &Condition, block: usize) -> u64 {
    /// Bit b of word i is bit i of b: the truth of choice i over the rows of any block.
    const WITHIN: [u64; 6] = [
        0xAAAA_AAAA_AAAA_AAAA,
        0xCCCC_CCCC_CCCC_CCCC,
        0xF0F0_F0F0_F0F0_F0F0,
        0xFF00_FF00_FF00_FF00,
        0xFFFF_0000_FFFF_0000,
        0xFFFF_FFFF_0000_0000,
    ];
    match condition {
        Condition::Default => u64::MAX,
        Condition::UnknownChoice(_) => 0,
        Condition::Choice(position) => match WITHIN.get(*position) {
            Some(word) => *word,
            None if block >> (position - WITHIN.len()) & 1 == 1 => u64::MAX,
            None => 0,
        },
        Condition::Not(inner) => !evaluate_block(inner, block),
        Condition::And(parts) => parts.iter().fold(u64::MAX, |bits, part| bits & evaluate_block(part, block)),
        Condition::Or(parts) => parts.iter().fold(0, |bits, part| bits | evaluate_block(part, block)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::RuleRisk;

    /// The rows of the table must be what evaluating each selection by itself gives.
    #[track_caller]
    fn check(choices: usize, conditions: Vec<Condition>) {
        let rules: Vec<RiskRule> = conditions
            .into_iter()
            .map(|condition| RiskRule { condition, risk: RuleRisk::High, text: String::new() })
            .collect();
        let table = Table::new(&rules, choices);
        for row in table.rows() {
            let one = rules.iter().position(|rule| condition::eval(&rule.condition, ChoiceSet(row)));
            assert_eq!(table.winner(row), one, "row {row:b} of {choices} choices");
        }
        assert_eq!(
            table.rows().count(),
            if choices <= 20 { 1 << choices } else { 2 * (1 + choices + choices * (choices - 1) / 2) }
        );
    }

    #[test]
    fn blocks_give_what_single_rows_give() {
        let choice = Condition::Choice;
        let not = |inner| Condition::Not(Box::new(inner));
        let both = |left, right| Condition::And(vec![left, right]);
        for last in [0, 1, 5, 6, 9, 12, 20, 39] {
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
        }
        check(0, vec![not(Condition::Default)]);
    }
}
