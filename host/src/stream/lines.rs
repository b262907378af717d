//! Where does a line end? At the next line break, if that is not too far away.

use std::io::{self, BufRead};

use crate::source::FILE_BYTES_MAX;

/// One line of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Without its line break.
    Text(Vec<u8>),
    /// Longer than [`FILE_BYTES_MAX`]; it was skipped.
    TooLong,
}

/// The next line; `None` at the end. Never holds more than [`FILE_BYTES_MAX`] bytes of it.
pub(super) fn next(from: &mut dyn BufRead) -> io::Result<Option<Line>> {
    next_within(from, FILE_BYTES_MAX)
}

fn next_within(from: &mut dyn BufRead, bytes_max: usize) -> io::Result<Option<Line>> {
    let most = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    let mut line = Vec::new();
    if io::Read::take(&mut *from, most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") {
        line.pop();
    } else if line.len() > bytes_max {
        drop(line);
        skip_line(from)?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Text(line)))
}

fn skip_line(from: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let (used, is_end) = match from.fill_buf() {
            Ok(bytes) => match bytes.iter().position(|byte| *byte == b'\n') {
                Some(position) => (position.saturating_add(1), true),
                None => (bytes.len(), bytes.is_empty()),
            },
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (0, false),
            Err(error) => return Err(error),
        };
        from.consume(used);
        if is_end {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of at most four bytes; `None` stands for one that is longer.
    #[track_caller]
    fn check(text: &str, expected: &[Option<&str>]) {
        for buffer_bytes in [1, 3, 64] {
            let mut from = io::BufReader::with_capacity(buffer_bytes, text.as_bytes());
            let mut found = Vec::new();
            while let Some(line) = next_within(&mut from, 4).expect("memory can be read") {
                found.push(line);
            }
            let line = |line: &Option<&str>| line.map_or(Line::TooLong, |text| Line::Text(text.as_bytes().to_vec()));
            assert_eq!(found, expected.iter().map(line).collect::<Vec<_>>(), "{text:?}, {buffer_bytes}");
        }
    }

    #[test]
    fn lines_end_at_line_breaks_and_long_ones_are_skipped() {
        check("", &[]);
        check("a", &[Some("a")]);
        check("a\nbb\r\n\nccc", &[Some("a"), Some("bb\r"), Some(""), Some("ccc")]);
        check("abcd\nabcd", &[Some("abcd"), Some("abcd")]);
        check("abcde\nf", &[None, Some("f")]);
        check("a\nabcdefghijk", &[Some("a"), None]);
        check("abcdefghijk\n\nabcde\ng\n", &[None, Some(""), None, Some("g")]);
    }
}
