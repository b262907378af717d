//! When do two documents speak of the same lens, the same workload, the same review?

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use architrave_core::wire::Text;

/// What tells one review from another. Members that the input does not tell are `None`; milestone 0 is the current state.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReviewKey<'a> {
    pub(super) workload: Option<Text<'a>>,
    /// As [`LensNames::settle`] gives it.
    pub(super) lens: Option<Text<'a>>,
    pub(super) milestone: u32,
}

/// How a document names its lens.
#[derive(Debug, Clone, Default)]
pub(super) struct LensName<'a> {
    pub(super) alias: Option<Text<'a>>,
    pub(super) arn: Option<Text<'a>>,
}

/// Which aliases and ARNs were seen together: a custom lens has an ARN that its alias need not tell.
#[derive(Debug, Default)]
pub(super) struct LensNames<'a> {
    by_alias: BTreeMap<Text<'a>, BTreeSet<Text<'a>>>,
}

impl<'a> LensNames<'a> {
    /// Remembers that this alias and this ARN belong together.
    pub(super) fn learn(&mut self, name: &LensName<'a>) {
        let LensName { alias, arn } = name.clone().tidy();
        let Some(arn) = arn else { return };
        let lens = canonical(&arn);
        for alias in after_last(&arn, '/').into_iter().chain(alias) {
            self.by_alias.entry(alias).or_default().insert(lens.clone());
        }
    }

    /// One name per lens: the alias of an official lens, the ARN of a custom one where any document tells it.
    pub(super) fn settle(&self, name: &LensName<'a>) -> Option<Text<'a>> {
        let named = name.arn.as_ref().or(name.alias.as_ref())?;
        let lens = canonical(named);
        let known = self.by_alias.get(&lens).filter(|lenses| lenses.len() == 1);
        Some(known.and_then(|lenses| lenses.first().cloned()).unwrap_or(lens))
    }
}

impl<'a> LensName<'a> {
    /// An alias that is an ARN is the ARN; the alias of an official lens is the end of its ARN.
    pub(super) fn tidy(self) -> Self {
        let (arns, aliases): (Vec<Text<'a>>, Vec<Text<'a>>) =
            self.alias.into_iter().chain(self.arn).partition(|name| name.starts_with("arn:"));
        let arn = arns.into_iter().next_back();
        let alias = aliases.into_iter().next().or_else(|| arn.clone().map(|arn| canonical(&arn)));
        Self { alias: alias.filter(|alias| !alias.starts_with("arn:")), arn }
    }

    /// Both names where one of the two tells them.
    pub(super) fn or(self, other: Self) -> Self {
        Self { alias: self.alias.or(other.alias), arn: self.arn.or(other.arn) }
    }
}

/// Whether it is the ARN of a custom lens; those of official lenses name no account, or `aws`.
fn is_custom(arn: &str) -> bool {
    arn.starts_with("arn:") && arn.split(':').nth(4).is_some_and(|account| !account.is_empty() && account != "aws")
}

/// `arn:aws:wellarchitected::aws:lens/serverless` and `serverless` are one lens.
fn canonical<'a>(name: &Text<'a>) -> Text<'a> {
    if name.starts_with("arn:") && !is_custom(name) {
        return after_last(name, '/').unwrap_or_else(|| name.clone());
    }
    name.clone()
}

/// A text that is there and not empty.
pub(super) fn some<'a>(text: &Option<Text<'a>>) -> Option<Text<'a>> {
    text.as_ref().filter(|text| !text.is_empty()).cloned()
}

/// The id of a workload, from its ARN.
pub(super) fn id_of_arn<'a>(arn: &Text<'a>) -> Option<Text<'a>> {
    after_last(arn, '/')
}

fn after_last<'a>(text: &Text<'a>, separator: char) -> Option<Text<'a>> {
    match &text.0 {
        Cow::Borrowed(text) => text.rsplit_once(separator).map(|(_, end)| Text(Cow::Borrowed(end))),
        Cow::Owned(text) => text.rsplit_once(separator).map(|(_, end)| Text(Cow::Owned(end.to_owned()))),
    }
}
