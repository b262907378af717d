//! Answers to a custom lens, in the form of a public tool, become a page of answers; the lens tells what they answer.

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    snapshot::{AnswerDraft, Pointer},
    wire::{Answer, ChoiceAnswer, Text},
};

use super::{
    Input,
    found::{Found, Origin, Page},
    identity::LensName,
    lenses::{self, Answered},
    shape::Response,
};

/// Turns every list of responses into a page of answers to the lens that has all their questions.
pub(super) fn to_pages(found: &mut Found<'_>, inputs: &[Input]) {
    for piece in std::mem::take(&mut found.responses) {
        let mut answered = Answered::new();
        for response in &piece.value {
            let Some(id) = response.question_id.as_deref() else { continue };
            answered.entry(id).or_default().extend(response.choices.iter().flatten().map(|choice| &**choice));
        }
        let position = match lenses::with_questions(&found.lenses, &answered).as_slice() {
            [] if found.lenses.len() == 1 => 0,
            [only] => *only,
            [] if found.has_broken_lens => continue,
            several => {
                let problem =
                    no_lens(found, several, &answered).at(piece.origin.location(inputs, "/questionResponses"));
                found.problems.push(problem);
                continue;
            }
        };
        let Some(lens) = found.lenses.get_mut(position) else { continue };
        lens.is_used = true;
        let mut of = piece.of;
        let named = |name: &str| lens.lens.name.as_deref() == Some(name) || lens.lens.alias == name;
        let review = found.reviews.iter().find(|review| review.value.lens_name.as_deref().is_some_and(named));
        of.lens = match review {
            Some(review) => review.of.lens.clone(),
            None => LensName { alias: Some(Text::from(lens.lens.alias.clone())), arn: None },
        };
        let answers = answers(piece.origin, piece.value);
        found.pages.push(Page {
            origin: piece.origin,
            of,
            next_token: false,
            is_list: true,
            lens: Some(position),
            answers,
        });
    }
}

fn no_lens(found: &Found<'_>, several: &[usize], answered: &Answered<'_>) -> Diagnostic {
    if found.lenses.is_empty() {
        return Diagnostic::error("source.answers-without-lens", "the answers are to a custom lens that was not given")
            .help("give the lens's JSON too");
    }
    if several.is_empty() {
        let message =
            format!("none of the lenses has all answered questions: {}", list_names(answered.keys().copied()));
        return Diagnostic::error("source.answers-without-lens", message).help("give the lens that was answered");
    }
    let names = several.iter().filter_map(|position| found.lenses.get(*position));
    let names = list_names(names.map(|lens| lens.lens.name.as_deref().unwrap_or(&lens.lens.alias)));
    Diagnostic::error("source.ambiguous-lens", format!("the answers fit more than one lens: {names}"))
        .help("give only the lens that was answered")
}

fn answers<'a>(origin: Origin, responses: Vec<Response<'a>>) -> Vec<AnswerDraft<'a>> {
    let answer = |response: Response<'a>| {
        let not_applicable = response.not_applicable.unwrap_or_default().into_iter().map(|id| ChoiceAnswer {
            choice_id: Some(id),
            status: Some(Text::from("NOT_APPLICABLE")),
            ..ChoiceAnswer::default()
        });
        Answer {
            question_id: response.question_id,
            selected_choices: response.choices.unwrap_or_default(),
            choice_answers: not_applicable.collect(),
            is_applicable: response.is_applicable,
            reason: response.reason,
            question_type: response.question_type,
            notes: response.notes.map(Box::new),
            ..Answer::default()
        }
    };
    let draft = |(response, pointer)| AnswerDraft { answer: answer(response), file: Some(origin.input), pointer };
    responses.into_iter().zip(Pointer::items(&origin.pointer("/questionResponses"))).map(draft).collect()
}
