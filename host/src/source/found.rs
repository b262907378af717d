//! What was found in the documents, by kind: each piece with the ids of what it belongs to, whatever dialect it came in.

use std::sync::Arc;

use architrave_core::{
    diagnostic::{Diagnostic, Location},
    lens::Lens,
    snapshot::{AnswerDraft, Pointer},
    wire::{Answer, Improvement, LensReview, Milestone, Text, Workload},
};

use super::{
    Input,
    alike::Alike,
    identity::{LensName, id_of_arn, some},
    shape::{Document, LensMetric, Metric, Response},
    text::{self, Placed},
};

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin {
    /// Position among the inputs.
    pub(super) input: usize,
    /// Position among the documents of that input, where it has several.
    pub(super) document: Option<usize>,
}

impl Origin {
    /// A JSON pointer. Where a text has several documents, they count as the elements of one array.
    pub(super) fn pointer(self, tail: &str) -> String {
        self.document.map_or_else(|| tail.to_owned(), |document| format!("/{document}{tail}"))
    }

    pub(super) fn location(self, inputs: &[Input], tail: &str) -> Location {
        let file = inputs.get(self.input).and_then(|input| input.name.as_deref());
        Location::pointer(file, self.pointer(tail))
    }
}

/// To which review a piece belongs, as far as its document tells.
#[derive(Debug, Clone, Default)]
pub(super) struct Of<'a> {
    pub(super) workload: Option<Text<'a>>,
    pub(super) lens: LensName<'a>,
    /// 0 is the current state.
    pub(super) milestone: u32,
}

/// One list of answers, or a part of one.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) origin: Origin,
    pub(super) of: Of<'a>,
    /// Whether it says that another page follows.
    pub(super) next_token: bool,
    /// Whether it is a list; otherwise it is a single answer in full.
    pub(super) is_list: bool,
    /// Position among the found lenses, where the answers were given to one of them.
    pub(super) lens: Option<usize>,
    pub(super) answers: Vec<AnswerDraft<'a>>,
}

/// A piece of another kind.
#[derive(Debug, Clone)]
pub(super) struct Piece<'a, T> {
    pub(super) origin: Origin,
    pub(super) of: Of<'a>,
    pub(super) value: T,
}

/// Everything that was found, by kind.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) pages: Vec<Page<'a>>,
    pub(super) reviews: Vec<Piece<'a, LensReview<'a>>>,
    pub(super) workloads: Vec<Piece<'a, Workload<'a>>>,
    pub(super) milestones: Vec<Piece<'a, Milestone<'a>>>,
    pub(super) improvements: Vec<Piece<'a, Vec<Improvement<'a>>>>,
    /// Lenses of consolidated reports.
    pub(super) metrics: Vec<Piece<'a, LensMetric<'a>>>,
    pub(super) responses: Vec<Piece<'a, Vec<Response<'a>>>>,
    pub(super) lenses: Vec<FoundLens>,
    /// Whether a lens was given that cannot be used, which was said.
    pub(super) has_broken_lens: bool,
    /// Lists other than answers that say that another page follows.
    pub(super) more_follows: Vec<Origin>,
    /// Errors and notes.
    pub(super) problems: Vec<Diagnostic>,
    /// So that reviews of one lens hold its choices once.
    pub(super) alike: Alike<'a>,
}

/// A custom lens.
#[derive(Debug)]
pub(super) struct FoundLens {
    pub(super) origin: Origin,
    pub(super) lens: Arc<Lens>,
    /// Its ARN and version, where it was exported with them.
    pub(super) named: Option<(String, Option<String>)>,
    /// What its parser noted.
    pub(super) notes: Vec<Diagnostic>,
    pub(super) is_used: bool,
}

impl<'a> Found<'a> {
    /// Adds all documents of one input.
    pub(super) fn add(&mut self, position: usize, input: &'a Input) {
        match text::documents(input) {
            Ok(placed) => {
                for placed in placed {
                    self.add_document(position, input, placed);
                }
            }
            Err(problem) => self.add_unreadable(input, *problem),
        }
    }

    /// What is wrong with a lens file, its own parser says better.
    fn add_unreadable(&mut self, input: &'a Input, problem: Diagnostic) {
        if problem.code == "source.not-json"
            && input.text.contains("\"riskRules\"")
            && let Err(problems) = architrave_core::lens::parse(input.name.as_deref(), &input.text)
        {
            self.has_broken_lens = true;
            self.problems.extend(problems);
        } else {
            self.problems.push(problem);
        }
    }

