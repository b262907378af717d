//! The settings of a plugin, as the operator wrote them and the host completed them.

use std::{cell::OnceCell, collections::BTreeMap};

use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// The settings: a JSON object with sorted keys, checked against the manifest, with defaults filled in.
///
/// They are read only when asked for, so that a plugin without settings carries no JSON parser. A getter refuses with
/// [`Refusal::InvalidSettings`] when the manifest does not promise what the code expects.
#[derive(Debug)]
pub struct Settings {
    text: String,
    parsed: OnceCell<Option<Map<String, Value>>>,
}

impl Settings {
    pub(crate) fn new(text: String) -> Self {
        Self { text, parsed: OnceCell::new() }
    }

    /// The JSON text.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.text
    }

    /// The value of a setting; `None` where it has none and no default.
    ///
    /// # Errors
    ///
    /// When the settings are not a JSON object.
    pub fn get(&self, name: &str) -> Result<Option<&Value>, Refusal> {
        let parsed = self.parsed.get_or_init(|| serde_json::from_str(&self.text).ok());
        match parsed {
            Some(object) => Ok(object.get(name)),
            None => Err(Refusal::InvalidSettings("the settings are not a JSON object".to_owned())),
        }
    }

    /// A setting of type `boolean`.
    ///
    /// # Errors
    ///
    /// When it is missing or of another type.
    pub fn boolean(&self, name: &str) -> Result<bool, Refusal> {
        self.expect(name, "true or false", Value::as_bool)
    }

    /// A setting of type `integer`.
    ///
    /// # Errors
    ///
    /// When it is missing or of another type.
    pub fn integer(&self, name: &str) -> Result<i64, Refusal> {
        self.expect(name, "an integer", Value::as_i64)
    }

    /// A setting of type `text`.
    ///
    /// # Errors
    ///
    /// When it is missing or of another type.
    pub fn text(&self, name: &str) -> Result<&str, Refusal> {
        self.expect(name, "text", Value::as_str)
    }

    /// A setting of type `list` whose items are text.
    ///
    /// # Errors
    ///
    /// When it is missing or of another type.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, Refusal> {
        self.expect(name, "a list of texts", |value| value.as_array()?.iter().map(Value::as_str).collect())
    }

    /// A setting of type `map` whose values are integers.
    ///
    /// # Errors
    ///
    /// When it is missing or of another type.
    pub fn integers(&self, name: &str) -> Result<BTreeMap<&str, i64>, Refusal> {
        self.expect(name, "a table of integers", |value| {
            value.as_object()?.iter().map(|(key, value)| Some((key.as_str(), value.as_i64()?))).collect()
        })
    }

    /// All settings as a type of the plugin's own.
    ///
    /// # Errors
    ///
    /// When they do not fit.
    pub fn deserialize<T: serde::de::DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_str(&self.text)
            .map_err(|error| Refusal::InvalidSettings(format!("the settings do not fit: {error}")))
    }

    fn expect<'a, T>(
        &'a self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<T, Refusal> {
        let value = self.get(name)?;
        value.and_then(read).ok_or_else(|| {
            let found = if value.is_some() { "is something else" } else { "is missing" };
            Refusal::InvalidSettings(format!("setting `{name}` {found}: {expected} is expected"))
        })
    }
}
