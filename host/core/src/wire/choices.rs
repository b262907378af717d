//! The choices of an answer: reviews of one lens that are held at the same time repeat them, word by word.

use std::{ops::Deref, sync::Arc};

use serde::{Deserialize, Deserializer};

use super::{Choice, list};

/// All choices of a question, in lens order. Equal ones may share their memory; that changes nothing else.
#[derive(Debug, Clone)]
pub struct Choices<'a>(Held<'a>);

#[derive(Debug, Clone)]
enum Held<'a> {
    Own(Vec<Choice<'a>>),
    Shared(Arc<[Choice<'a>]>),
}

impl<'a> Choices<'a> {
    /// Another hold of the same choices, in the same memory.
    #[must_use]
    pub fn share(&mut self) -> Self {
        let choices = match &mut self.0 {
            Held::Shared(choices) => Arc::clone(choices),
            Held::Own(choices) => Arc::from(std::mem::take(choices)),
        };
        self.0 = Held::Shared(Arc::clone(&choices));
        Self(Held::Shared(choices))
    }
}

impl Default for Choices<'_> {
    fn default() -> Self {
        Self(Held::Own(Vec::new()))
    }
}

impl<'a> From<Vec<Choice<'a>>> for Choices<'a> {
    fn from(choices: Vec<Choice<'a>>) -> Self {
        Self(Held::Own(choices))
    }
}

impl<'a> Deref for Choices<'a> {
    type Target = [Choice<'a>];

    fn deref(&self) -> &[Choice<'a>] {
        match &self.0 {
            Held::Own(choices) => choices,
            Held::Shared(choices) => choices,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Choices<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        list(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(ids: &[&'static str]) -> Choices<'static> {
        let choice = |id: &&'static str| Choice { choice_id: Some((*id).into()), ..Choice::default() };
        ids.iter().map(choice).collect::<Vec<_>>().into()
    }

    #[test]
    fn what_is_shared_says_the_same_and_stands_once_in_memory() {
        for ids in [&[][..], &["a"], &["a", "b"]] {
            let mut own = choices(ids);
            let first = own.share();
            let second = own.share();
            for shared in [&own, &first, &second] {
                assert_eq!(**shared, *choices(ids));
                assert_eq!(shared.as_ptr(), own.as_ptr());
            }
        }
    }

    #[test]
    fn no_larger_than_a_list() {
        assert_eq!(size_of::<Choices<'_>>(), size_of::<Vec<Choice<'_>>>());
    }
}
