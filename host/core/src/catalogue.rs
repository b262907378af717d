//! What is publicly known of the framework lens and the API does not carry: codes and levels of practices.
//!
//! The table is `data/practices.csv`; its head says where its columns come from and when they were read. It has no
//! version of its own: ids churn between lens versions, so whatever a review has beyond the table is reported, not
//! guessed.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::risk::Level;

/// The alias of the lens that the catalogue describes.
pub const FRAMEWORK_ALIAS: &str = "wellarchitected";
/// How the ARN of that lens ends.
const FRAMEWORK_ARN_END: &str = ":lens/wellarchitected";
/// Where the pages of the practices are.
const PAGES: &str = "https://docs.aws.amazon.com/wellarchitected/latest/framework/";
/// The one practice whose page is not named as its id.
const RENAMED_PAGE: (&str, &str) = ("sec_network_protection_auto_protect", "sec_network_auto_protect");

/// A question of the framework lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueQuestion {
    /// As in the API.
    pub id: &'static str,
    /// Such as `SEC02`.
    pub code: &'static str,
    /// The pillar's id.
    pub pillar: &'static str,
    /// In lens order.
    pub practices: Vec<CataloguePractice>,
}

/// A best practice of the framework lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CataloguePractice {
    /// The choice's id, as in the API.
    pub id: &'static str,
    /// Such as `SEC02-BP03`.
    pub code: &'static str,
    /// The risk of leaving it out.
    pub level: Level,
    /// The address of its page.
    pub url: String,
}

/// The framework lens.
#[derive(Debug)]
pub struct Catalogue {
    questions: Vec<CatalogueQuestion>,
    by_id: BTreeMap<&'static str, usize>,
}

static FRAMEWORK: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::parse(include_str!("../data/practices.csv")));

impl Catalogue {
    /// The table that is built in.
    #[must_use]
    pub fn framework() -> &'static Self {
        &FRAMEWORK
    }

    /// Reads rows `pillar_id,question_code,question_id,choice_id,best_practice_id,level`; a row of another shape is
    /// left out, which a test would see.
    pub(crate) fn parse(text: &'static str) -> Self {
        let mut questions: Vec<CatalogueQuestion> = Vec::new();
        let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        for row in rows {
            let mut cells = row.split(',');
            let (Some(pillar), Some(code), Some(id), Some(choice), Some(practice), Some(level)) =
                (cells.next(), cells.next(), cells.next(), cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let page = if choice == RENAMED_PAGE.0 { RENAMED_PAGE.1 } else { choice };
            let url = format!("{PAGES}{page}.html");
            let practice = CataloguePractice { id: choice, code: practice, level: Level::parse(level), url };
            match questions.last_mut() {
                Some(question) if question.id == id => question.practices.push(practice),
                _ => questions.push(CatalogueQuestion { id, code, pillar, practices: vec![practice] }),
            }
        }
        for question in &mut questions {
            question.practices.sort_by_key(|practice| practice.code);
        }
        let by_id = questions.iter().enumerate().map(|(position, question)| (question.id, position)).collect();
        Self { questions, by_id }
    }

    /// All questions, in lens order: pillars as the framework lists them, questions by code.
    #[must_use]
    pub fn questions(&self) -> &[CatalogueQuestion] {
        &self.questions
    }

    /// Position in lens order of the question with this id.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&CatalogueQuestion> {
        self.position(id).and_then(|position| self.questions.get(position))
    }
}

impl CatalogueQuestion {
    /// The practice with this choice id.
    #[must_use]
    pub fn practice(&self, id: &str) -> Option<&CataloguePractice> {
        self.practices.iter().find(|practice| practice.id == id)
    }
}

/// Whether a review's lens is the one that the catalogue describes; ARN and alias are two names of one lens.
#[must_use]
pub fn is_framework(alias: Option<&str>, arn: Option<&str>) -> bool {
    arn.or(alias).is_some_and(|name| name == FRAMEWORK_ALIAS || name.ends_with(FRAMEWORK_ARN_END))
        || alias == Some(FRAMEWORK_ALIAS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_question_and_practice() {
        let catalogue = Catalogue::framework();
        let count = |level: Option<Level>| {
            catalogue
                .questions()
                .iter()
                .flat_map(|q| &q.practices)
                .filter(|p| level == Some(p.level) || level.is_none())
                .count()
        };
        assert_eq!(catalogue.questions().len(), 57);
        assert_eq!(count(None), 307);
        assert_eq!(
            [
                count(Some(Level::High)),
                count(Some(Level::Medium)),
                count(Some(Level::Low)),
                count(Some(Level::Unknown))
            ],
            [127, 143, 37, 0]
        );
        let pillars: Vec<(&str, usize)> =
            catalogue.questions().chunk_by(|a, b| a.pillar == b.pillar).map(|of| (of[0].pillar, of.len())).collect();
        assert_eq!(
            pillars,
            [
                ("operationalExcellence", 11),
                ("security", 11),
                ("reliability", 13),
                ("performance", 5),
                ("costOptimization", 11),
                ("sustainability", 6)
            ]
        );
    }

    #[test]
    fn pages_follow_ids_but_for_one() {
        let catalogue = Catalogue::framework();
        let url = |question: &str, practice: &str| {
            catalogue.question(question).and_then(|q| q.practice(practice)).map(|practice| practice.url.as_str())
        };
        assert_eq!(url("identities", "not-a-practice"), None);
        assert!(
            url("network-protection", "sec_network_protection_auto_protect")
                .is_some_and(|url| url.ends_with("/sec_network_auto_protect.html"))
        );
        assert!(url("sus_dev", "sus_sus_dev_a5").is_some_and(|url| url.ends_with("/sus_sus_dev_a5.html")));
    }
}
