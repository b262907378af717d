//! What is wrong with a table? Asked by the tests of the plugins, against the host's catalogue.

use std::collections::{BTreeMap, BTreeSet};

use crate::Item;

/// Longest text that reads well as one line of guidance, in bytes. The contract allows 2048.
const TEXT_BYTES_MAX: usize = 320;

/// Everything that is wrong with the tables, one line each; empty when nothing is.
///
/// `catalogue` is the text of the host's catalogue: lines of pillar, question code, question id, choice id, practice and
/// level; lines that start with `#` are remarks.
#[must_use]
pub fn problems(tables: &[&[Item]], catalogue: &str) -> Vec<String> {
    let known = read(catalogue);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for item in tables.iter().copied().flatten() {
        if !seen.insert(item.id) {
            found.push(format!("`{}` stands twice", item.id));
        }
        found.extend(in_words(*item).map(|problem| format!("`{}` {problem}", item.id)));
        found.extend(in_places(*item, &known).into_iter().map(|problem| format!("`{}` {problem}", item.id)));
    }
    found
}

/// Question id to its choice ids.
fn read(catalogue: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in catalogue.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split(',').skip(2);
        if let (Some(question), Some(choice)) = (cells.next(), cells.next()) {
            known.entry(question).or_default().insert(choice);
        }
    }
    known
}

fn in_words(item: Item) -> impl Iterator<Item = &'static str> {
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'-';
    let checks = [
        (item.id.is_empty() || !item.id.bytes().all(word), "has an id of other letters"),
        (item.text.is_empty() || item.text.len() > TEXT_BYTES_MAX, "has no text or a long one"),
        (item.text.chars().any(char::is_control), "has a control character in its text"),
        (item.text.starts_with(char::is_uppercase), "starts with a capital"),
        (item.text.ends_with('.'), "ends with a stop"),
        (item.questions.is_empty(), "names no question"),
    ];
    checks.into_iter().filter(|(wrong, _)| *wrong).map(|(_, problem)| problem)
}

fn in_places(item: Item, known: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let mut found = Vec::new();
    let mut choices: BTreeSet<&str> = BTreeSet::new();
    for (position, question) in item.questions.iter().enumerate() {
        match known.get(question) {
            Some(of_question) => choices.extend(of_question),
            None => found.push(format!("names the unknown question `{question}`")),
        }
        if item.questions.iter().take(position).any(|before| before == question) {
            found.push(format!("names the question `{question}` twice"));
        }
    }
    for (position, choice) in item.choices.iter().enumerate() {
        if !choices.contains(choice) {
            found.push(format!("names the choice `{choice}`, which none of its questions has"));
        }
        if item.choices.iter().take(position).any(|before| before == choice) {
            found.push(format!("names the choice `{choice}` twice"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::problems;
    use crate::Item;

    const CATALOGUE: &str =
        "# remark\npillar,code,question,choice,practice,level\nsecurity,SEC01,q1,c1,SEC01-BP01,HIGH\n";
    const GOOD: Item = Item { id: "a.b-1", text: "say it", questions: &["q1"], choices: &["c1"] };

    #[test]
    fn every_kind_of_problem_is_found() {
        let check = |item: Item, expected: &[&str]| assert_eq!(problems(&[&[item]], CATALOGUE), expected, "{item:?}");
        check(GOOD, &[]);
        check(Item { id: "A", ..GOOD }, &["`A` has an id of other letters"]);
        check(Item { text: "", ..GOOD }, &["`a.b-1` has no text or a long one"]);
        check(Item { text: "a\nb", ..GOOD }, &["`a.b-1` has a control character in its text"]);
        check(Item { text: "Say it", ..GOOD }, &["`a.b-1` starts with a capital"]);
        check(Item { text: "say it.", ..GOOD }, &["`a.b-1` ends with a stop"]);
        check(Item { questions: &[], choices: &[], ..GOOD }, &["`a.b-1` names no question"]);
        check(Item { questions: &["q1", "q2"], ..GOOD }, &["`a.b-1` names the unknown question `q2`"]);
        check(Item { questions: &["q1", "q1"], ..GOOD }, &["`a.b-1` names the question `q1` twice"]);
        check(Item { choices: &["c2"], ..GOOD }, &["`a.b-1` names the choice `c2`, which none of its questions has"]);
        check(Item { choices: &["c1", "c1"], ..GOOD }, &["`a.b-1` names the choice `c1` twice"]);
        assert_eq!(problems(&[&[GOOD], &[GOOD]], CATALOGUE), ["`a.b-1` stands twice"]);
    }
}
