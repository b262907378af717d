//! How is JSON read at the speed of the memory? One pass without a tree, into whatever type serde derives.
//!
//! [`Reader`] reads plain JSON fast, and gives up on anything that is not plain: a wrong type, a repeated member, nesting
//! deeper than [`DEPTH_MAX`], malformed text. Whoever calls it then asks `serde_json`, which knows what is allowed and what
//! to say. So both take the same texts and give the same values, which a property of `it::sources` checks.

use std::fmt;

use serde::de::{self, DeserializeSeed, Visitor};

/// Deeper nesting is given up; `serde_json` allows as much.
const DEPTH_MAX: u8 = 127;

/// As many choices as most questions have.
const ITEMS_LIKELY: usize = 8;

/// Anything that is not plain: `serde_json` says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotPlain;

impl fmt::Display for NotPlain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not plain JSON of the expected shape")
    }
}

impl std::error::Error for NotPlain {}

impl de::Error for NotPlain {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

type Result<T> = std::result::Result<T, NotPlain>;

/// A place in a text. Each value that is asked for is read there, and the place moves behind it.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// In bytes, behind what was read.
    pub(super) const fn offset(&self) -> usize {
        self.at
    }

    /// Whether nothing but white space follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.space().is_none()
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn step(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    /// Goes to the next byte that is not white space, and tells it.
    #[inline]
    fn space(&mut self) -> Option<u8> {
        match self.peek() {
            Some(b' ' | b'\n' | b'\t' | b'\r') => {
                self.step();
                match self.peek() {
                    Some(b' ' | b'\n' | b'\t' | b'\r') => self.more_space(),
                    other => other,
                }
            }
            other => other,
        }
    }

    /// The same where more is likely: an indent.
    fn more_space(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            while bytes.get(self.at..).and_then(<[u8]>::first_chunk) == Some(b"        ") {
                self.at = self.at.wrapping_add(8);
            }
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.step(),
                other => return other,
            }
        }
    }

    /// The text at the opening quotation mark, and where it was found: in the input if no escape stands in it.
    #[inline]
    fn string(&mut self) -> Result<Found<'a>> {
        if self.space() != Some(b'"') {
            return Err(NotPlain);
        }
        let start = self.at.wrapping_add(1);
        let end = special(self.text.as_bytes(), start).ok_or(NotPlain)?;
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return self.string_with_escapes();
        }
        self.at = end.wrapping_add(1);
        self.text.get(start..end).map(Found::Borrowed).ok_or(NotPlain)
    }

    #[cold]
    fn string_with_escapes(&mut self) -> Result<Found<'a>> {
        let token = self.string_token()?;
        serde_json::from_str(token).map(Found::Owned).map_err(|_| NotPlain)
    }

    /// A string as written, with its quotation marks. Its escapes are not checked.
    #[cold]
    fn string_token(&mut self) -> Result<&'a str> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        let mut at = start.wrapping_add(1);
        loop {
            let end = special(bytes, at).ok_or(NotPlain)?;
            match bytes.get(end) {
                Some(b'"') => {
                    self.at = end.wrapping_add(1);
                    return self.text.get(start..self.at).ok_or(NotPlain);
                }
                Some(b'\\') => at = end.wrapping_add(2),
                _ => return Err(NotPlain),
            }
        }
    }

    /// A number as written.
    fn number_token(&mut self) -> Result<&'a str> {
        let start = self.at;
        while let Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') = self.peek() {
            self.step();
        }
        self.text.get(start..self.at).filter(|token| !token.is_empty()).ok_or(NotPlain)
    }

    fn literal(&mut self, word: &'static str) -> Result<()> {
        let end = self.at.wrapping_add(word.len());
        if self.text.as_bytes().get(self.at..end) != Some(word.as_bytes()) {
            return Err(NotPlain);
        }
        self.at = end;
        Ok(())
    }

    fn number<T: de::DeserializeOwned>(&mut self) -> Result<T> {
        self.space();
        serde_json::from_str(self.number_token()?).map_err(|_| NotPlain)
    }

    /// Reads past a value, and checks that it is one.
    fn skip(&mut self) -> Result<()> {
        match self.space() {
            Some(b'"') => {
                let end = special(self.text.as_bytes(), self.at.wrapping_add(1)).ok_or(NotPlain)?;
                if self.text.as_bytes().get(end) == Some(&b'"') {
                    self.at = end.wrapping_add(1);
                    return Ok(());
                }
                let token = self.string_token()?;
                serde_json::from_str::<de::IgnoredAny>(token).map(|_| ()).map_err(|_| NotPlain)
            }
            Some(b'{') => self.inside(|reader| {
                let mut first = true;
                while reader.has_next(b'}', &mut first)? {
                    reader.skip()?;
                    reader.colon()?;
                    reader.skip()?;
                }
                Ok(())
            }),
            Some(b'[') => self.inside(|reader| {
                let mut first = true;
                while reader.has_next(b']', &mut first)? {
                    reader.skip()?;
                }
                Ok(())
            }),
            Some(b't') => self.literal("true"),
            Some(b'f') => self.literal("false"),
            Some(b'n') => self.literal("null"),
            _ => self.number::<de::IgnoredAny>().map(|_| ()),
        }
    }

    /// Steps over an opening bracket and reads what is inside, its closing bracket included.
    #[inline]
    fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= DEPTH_MAX {
            return Err(NotPlain);
        }
        self.depth = self.depth.wrapping_add(1);
        self.step();
        let value = read(self);
        self.depth = self.depth.wrapping_sub(1);
        value
    }

    /// Whether another item follows; else steps over the closing bracket. A member starts with its name.
    #[inline]
    fn has_next(&mut self, end: u8, first: &mut bool) -> Result<bool> {
        let byte = self.space();
        if byte == Some(end) {
            self.step();
            return Ok(false);
        }
        if !std::mem::take(first) {
            if byte != Some(b',') {
                return Err(NotPlain);
            }
            self.step();
            self.space();
        }
        if end == b'}' && self.peek() != Some(b'"') {
            return Err(NotPlain);
        }
        Ok(true)
    }

    #[inline]
    fn colon(&mut self) -> Result<()> {
        if self.space() != Some(b':') {
            return Err(NotPlain);
        }
        self.step();
        Ok(())
    }
}