    fn add_document(&mut self, input_position: usize, input: &'a Input, mut placed: Placed<'a>) {
        let origin = Origin { input: input_position, document: placed.position };
        if placed.document.is_index() {
            return;
        }
        if !placed.document.is_known() {
            self.problems.push(text::unrecognised(input, &placed));
            return;
        }
        if placed.document.lens_pillars.is_some() {
            self.add_lens(origin, input, placed.text);
        }
        if let Some(text) = placed.document.lens_json.take() {
            let document = &placed.document;
            let named = some(&document.lens_arn).map(|arn| (arn.to_string(), version(document)));
            self.parse_lens(origin, input, &text, named);
        }
        self.add_api(origin, &mut placed.document);
        self.add_labs(origin, &mut placed.document);
        self.add_report(origin, &mut placed.document);
        if let Some(responses) = placed.document.responses.take() {
            self.responses.push(Piece { origin, of: of(&placed.document), value: responses });
        }
    }

    fn add_lens(&mut self, origin: Origin, input: &'a Input, text: Option<&'a str>) {
        let Some(text) = text else {
            let pointer = origin.pointer("");
            self.has_broken_lens = true;
            self.problems.push(
                Diagnostic::error("source.lens-in-list", "a lens stands in a list of documents")
                    .help("give the lens as a file of its own")
                    .at(Location::pointer(input.name.as_deref(), pointer)),
            );
            return;
        };
        self.parse_lens(origin, input, text, None);
    }

    fn parse_lens(&mut self, origin: Origin, input: &'a Input, text: &str, named: Option<(String, Option<String>)>) {
        match architrave_core::lens::parse(input.name.as_deref(), text) {
            Ok((lens, notes)) => {
                self.lenses.push(FoundLens { origin, lens: Arc::new(lens), named, notes, is_used: false });
            }
            Err(problems) => {
                self.has_broken_lens = true;
                self.problems.extend(problems);
            }
        }
    }

    /// Responses of the API.
    fn add_api(&mut self, origin: Origin, document: &mut Document<'a>) {
        let of = of(document);
        let next_token = document.next_token.as_ref().is_some_and(|token| !token.is_empty());
        if next_token && document.answer_summaries.is_none() {
            self.more_follows.push(origin);
        }
        if let Some(answers) = document.answer_summaries.take() {
            let mut answers = drafts(origin, "/AnswerSummaries", answers);
            self.alike.share(&mut answers);
            self.pages.push(Page { origin, of: of.clone(), next_token, is_list: true, lens: None, answers });
        }
        if let Some(answer) = document.answer.take() {
            let answers = vec![draft(origin, "/Answer", answer)];
            self.pages.push(Page { origin, of: of.clone(), next_token: false, is_list: false, lens: None, answers });
        }
        for review in
            document.lens_review.take().into_iter().chain(document.lens_review_summaries.take().unwrap_or_default())
        {
            self.push_review(origin, of.clone(), review);
        }
        for workload in
            document.workload.take().into_iter().chain(document.workload_summaries.take().unwrap_or_default())
        {
            self.push_workload(origin, of.clone(), workload);
        }
        let summaries = document.milestone_summaries.take().unwrap_or_default();
        for milestone in document.milestone.take().into_iter().chain(summaries) {
            self.push_milestone(origin, of.workload.clone(), milestone);
        }
        if let Some(improvements) = document.improvement_summaries.take() {
            self.improvements.push(Piece { origin, of, value: improvements });
        }
        for metric in document.metrics.take().unwrap_or_default() {
            self.push_metric(origin, metric);
        }
    }

    /// The labs' export: one workload, its reviews and answers by lens alias.
    fn add_labs(&mut self, origin: Origin, document: &mut Document<'a>) {
        let workloads = document.labs_workloads.take().unwrap_or_default();
        let mut of = Of::default();
        if let [workload] = workloads.as_slice() {
            of.workload = id_of_workload(workload);
        }
        for workload in workloads {
            self.push_workload(origin, Of::default(), workload);
        }
        for (alias, mut review) in document.labs_reviews.take().into_iter().flatten().flatten() {
            review.lens_alias.get_or_insert(alias);
            self.push_review(origin, of.clone(), review);
        }
        for (position, by_alias) in document.labs_answers.take().into_iter().flatten().enumerate() {
            for (alias, answers) in by_alias {
                let tail = format!("/lenses/{position}/{}", alias.replace('~', "~0").replace('/', "~1"));
                let mut answers = drafts(origin, &tail, answers);
                self.alike.share(&mut answers);
                let of = Of { lens: LensName { alias: Some(alias), arn: None }, ..of.clone() };
                self.pages.push(Page { origin, of, next_token: false, is_list: true, lens: None, answers });
            }
        }
    }

