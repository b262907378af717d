//! How is a bundle laid out? As POSIX's `ustar`: for each file a header of 512 bytes, then its bytes, padded to as many.
//!
//! Only what we write is read: plain files with short names, and nothing behind the end.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write},
};

const BLOCK: usize = 512;
const BLOCK_BYTES: u64 = 512;

/// Files of one archive.
const ENTRIES_MAX: usize = 4096;

/// Where the parts of a header are: start and length.
const NAME: (usize, usize) = (0, 100);
const MODE: (usize, usize) = (100, 8);
const OWNER: (usize, usize) = (108, 8);
const GROUP: (usize, usize) = (116, 8);
const SIZE: (usize, usize) = (124, 12);
const TIME: (usize, usize) = (136, 12);
const SUM: (usize, usize) = (148, 8);
const KIND: (usize, usize) = (156, 1);
const LINK: (usize, usize) = (157, 100);
const MAGIC: (usize, usize) = (257, 8);
const PREFIX: (usize, usize) = (345, 155);

const USTAR: &[u8] = b"ustar\x0000";

/// A file of an archive.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Of its first byte.
    pub(super) offset: u64,
    /// In bytes.
    pub(super) size: u64,
}

/// All files of an archive, in order; their bytes are not read.
///
/// # Errors
///
/// Why it is not such an archive, in words.
pub(super) fn list(file: &mut File) -> Result<Vec<Entry>, String> {
    let cannot = |error: io::Error| format!("it cannot be read: {error}");
    let metadata = file.metadata().map_err(cannot)?;
    if !metadata.is_file() {
        return Err("it is not a plain file".to_owned());
    }
    let end = metadata.len();
    let mut entries = Vec::new();
    let mut offset = 0_u64;
    loop {
        let mut header = [0; BLOCK];
        file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(&mut header)).map_err(|error| {
            if error.kind() == io::ErrorKind::UnexpectedEof { "it is cut off".to_owned() } else { cannot(error) }
        })?;
        offset = offset.saturating_add(BLOCK_BYTES);
        if header.iter().all(|byte| *byte == 0) {
            break;
        }
        let (name, size) = read_header(&header)?;
        let after = size.checked_next_multiple_of(BLOCK_BYTES).and_then(|padded| offset.checked_add(padded));
        let Some(after) = after.filter(|after| *after <= end) else {
            return Err(format!("`{name}` is cut off"));
        };
        let padded = offset.saturating_add(size);
        let mut padding = Vec::new();
        file.seek(SeekFrom::Start(padded))
            .and_then(|_| file.take(after.saturating_sub(padded)).read_to_end(&mut padding))
            .map_err(cannot)?;
        if padding.iter().any(|byte| *byte != 0) {
            return Err(format!("there is something behind `{name}`"));
        }
        if entries.len() >= ENTRIES_MAX {
            return Err(format!("it has more than {ENTRIES_MAX} files"));
        }
        entries.push(Entry { name, offset, size });
        offset = after;
    }
    // Two empty blocks end it.
    let mut last = [0; BLOCK];
    let ended = file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(&mut last)).is_ok();
    if !ended || last.iter().any(|byte| *byte != 0) || end != offset.saturating_add(BLOCK_BYTES) {
        return Err("it does not end where it should".to_owned());
    }
    Ok(entries)
}

fn read_header(header: &[u8; BLOCK]) -> Result<(String, u64), String> {
    let name = field(header, NAME);
    let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
    let (name, behind) = name.split_at_checked(end).unwrap_or_default();
    let name = std::str::from_utf8(name).map_err(|_| "a name is not text".to_owned())?;
    let plain = field(header, MAGIC) == USTAR
        && field(header, KIND) == b"0"
        && field(header, LINK).iter().chain(field(header, PREFIX)).chain(behind).all(|byte| *byte == 0);
    if !plain {
        return Err(format!("`{name}` is not a plain file"));
    }
    if octal(field(header, SUM)) != Some(sum(header)) {
        return Err(format!("the header of `{name}` is damaged"));
    }
    let size = octal(field(header, SIZE)).ok_or_else(|| format!("the size of `{name}` cannot be read"))?;
    Ok((name.to_owned(), size))
}

/// Writes a file.
pub(super) fn append(out: &mut impl Write, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = [0; BLOCK];
    let size = u64::try_from(bytes.len()).map_err(io::Error::other)?;
    if name.len() > NAME.1 {
        return Err(io::Error::other("a name is too long for an archive"));
    }
    set(&mut header, NAME, name.as_bytes());
    // Readable by all, of nobody, from no time: the same files give the same bytes.
    for (part, value) in [(MODE, 0o644), (OWNER, 0), (GROUP, 0), (SIZE, size), (TIME, 0)] {
        let width = part.1.saturating_sub(1);
        set(&mut header, part, format!("{value:0width$o}").as_bytes());
    }
    set(&mut header, KIND, b"0");
    set(&mut header, MAGIC, USTAR);
    let sum = sum(&header);
    set(&mut header, SUM, format!("{sum:06o}\0 ").as_bytes());
    out.write_all(&header)?;
    out.write_all(bytes)?;
    let rest = bytes.len().checked_next_multiple_of(BLOCK).unwrap_or(bytes.len()).saturating_sub(bytes.len());
    out.write_all(&vec![0; rest])
}

/// Writes the end.
pub(super) fn finish(out: &mut impl Write) -> io::Result<()> {
    out.write_all(&[0; 2 * BLOCK])
}

fn field(header: &[u8; BLOCK], (start, length): (usize, usize)) -> &[u8] {
    header.get(start..start.saturating_add(length)).unwrap_or_default()
}

fn set(header: &mut [u8; BLOCK], (start, length): (usize, usize), value: &[u8]) {
    for (byte, value) in header.iter_mut().skip(start).take(length).zip(value) {
        *byte = *value;
    }
}

/// Of all bytes, with blanks for the sum itself.
fn sum(header: &[u8; BLOCK]) -> u64 {
    let own = SUM.0..SUM.0.saturating_add(SUM.1);
    let counted =
        |(position, byte): (usize, &u8)| if own.contains(&position) { u64::from(b' ') } else { u64::from(*byte) };
    header.iter().enumerate().map(counted).sum()
}

/// Digits, ended by a zero byte or a blank.
fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?.trim_end_matches(['\0', ' ']);
    if text.is_empty() || !text.bytes().all(|byte| matches!(byte, b'0'..=b'7')) {
        return None;
    }
    u64::from_str_radix(text, 8).ok()
}
