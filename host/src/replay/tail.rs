//! What is the last line of a file? Found from its end, so that a long file need not be read for it.

use std::io::{self, Read, Seek, SeekFrom};

/// Bytes that are read at a time.
const PIECE_BYTES: u64 = 64 << 10;

/// The last line that is not blank, without its line break; `None` where it is longer than `bytes_max`, or there is none.
/// The file is then at its start.
///
/// # Errors
///
/// What the file answers.
pub(super) fn last_line(file: &mut (impl Read + Seek), bytes_max: u64) -> io::Result<Option<Vec<u8>>> {
    let end = file.seek(SeekFrom::End(0))?;
    let mut start = end;
    // The end of the file, read backwards.
    let mut tail: Vec<u8> = Vec::new();
    let found = loop {
        let line = tail.trim_ascii_end();
        if let Some(position) = line.iter().rposition(|byte| *byte == b'\n') {
            break line.get(position.saturating_add(1)..).map(<[u8]>::to_vec);
        } else if start == 0 {
            break (!line.is_empty()).then(|| line.to_vec());
        } else if end.saturating_sub(start) > bytes_max {
            break None;
        }
        let piece = start.min(PIECE_BYTES);
        start = start.saturating_sub(piece);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; usize::try_from(piece).unwrap_or_default()];
        file.read_exact(&mut bytes)?;
        bytes.append(&mut tail);
        tail = bytes;
    };
    file.seek(SeekFrom::Start(0))?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let mut file = Cursor::new(text.as_bytes().to_vec());
        let found = last_line(&mut file, 100_000).unwrap();
        assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{text:.20}");
        assert_eq!(file.position(), 0);
    }

    #[test]
    fn the_last_line_is_found_wherever_pieces_end() {
        check("", None);
        check("\n \n", None);
        check("a", Some("a"));
        check("a\nb\r\n\n", Some("b"));
        for length in [65_534, 65_535, 65_536, 65_537, 99_000] {
            let long = "x".repeat(length);
            check(&long, Some(&long));
            check(&format!("a\n{long}\n"), Some(&long));
        }
        check(&format!("a\n{}", "x".repeat(200_000)), None);
    }
}
