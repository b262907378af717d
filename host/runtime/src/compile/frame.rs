//! How do parent and child speak? One request, one answer; numbers are little-endian, lengths come first.

use std::io::{self, Read, Write};

const REQUEST: &[u8; 8] = b"archreq1";
const ANSWER: &[u8; 8] = b"archans1";

/// What the child is to do, before the component itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Request {
    /// Address space that the child may take.
    pub(super) memory_bytes: u64,
    /// Processor time that the child may take.
    pub(super) cpu_seconds: u64,
    /// The only limit that settings of the compiler depend on.
    pub(super) stack_bytes: u64,
    /// Threads to compile with.
    pub(super) threads: u64,
    /// What follows.
    pub(super) component_bytes: u64,
}

/// What came of it, before the code or the words themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Compiled; code follows.
    Code,
    /// Not a component that can be compiled; words follow.
    Refused,
    /// Too little memory; nothing follows.
    Memory,
    /// The compiler panicked; words follow.
    Panicked,
}

const STATUSES: [(u8, Status); 4] =
    [(0, Status::Code), (1, Status::Refused), (2, Status::Memory), (3, Status::Panicked)];

impl Request {
    pub(super) fn write(&self, output: &mut impl Write) -> io::Result<()> {
        output.write_all(REQUEST)?;
        let numbers = [self.memory_bytes, self.cpu_seconds, self.stack_bytes, self.threads, self.component_bytes];
        numbers.into_iter().try_for_each(|number| output.write_all(&number.to_le_bytes()))
    }

    pub(super) fn read(input: &mut impl Read) -> io::Result<Self> {
        magic(input, REQUEST, "not a request to compile")?;
        Ok(Self {
            memory_bytes: number(input)?,
            cpu_seconds: number(input)?,
            stack_bytes: number(input)?,
            threads: number(input)?,
            component_bytes: number(input)?,
        })
    }
}

/// Writes an answer.
pub(super) fn write_answer(output: &mut impl Write, status: Status, content: &[u8]) -> io::Result<()> {
    let byte = STATUSES.iter().find(|(_, known)| *known == status).map_or(u8::MAX, |(byte, _)| *byte);
    output.write_all(ANSWER)?;
    output.write_all(&[byte])?;
    output.write_all(&u64::try_from(content.len()).unwrap_or(u64::MAX).to_le_bytes())?;
    output.write_all(content)?;
    output.flush()
}

/// Reads an answer whose content is no longer than `bytes_max`.
pub(super) fn read_answer(input: &mut impl Read, bytes_max: u64) -> io::Result<(Status, Vec<u8>)> {
    magic(input, ANSWER, "its answer is not that of a compiler of this version")?;
    let mut status = [0];
    input.read_exact(&mut status)?;
    let status = STATUSES.iter().find(|(byte, _)| [*byte] == status).map(|(_, status)| *status);
    let status = status.ok_or_else(|| invalid("its answer has an unknown status"))?;
    Ok((status, content(input, bytes_max)?))
}

fn content(input: &mut impl Read, bytes_max: u64) -> io::Result<Vec<u8>> {
    let length = number(input)?;
    if length > bytes_max {
        return Err(invalid("its answer is too long"));
    }
    exactly(input, length)
}

/// So many bytes. Memory is taken as they come, but once for all where that is possible.
pub(super) fn exactly(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let wanted = usize::try_from(length).map_err(|_| io::ErrorKind::OutOfMemory)?;
    bytes.try_reserve_exact(wanted).map_err(|_| io::ErrorKind::OutOfMemory)?;
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() < wanted { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
}

fn magic(input: &mut impl Read, expected: &[u8; 8], otherwise: &str) -> io::Result<()> {
    let mut found = [0; 8];
    input.read_exact(&mut found)?;
    if &found == expected { Ok(()) } else { Err(invalid(otherwise)) }
}

fn number(input: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    input.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn invalid(words: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: Request =
        Request { memory_bytes: 1, cpu_seconds: 2, stack_bytes: 3, threads: 4, component_bytes: 1 << 40 };

    #[test]
    fn a_request_is_read_as_it_was_written() {
        let mut bytes = Vec::new();
        SOME.write(&mut bytes).expect("memory takes it");
        assert_eq!(Request::read(&mut bytes.as_slice()).expect("it is one"), SOME);
        for length in 0..bytes.len() {
            assert!(Request::read(&mut bytes.iter().copied().take(length).collect::<Vec<_>>().as_slice()).is_err());
        }
    }

    #[test]
    fn an_answer_is_read_as_it_was_written_and_no_other() {
        for (_, status) in STATUSES {
            let mut bytes = Vec::new();
            write_answer(&mut bytes, status, b"content").expect("memory takes it");
            assert_eq!(read_answer(&mut bytes.as_slice(), 7).expect("it is one"), (status, b"content".to_vec()));
            assert!(read_answer(&mut bytes.as_slice(), 6).is_err(), "too long");
            for length in 0..bytes.len() {
                let cut: Vec<_> = bytes.iter().copied().take(length).collect();
                assert!(read_answer(&mut cut.as_slice(), 7).is_err(), "{length} bytes");
            }
        }
        let mut request = Vec::new();
        SOME.write(&mut request).expect("memory takes it");
        assert!(read_answer(&mut request.as_slice(), u64::MAX).is_err(), "an echo");
    }
}