    /// The `QuickSight` labs' report object: the answers of all lenses in one list.
    fn add_report(&mut self, origin: Origin, document: &mut Document<'a>) {
        let workload_id = some(&document.report_workload_id);
        let of = Of { workload: workload_id.clone(), ..Of::default() };
        let workload = Workload {
            workload_id,
            workload_name: document.report_workload_name.take(),
            owner: document.report_workload_owner.take(),
            updated_at: document.report_workload_updated_at.take(),
            ..Workload::default()
        };
        if of.workload.is_some() || workload.workload_name.is_some() {
            self.push_workload(origin, of.clone(), workload);
        }
        for review in document.report_reviews.take().unwrap_or_default() {
            self.push_review(origin, of.clone(), review);
        }
        for milestone in document.report_milestones.take().unwrap_or_default() {
            self.push_milestone(origin, of.workload.clone(), milestone);
        }
        let mut pages: Vec<Page<'a>> = Vec::new();
        for answer in drafts(origin, "/report_answers", document.report_answers.take().unwrap_or_default()) {
            let alias = answer.answer.lens_alias.as_deref().cloned();
            if let Some(page) = pages.iter_mut().find(|page| page.of.lens.alias == alias) {
                page.answers.push(answer);
                continue;
            }
            let of = Of { lens: LensName { alias, arn: None }, ..of.clone() };
            pages.push(Page { origin, of, next_token: false, is_list: true, lens: None, answers: vec![answer] });
        }
        pages.iter_mut().for_each(|page| self.alike.share(&mut page.answers));
        self.pages.extend(pages);
    }

    /// One workload of a consolidated report.
    fn push_metric(&mut self, origin: Origin, metric: Metric<'a>) {
        let workload = Workload {
            workload_id: metric.workload_id,
            workload_arn: metric.workload_arn,
            workload_name: metric.workload_name,
            updated_at: metric.updated_at,
            ..Workload::default()
        };
        let id = id_of_workload(&workload);
        self.push_workload(origin, Of::default(), workload);
        for lens in metric.lenses.unwrap_or_default() {
            let name = LensName { alias: None, arn: lens.lens_arn.clone() };
            self.metrics.push(Piece { origin, of: Of { workload: id.clone(), lens: name, milestone: 0 }, value: lens });
        }
    }

    fn push_review(&mut self, origin: Origin, mut of: Of<'a>, review: LensReview<'a>) {
        of.lens =
            LensName { alias: some(&review.lens_alias).or(of.lens.alias), arn: some(&review.lens_arn).or(of.lens.arn) };
        self.reviews.push(Piece { origin, of, value: review });
    }

    fn push_workload(&mut self, origin: Origin, mut of: Of<'a>, workload: Workload<'a>) {
        of.workload = id_of_workload(&workload).or(of.workload);
        self.workloads.push(Piece { origin, of, value: workload });
    }

    fn push_milestone(&mut self, origin: Origin, workload: Option<Text<'a>>, mut milestone: Milestone<'a>) {
        let number = milestone.milestone_number.unwrap_or(0);
        let of_then = milestone.workload.take();
        let workload = workload.or_else(|| of_then.as_ref().and_then(id_of_workload));
        let of = Of { workload, milestone: number, ..Of::default() };
        if let Some(then) = of_then {
            self.push_workload(origin, of.clone(), then);
        }
        self.milestones.push(Piece { origin, of, value: milestone });
    }
}

fn version(document: &Document<'_>) -> Option<String> {
    some(&document.lens_version).map(|version| version.to_string())
}

fn of<'a>(document: &Document<'a>) -> Of<'a> {
    Of {
        workload: some(&document.workload_id),
        lens: LensName { alias: some(&document.lens_alias), arn: some(&document.lens_arn) },
        milestone: document.milestone_number.unwrap_or(0),
    }
}

fn id_of_workload<'a>(workload: &Workload<'a>) -> Option<Text<'a>> {
    some(&workload.workload_id).or_else(|| workload.workload_arn.as_ref().and_then(id_of_arn))
}

fn drafts<'a>(origin: Origin, list: &str, answers: Vec<Answer<'a>>) -> Vec<AnswerDraft<'a>> {
    let draft = |(answer, pointer)| AnswerDraft { answer, file: Some(origin.input), pointer };
    answers.into_iter().zip(Pointer::items(&origin.pointer(list))).map(draft).collect()
}

fn draft<'a>(origin: Origin, tail: &str, answer: Answer<'a>) -> AnswerDraft<'a> {
    AnswerDraft { answer, file: Some(origin.input), pointer: Pointer::to(&origin.pointer(tail)) }
}
