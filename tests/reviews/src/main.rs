//! Writes reviews to stdout, one a line: `architrave-reviews COUNT [FIRST]`. With a folder as third word, as files.

use std::{
    error::Error,
    fs,
    io::{self, Write as _},
    path::PathBuf,
};

use architrave_reviews::Reviews;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let count: u64 = words.next().ok_or("say how many")?.parse()?;
    let first: u64 = words.next().map_or(Ok(1), |word| word.parse())?;
    let folder = words.next().map(PathBuf::from);
    let reviews = Reviews::default();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for number in first..first.saturating_add(count) {
        let line = reviews.line(number);
        match &folder {
            Some(folder) => fs::write(folder.join(format!("review-{number:06}.json")), line)?,
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(out.flush()?)
}
