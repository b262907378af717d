//! Which texts may a plugin put into a report? Bounded, named once, and without anything that moves a terminal's cursor.

use std::collections::BTreeSet;

use crate::outcome::{Legend, Violation};

/// Most bytes of an id, a unit, a framework or a requirement.
const NAME_BYTES_MAX: usize = 128;

/// Most bytes of a text.
const TEXT_BYTES_MAX: usize = 2048;

/// Most entries of a list: a code is 16 bits, and its largest value stands for no text.
const ENTRIES_MAX: usize = 65_535;

/// Checks a legend and cleans its texts.
///
/// # Errors
///
/// [`Violation::Legend`] for a list of more than 65 535 entries, an id that is malformed, too long or there twice, and
/// a text that is too long.
pub fn legend(mut raw: Legend) -> Result<Legend, Violation> {
    for (list, entries) in
        [("reasons", &mut raw.reasons), ("consequences", &mut raw.consequences), ("advice", &mut raw.advice)]
    {
        check_list(list, entries.iter().map(|entry| entry.id.as_str()))?;
        for entry in entries {
            check_length(list, &entry.text, TEXT_BYTES_MAX)?;
            clean_in_place(&mut entry.text);
        }
    }
    check_list("measures", raw.measures.iter().map(|entry| entry.id.as_str()))?;
    for entry in &mut raw.measures {
        check_length("measures", &entry.text, TEXT_BYTES_MAX)?;
        check_length("measures", &entry.unit, NAME_BYTES_MAX)?;
        clean_in_place(&mut entry.text);
        clean_in_place(&mut entry.unit);
    }
    check_count("controls", raw.controls.len())?;
    for entry in &mut raw.controls {
        for name in [&mut entry.framework, &mut entry.requirement] {
            check_length("controls", name, NAME_BYTES_MAX)?;
            clean_in_place(name);
            if name.is_empty() {
                return Err(problem("controls", "a name is empty".to_owned()));
            }
        }
    }
    Ok(raw)
}

fn check_list<'a>(list: &'static str, ids: impl ExactSizeIterator<Item = &'a str>) -> Result<(), Violation> {
    check_count(list, ids.len())?;
    let mut seen = BTreeSet::new();
    for id in ids {
        let allowed =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_');
        if id.is_empty() || id.len() > NAME_BYTES_MAX || !id.bytes().all(allowed) {
            let shown: String = clean(id).chars().take(NAME_BYTES_MAX).collect();
            let rule = "is not made of 1 to 128 lower-case letters, digits, dots, hyphens and underscores";
            return Err(problem(list, format!("id `{shown}` {rule}")));
        }
        if !seen.insert(id) {
            return Err(problem(list, format!("id `{id}` is there twice")));
        }
    }
    Ok(())
}

fn check_count(list: &'static str, entries: usize) -> Result<(), Violation> {
    if entries > ENTRIES_MAX {
        return Err(problem(list, format!("{entries} entries, at most {ENTRIES_MAX} are allowed")));
    }
    Ok(())
}

fn check_length(list: &'static str, text: &str, bytes_max: usize) -> Result<(), Violation> {
    if text.len() > bytes_max {
        return Err(problem(list, format!("a text has {} bytes, at most {bytes_max} are allowed", text.len())));
    }
    Ok(())
}

const fn problem(list: &'static str, problem: String) -> Violation {
    Violation::Legend { list, problem }
}

/// As [`clean`], and nearly free where there is nothing to do.
pub fn clean_in_place(text: &mut String) {
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        *text = clean(text);
    }
}

/// Makes text of a plugin safe to show on one line: line breaks and tabs become spaces, terminal sequences, control
/// characters and characters that change the direction of text go.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' | '\t' | '\u{2028}' | '\u{2029}' => cleaned.push(' '),
            // A control sequence ends with a byte from `@` to `~`.
            '\u{1b}' if characters.peek() == Some(&'[') => {
                characters.next();
                while characters.next_if(|character| matches!(character, ' '..='?')).is_some() {}
                characters.next_if(|character| matches!(character, '@'..='~'));
            }
            _ if character.is_control() || turns_text(character) => {}
            _ => cleaned.push(character),
        }
    }
    cleaned
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm, and the byte order mark.
const fn turns_text(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}
