//! Where does an answer stand in its file? Told on demand, since nearly no answer is ever spoken of.

use std::{fmt, sync::Arc};

/// A JSON pointer (RFC 6901) to an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer {
    list: Option<Arc<str>>,
    position: Option<usize>,
}

impl Pointer {
    /// To an answer by itself.
    #[must_use]
    pub fn to(pointer: &str) -> Self {
        Self { list: Some(Arc::from(pointer)), position: None }
    }

    /// To the items of a list, which itself is at `list`; the first is 0.
    pub fn items(list: &str) -> impl Iterator<Item = Self> {
        let list: Arc<str> = Arc::from(list);
        (0..).map(move |position| Self { list: Some(Arc::clone(&list)), position: Some(position) })
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.list.as_deref().unwrap_or_default())?;
        self.position.map_or(Ok(()), |position| write!(formatter, "/{position}"))
    }
}
