//! How wide is a text on a terminal, and how is it cleaned, cut, padded or wrapped to fit?
//!
//! Widths are columns: a wide character takes two, a combining mark none.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text on one line: runs of control characters and white space that may break become one space, and characters
/// that turn the direction of what follows are left out, so that no input can move the cursor or reorder a line.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\u{a0}' | '\u{202f}') {
            cleaned.push(character);
        } else if character.is_whitespace() || character.is_control() {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !turns_direction(character) {
            cleaned.push(character);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Unicode's explicit directional formatting (UAX 9), and the invisible marks that go with it.
pub(crate) fn turns_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text, cut to at most `columns` with `…` in its last place when it is longer.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > columns.saturating_sub(1) {
            break;
        }
        kept.push(character);
    }
    while width(&kept) > columns.saturating_sub(1) {
        kept.pop();
    }
    kept.truncate(kept.trim_end().len());
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// Where a text stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// The text, filled up with spaces to `columns`.
pub(crate) fn pad(text: &str, columns: usize, align: Align) -> String {
    let fill = " ".repeat(columns.saturating_sub(width(text)));
    match align {
        Align::Left => format!("{text}{fill}"),
        Align::Right => format!("{fill}{text}"),
    }
}

/// The text in lines of at most `columns`, broken at spaces but not at those that do not break, and within a word only
/// when it alone is too long.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            if width(&line) + character.width().unwrap_or(0) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_counts_columns() {
        for (text, columns, expected) in [
            ("short", 10, "short"),
            ("exactly ten", 11, "exactly ten"),
            ("exactly ten", 10, "exactly t…"),
            ("word and more", 6, "word…"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("anything", 0, ""),
        ] {
            let cut = cut(text, columns);
            assert_eq!(cut, expected, "{text} in {columns}");
            assert!(width(&cut) <= columns);
        }
    }

    #[test]
    fn clean_leaves_one_harmless_line() {
        for (text, expected) in [
            ("a\nb\r\n\tc", "a b c"),
            ("  a  ", "a"),
            ("\u{1b}[31mred\u{1b}[0m", "[31mred [0m"),
            ("abc\u{202e}cba", "abccba"),
            ("\u{9b}31m", "31m"),
        ] {
            assert_eq!(clean(text), expected);
        }
    }

    #[test]
    fn wrap_keeps_within_columns() {
        for (text, columns, expected) in [
            ("one two three", 7, vec!["one two", "three"]),
            ("abcdefgh ij", 4, vec!["abcd", "efgh", "ij"]),
            ("日本語 text", 4, vec!["日本", "語", "text"]),
            ("one 1\u{a0}000", 7, vec!["one", "1\u{a0}000"]),
            ("", 4, vec![]),
        ] {
            assert_eq!(wrap(text, columns), expected, "{text} in {columns}");
        }
    }
}
