//! What stands where a value of a certain kind is expected: that value, nothing, or something else?
//!
//! A file written by hand has a number where text belongs. Ordinary typed reading stops there; this goes on, so that all
//! problems of a file can be told at once.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        self, IgnoredAny,
        value::{BorrowedStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer},
    },
};

use crate::wire::Text;

/// The kinds of JSON value that a lens is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    List,
    Object,
}

impl Kind {
    /// As messages call it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// A type that is read from one kind of JSON value.
pub(crate) trait Shape {
    const KIND: Kind;
}

impl Shape for Text<'_> {
    const KIND: Kind = Kind::Text;
}

impl<T> Shape for Vec<T> {
    const KIND: Kind = Kind::List;
}

/// A member of an object, or an item of a list.
#[derive(Debug, Default)]
pub(crate) enum Member<T> {
    /// Not there, or `null`.
    #[default]
    Absent,
    /// As expected.
    Found(T),
    /// Another kind of value, as messages call it.
    Wrong(&'static str),
}

impl<T> Member<T> {
    /// The value, where it is of the expected kind.
    pub(crate) const fn get(&self) -> Option<&T> {
        match self {
            Self::Found(value) => Some(value),
            Self::Absent | Self::Wrong(_) => None,
        }
    }
}

impl<'de, T: Deserialize<'de> + Shape> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor(PhantomData))
    }
}

struct Visitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Shape> de::Visitor<'de> for Visitor<T> {
    type Value = Member<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(T::KIND.as_str())
    }

    fn visit_unit<E>(self) -> Result<Member<T>, E> {
        Ok(Member::Absent)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Member<T>, E> {
        Ok(Member::Wrong("a boolean"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Member<T>, E> {
        Ok(Member::Wrong("a number"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Member<T>, E> {
        Ok(Member::Wrong("a number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Member<T>, E> {
        Ok(Member::Wrong("a number"))
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Member<T>, E> {
        match T::KIND {
            Kind::Text => T::deserialize(BorrowedStrDeserializer::new(text)).map(Member::Found),
            Kind::List | Kind::Object => Ok(Member::Wrong("text")),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Member<T>, E> {
        match T::KIND {
            Kind::Text => T::deserialize(StrDeserializer::new(text)).map(Member::Found),
            Kind::List | Kind::Object => Ok(Member::Wrong("text")),
        }
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Member<T>, A::Error> {
        if T::KIND == Kind::List {
            return T::deserialize(SeqAccessDeserializer::new(list)).map(Member::Found);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Member::Wrong("a list"))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut object: A) -> Result<Member<T>, A::Error> {
        if T::KIND == Kind::Object {
            return T::deserialize(MapAccessDeserializer::new(object)).map(Member::Found);
        }
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Member::Wrong("an object"))
    }
}
