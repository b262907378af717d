//! Times as exports write them, cut to whole seconds.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

/// Seconds since 1970-01-01T00:00:00Z, cut (not rounded) to the second: clients disagree beyond that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

impl Timestamp {
    /// Reads ISO 8601 (`2026-01-01T00:00:00.123Z`, with or without fraction, `T`, or zone; no zone means UTC), Python's
    /// `str(datetime)` (`2021-05-19 15:39:46.921000-04:00`), Windows PowerShell's `/Date(1621453186921)/`, or seconds as
    /// text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
            return Some(Self::floor(timestamp));
        }
        if let Ok(civil) = text.parse::<jiff::civil::DateTime>() {
            return jiff::tz::TimeZone::UTC.to_timestamp(civil).ok().map(Self::floor);
        }
        if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
            // Milliseconds, and maybe an offset such as `+0200`, which says how it was shown and not when it was.
            let end = inner.rfind(['+', '-']).filter(|at| *at > 0).unwrap_or(inner.len());
            return inner.get(..end)?.parse::<i64>().ok().and_then(Self::from_milliseconds);
        }
        text.parse::<f64>().ok().and_then(Self::from_seconds)
    }

    fn floor(timestamp: jiff::Timestamp) -> Self {
        let nanoseconds = timestamp.as_nanosecond();
        Self(i64::try_from(nanoseconds.div_euclid(1_000_000_000)).unwrap_or(i64::MAX))
    }

    fn from_seconds(seconds: f64) -> Option<Self> {
        // The whole part of a number that fits is exact: it has fewer than 53 bits.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let whole = seconds.floor();
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked, and the value is whole")]
        (whole.abs() <= EXACT).then_some(whole as i64).and_then(Self::from_whole)
    }

    /// Seconds, or milliseconds where they would be beyond the year 9999 as seconds.
    fn from_whole(number: i64) -> Option<Self> {
        if number.unsigned_abs() <= LAST_SECOND.unsigned_abs() {
            Some(Self(number))
        } else {
            Self::from_milliseconds(number)
        }
    }

    fn from_milliseconds(milliseconds: i64) -> Option<Self> {
        let seconds = milliseconds.div_euclid(1000);
        (seconds.unsigned_abs() <= LAST_SECOND.unsigned_abs()).then_some(Self(seconds))
    }

    /// Days since 1970-01-01; `None` before that.
    #[must_use]
    pub fn day(self) -> Option<u32> {
        u32::try_from(self.0.div_euclid(86_400)).ok()
    }
}

impl fmt::Display for Timestamp {
    /// `2026-01-01T00:00:00Z`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(timestamp) => write!(formatter, "{timestamp}"),
            Err(_) => write!(formatter, "{}", self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a time: epoch seconds, ISO 8601 or `YYYY-MM-DD HH:MM:SS`")
            }

            fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Timestamp, E> {
                Timestamp::from_whole(seconds).ok_or_else(|| E::invalid_value(de::Unexpected::Signed(seconds), &self))
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Timestamp, E> {
                i64::try_from(seconds)
                    .ok()
                    .and_then(Timestamp::from_whole)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(seconds), &self))
            }

            fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Timestamp, E> {
                Timestamp::from_seconds(seconds).ok_or_else(|| E::invalid_value(de::Unexpected::Float(seconds), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                Timestamp::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}
