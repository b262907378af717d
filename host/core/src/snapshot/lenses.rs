//! Was this lens seen before? Then its texts, its digest and the places of its questions are there already.
//!
//! Reviews of one lens repeat it whole: all ids and titles. Comparing them with a lens that is known costs a fraction of
//! building it and hashing it again.

use std::{borrow::Cow, sync::Arc};

use super::{
    Digest, ReviewDraft, from_answers,
    names::{self, Names},
};
use crate::{
    diagnostic::Diagnostic,
    digest,
    lens::{Choice, Lens, Question},
    wire,
};

/// Most lenses that a [`LensTable`] remembers; of more, the least recently used is forgotten.
pub const LENSES_MAX: usize = 16;

/// Lenses that were seen before, for [`resolve_among`](super::resolve_among).
///
/// What is remembered changes nothing but time. Keep one per thread over all documents.
#[derive(Debug, Clone, Default)]
pub struct LensTable {
    /// The most recently used first.
    known: Vec<Known>,
}

/// A lens as a review names it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) lens: Arc<Lens>,
    /// Meaningless where the lens cannot be used.
    pub(super) sha256: Digest,
    /// What it was made of.
    origin: Origin,
}

#[derive(Debug, Clone)]
enum Origin {
    /// A lens file.
    File(Arc<Lens>),
    /// The answers of a review: for each question the position of its answer; `None` if one is answered twice.
    Answers { answers: Option<Arc<[usize]>>, is_framework: bool },
}

impl LensTable {
    /// The lens of a draft. What keeps it from being one is added to `problems`; then it is not remembered.
    pub(super) fn of(&mut self, draft: &ReviewDraft<'_>, problems: &mut Vec<Diagnostic>) -> Known {
        if let Some(position) = self.known.iter().position(|known| known.is_of(draft))
            && let Some(recent) = self.known.get_mut(..=position)
        {
            recent.rotate_right(1);
            if let Some(known) = recent.first() {
                return known.clone();
            }
        }
        let problems_before = problems.len();
        let (lens, origin) = make(draft, problems);
        let is_whole = problems.len() == problems_before;
        let known = match self.known.iter().find(|known| is_whole && *known.lens == lens) {
            Some(equal) => Known { lens: Arc::clone(&equal.lens), sha256: equal.sha256, origin },
            None => Known {
                sha256: if is_whole { digest::lens(&lens) } else { Digest([0; 32]) },
                lens: Arc::new(lens),
                origin,
            },
        };
        if is_whole && !matches!(known.origin, Origin::Answers { answers: None, .. }) {
            self.known.truncate(LENSES_MAX.saturating_sub(1));
            self.known.insert(0, known.clone());
        }
        known
    }
}

fn make(draft: &ReviewDraft<'_>, problems: &mut Vec<Diagnostic>) -> (Lens, Origin) {
    if let Some(file) = &draft.lens {
        let names = Names::of(&draft.review, Some(file));
        return (names.name(file.pillars.clone(), file.questions.clone()), Origin::File(Arc::clone(file)));
    }
    let built = from_answers::build(draft, problems);
    let answers = built.is_distinct.then(|| built.answers.into());
    (built.lens, Origin::Answers { answers, is_framework: from_answers::is_framework(draft) })
}

impl Known {
    /// For each question the position of its answer, where the lens was made of answers.
    pub(super) fn answers(&self) -> Option<&[usize]> {
        match &self.origin {
            Origin::File(_) => None,
            Origin::Answers { answers, .. } => answers.as_deref(),
        }
    }

    /// Whether [`make`] would give this lens.
    fn is_of(&self, draft: &ReviewDraft<'_>) -> bool {
        let names_are = |file| Names::of(&draft.review, file) == Names::of_lens(&self.lens);
        match (&self.origin, &draft.lens) {
            (Origin::File(file), Some(lens)) => Arc::ptr_eq(file, lens) && names_are(Some(file)),
            (Origin::Answers { answers: Some(answers), is_framework }, None) => {
                answers.len() == draft.answers.len()
                    && names_are(None)
                    && *is_framework == from_answers::is_framework(draft)
                    && self.questions_are_of(answers, draft)
                    && self.lens.pillars == names::pillars(draft, *is_framework)
            }
            (Origin::File(_) | Origin::Answers { .. }, _) => false,
        }
    }

    fn questions_are_of(&self, answers: &[usize], draft: &ReviewDraft<'_>) -> bool {
        self.lens.questions.len() == answers.len()
            && self.lens.questions.iter().zip(answers).all(|(question, position)| {
                let pillar = self.lens.pillars.get(question.pillar).map(|pillar| &*pillar.id);
                let answer = draft.answers.get(*position).map(|draft| &draft.answer);
                answer.is_some_and(|answer| pillar == answer.pillar_id.as_deref() && is_question(question, answer))
            })
    }
}

/// Whether this answer, in the pillar that it names, would give this question. Rare forms are not recognised.
fn is_question(question: &Question, answer: &wire::Answer<'_>) -> bool {
    answer.question_id.as_deref() == Some(&*question.id)
        && answer.question_title.as_deref() == Some(&question.title)
        && answer.helpful_resource_url.as_ref().map(|url| &***url) == question.url.as_deref()
        && question.rules.is_none()
        && question.choices.len() == answer.choices.len()
        && !answer.choices.is_empty()
        && question.choices.iter().zip(&*answer.choices).all(|(choice, listed)| is_choice(choice, listed))
}

fn is_choice(choice: &Choice, listed: &wire::Choice<'_>) -> bool {
    let url = listed.helpful_resource.as_ref().and_then(|link| link.url.as_deref());
    let plan = listed.improvement_plan.as_ref();
    listed.choice_id.as_deref() == Some(&*choice.id)
        && listed.title.as_deref() == Some(&choice.title)
        && match &choice.url {
            // From the catalogue, which is asked when the answer has none.
            None | Some(Cow::Borrowed(_)) => url.is_none(),
            Some(Cow::Owned(own)) => url == Some(own),
        }
        && match (&choice.plan, plan) {
            (None, None) => true,
            (Some(own), Some(plan)) => {
                own.text.as_deref() == plan.display_text.as_deref() && own.url.as_deref() == plan.url.as_deref()
            }
            (None, Some(_)) | (Some(_), None) => false,
        }
}
