//! How do plain bytes become values? One after the other; where there are no more, everything is 0.

/// Bytes that are taken from the front.
pub(crate) struct Take<'a>(pub(crate) &'a [u8]);

impl Take<'_> {
    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// 0 to `sides - 1`.
    pub(crate) fn below(&mut self, sides: u8) -> u8 {
        self.byte() % sides.max(1)
    }

    pub(crate) fn wide(&mut self) -> u32 {
        let bytes = [self.byte(), self.byte(), self.byte(), self.byte()];
        u32::from_le_bytes(bytes)
    }

    /// Mostly small, now and then anything.
    pub(crate) fn number(&mut self) -> u32 {
        match self.byte() {
            0xFF => self.wide(),
            small => u32::from(small),
        }
    }

    /// The same for a code: now and then none.
    pub(crate) fn code(&mut self) -> u16 {
        match self.byte() {
            0xFF => u16::MAX,
            0xFE => u16::from_le_bytes([self.byte(), self.byte()]),
            small => u16::from(small),
        }
    }

    /// Text of so many bytes, or fewer, with anything in it.
    pub(crate) fn text(&mut self, bytes_max: u8) -> String {
        let length = usize::from(self.below(bytes_max));
        let (text, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        String::from_utf8_lossy(text).into_owned()
    }

    /// A column of so many rows, now and then of another number.
    pub(crate) fn column<T>(&mut self, rows: usize, mut value: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let rows = match self.byte() {
            other @ 0xF0.. => usize::from(other - 0xF0),
            _ => rows,
        };
        (0..rows).map(|_| value(self)).collect()
    }
}