/// A text that was read.
enum Found<'a> {
    Borrowed(&'a str),
    Owned(String),
}

impl<'a> Found<'a> {
    #[inline]
    fn visit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Self::Borrowed(text) => visitor.visit_borrowed_str(text),
            Self::Owned(text) => visitor.visit_string(text),
        }
    }
}

/// The position from `at` of the first quotation mark, backslash or control character.
///
/// Eight bytes at a time: in `word`, a byte's highest bit is set when the byte is one of them (or follows one).
#[inline]
fn special(bytes: &[u8], mut at: usize) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    const QUOTES: u64 = ONES * 0x22;
    const BACKSLASHES: u64 = ONES * 0x5c;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*chunk);
        let (quotes, backslashes) = (word ^ QUOTES, word ^ BACKSLASHES);
        let found = (quotes.wrapping_sub(ONES) & !quotes)
            | (backslashes.wrapping_sub(ONES) & !backslashes)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        let found = found & HIGH;
        if found != 0 {
            return usize::try_from(found.trailing_zeros() / 8).ok().map(|behind| at.wrapping_add(behind));
        }
        at = at.wrapping_add(8);
    }
    let tail = bytes.get(at..)?;
    tail.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).map(|behind| at.wrapping_add(behind))
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = NotPlain;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.space() {
            Some(b'"') => self.string()?.visit(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => self.literal("null").and_then(|()| visitor.visit_unit()),
            _ => {
                let number: serde_json::Number = self.number()?;
                match (number.as_u64(), number.as_i64(), number.as_f64()) {
                    (Some(number), _, _) => visitor.visit_u64(number),
                    (None, Some(number), _) => visitor.visit_i64(number),
                    (None, None, Some(number)) => visitor.visit_f64(number),
                    (None, None, None) => Err(NotPlain),
                }
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.space() == Some(b't') {
            self.literal("true").and_then(|()| visitor.visit_bool(true))
        } else {
            self.literal("false").and_then(|()| visitor.visit_bool(false))
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.string()?.visit(visitor)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.string()?.visit(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.string()?.visit(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.space() == Some(b'n') {
            return self.literal("null").and_then(|()| visitor.visit_none());
        }
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.space() != Some(b'[') {
            return Err(NotPlain);
        }
        self.inside(|reader| {
            let mut items = Items { reader, first: true, ended: false };
            let value = visitor.visit_seq(&mut items)?;
            items.end().map(|()| value)
        })
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.space() != Some(b'{') {
            return Err(NotPlain);
        }
        self.inside(|reader| {
            let mut members = Members { reader, first: true, ended: false };
            let value = visitor.visit_map(&mut members)?;
            members.end().map(|()| value)
        })
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_u32(self.number()?)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum
    }
}

/// The items of a list.
struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
    ended: bool,
}

impl Items<'_, '_> {
    /// What was not asked for is not plain.
    fn end(&mut self) -> Result<()> {
        if self.ended || !self.reader.has_next(b']', &mut self.first)? { Ok(()) } else { Err(NotPlain) }
    }
}

impl<'de> de::SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = NotPlain;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if !self.reader.has_next(b']', &mut self.first)? {
            self.ended = true;
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    /// A guess, so that most lists are allocated once.
    fn size_hint(&self) -> Option<usize> {
        Some(ITEMS_LIKELY)
    }
}

/// The members of an object.
struct Members<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
    ended: bool,
}

impl Members<'_, '_> {
    fn end(&mut self) -> Result<()> {
        if self.ended || !self.reader.has_next(b'}', &mut self.first)? { Ok(()) } else { Err(NotPlain) }
    }
}

impl<'de> de::MapAccess<'de> for &mut Members<'_, 'de> {
    type Error = NotPlain;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.reader.has_next(b'}', &mut self.first)? {
            self.ended = true;
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.reader.colon()?;
        seed.deserialize(&mut *self.reader)
    }
}
