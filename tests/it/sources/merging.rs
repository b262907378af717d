//! Pieces of a review come together whatever their order; several reviews stay apart; contradictions are refused.

use architrave::source;
use architrave_core::snapshot;

use super::{codes, inputs, only, own, parse, questions, read};

/// All orders of so few things.
fn orders<T: Clone>(things: &[T]) -> Vec<Vec<T>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for position in 0..things.len() {
        let mut rest = things.to_vec();
        let first = rest.remove(position);
        for mut order in orders(&rest) {
            order.insert(0, first.clone());
            all.push(order);
        }
    }
    all
}

#[test]
fn files_in_any_order_give_the_same_draft() {
    let files = [
        "api/list-answers.1.json",
        "api/list-answers.2.json",
        "api/get-answer.json",
        "api/get-lens-review.json",
        "api/get-workload.json",
        "lens.json",
    ];
    let texts = files.map(|file| (file, std::fs::read_to_string(own(file)).unwrap()));
    let texts = texts.each_ref().map(|(file, text)| (*file, text.as_str()));
    let mut drafts: Vec<String> = Vec::new();
    for order in orders(&texts) {
        let inputs = inputs(&order);
        drafts.push(format!("{:#?}", parse(&inputs)));
    }
    assert_eq!(drafts.len(), 720);
    drafts.dedup();
    assert_eq!(drafts.len(), 1);
}

/// Names of files say nothing: pages are put in order by what they hold.
#[test]
fn pages_are_put_in_order_by_content() {
    let first = std::fs::read_to_string(own("api/list-answers.1.json")).unwrap();
    let second = std::fs::read_to_string(own("api/list-answers.2.json")).unwrap();
    let named = only(&inputs(&[("1.json", &first), ("2.json", &second)]));
    let misnamed = only(&inputs(&[("1.json", &second), ("2.json", &first)]));
    assert_eq!(questions(&named), questions(&misnamed));
    assert_eq!(named.sha256, misnamed.sha256);
}

fn page(workload: &str, lens: &str, milestone: &str, answers: &str) -> String {
    format!(
        r#"{{"WorkloadId": {workload}, "LensAlias": {lens}, "MilestoneNumber": {milestone},
            "AnswerSummaries": [{answers}]}}"#
    )
}

fn answer(id: &str, rest: &str) -> String {
    format!(
        r#"{{"QuestionId": "{id}", "PillarId": "p", "Choices": [{{"ChoiceId": "a"}}, {{"ChoiceId": "b"}}] {rest}}}"#
    )
}

/// Workload, lens, milestone and number of answers of every review.
fn reviews(texts: &[String]) -> Vec<(String, String, u32, usize)> {
    let named: Vec<String> = (0..texts.len()).map(|position| format!("{position}.json")).collect();
    let texts: Vec<(&str, &str)> = named.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let inputs = inputs(&texts);
    let rows = parse(&inputs).reviews.into_iter().map(|review| {
        let text = |text: &Option<architrave_core::wire::Text<'_>>| text.as_deref().unwrap_or("none").to_owned();
        let lens = review.review.lens_alias.clone().or(review.review.lens_arn.clone());
        let milestone = review.milestone.as_ref().and_then(|milestone| milestone.milestone_number).unwrap_or(0);
        (text(&review.workload.workload_id), text(&lens), milestone, review.answers.len())
    });
    rows.collect()
}

#[test]
fn what_belongs_together() {
    let (one, two) = (answer("q1", r#", "Risk": "HIGH""#), answer("q2", r#", "Risk": "NONE""#));
    let official = r#""arn:aws:wellarchitected::aws:lens/serverless""#;
    let regional = r#""arn:aws:wellarchitected:us-east-1::lens/serverless""#;
    let custom = "arn:aws:wellarchitected:eu-west-1:111122223333:lens/abc";
    let row =
        |workload: &str, lens: &str, milestone, answers| (workload.to_owned(), lens.to_owned(), milestone, answers);
    let rows = [
        (
            "two workloads",
            vec![page(r#""w1""#, r#""l""#, "null", &one), page(r#""w2""#, r#""l""#, "null", &two)],
            vec![row("w1", "l", 0, 1), row("w2", "l", 0, 1)],
        ),
        (
            "two lenses",
            vec![page(r#""w""#, r#""l2""#, "null", &one), page(r#""w""#, r#""l1""#, "null", &two)],
            vec![row("w", "l1", 0, 1), row("w", "l2", 0, 1)],
        ),
        (
            "a milestone and the current state, which may be 0",
            vec![
                page(r#""w""#, r#""l""#, "3", &one),
                page(r#""w""#, r#""l""#, "null", &one),
                page(r#""w""#, r#""l""#, "0", &two),
            ],
            vec![row("w", "l", 0, 2), row("w", "l", 3, 1)],
        ),
        (
            "alias and ARN of one official lens",
            vec![
                page(r#""w""#, r#""serverless""#, "null", &one),
                page(r#""w""#, official, "null", &two),
                page(r#""w""#, regional, "null", &two),
            ],
            vec![row("w", "serverless", 0, 2)],
        ),
        (
            "id and ARN of one custom lens",
            vec![page(r#""w""#, r#""abc""#, "null", &one), page(r#""w""#, &format!("{custom:?}"), "null", &two)],
            vec![row("w", "abc", 0, 2)],
        ),
        (
            "custom lenses of two accounts",
            vec![
                page(r#""w""#, &format!("{custom:?}"), "null", &one),
                page(r#""w""#, &format!("{:?}", custom.replace("1111", "4444")), "null", &two),
            ],
            vec![row("w", custom, 0, 1), row("w", &custom.replace("1111", "4444"), 0, 1)],
        ),
        (
            "no ids, one review",
            vec![page("null", "null", "null", &one), page(r#""w""#, r#""l""#, "null", &two)],
            vec![row("w", "l", 0, 2)],
        ),
        ("no ids at all", vec![page("null", "null", "null", &one)], vec![row("none", "none", 0, 1)]),
    ];
    for (name, texts, expected) in rows {
        assert_eq!(reviews(&texts), expected, "{name}");
    }
}

/// What a single answer adds to a list: notes and the place of the plan.
#[test]
fn a_single_answer_completes_a_list() {
    let list = page(r#""w""#, r#""l""#, "null", &answer("q", r#", "Risk": "HIGH", "QuestionType": "PRIORITIZED""#));
    let single = r#"{"WorkloadId": "w", "LensAlias": "l", "Answer": {"QuestionId": "q", "Risk": "HIGH", "Notes": "n",
        "ImprovementPlanUrl": "https://example.com"}}"#;
    let inputs = inputs(&[("list.json", &list), ("answer.json", single)]);
    assert_eq!(codes(&parse(&inputs).reviews[0].notes), ["review.prioritized-only"], "nothing is repeated");
    let snapshot = only(&inputs);
    assert_eq!(snapshot.answers[0].notes.as_deref(), Some("n"));
    assert_eq!(snapshot.answers[0].plan_url.as_deref(), Some("https://example.com"));
    assert_eq!(snapshot.answers[0].prioritized, Some(true));
}

/// Two answers to one question: which are one, and in what others differ.
#[test]
fn the_same_question_twice() {
    let rows = [
        (r#", "Risk": "HIGH""#, r#", "Risk": "HIGH""#, None),
        (r#", "Risk": "HIGH""#, "", None),
        (r#", "IsApplicable": true"#, "", None),
        (r#", "SelectedChoices": ["a", "b"]"#, r#", "SelectedChoices": ["b", "a"]"#, None),
        (r#", "Risk": "HIGH""#, r#", "Risk": "NONE""#, Some("`Risk` is `HIGH` in one and `NONE` in the other")),
        (r#", "SelectedChoices": ["a"]"#, r#", "SelectedChoices": []"#, Some("`SelectedChoices` differ")),
        (
            r#", "IsApplicable": true"#,
            r#", "IsApplicable": false"#,
            Some("`IsApplicable` is `true` in one and `false` in the other"),
        ),
        (r#", "Notes": "x""#, r#", "Notes": "y""#, Some("`Notes` is `x` in one and `y` in the other")),
        (
            r#", "ChoiceAnswerSummaries": [{"ChoiceId": "a", "Status": "NOT_APPLICABLE"}]"#,
            r#", "ChoiceAnswers": [{"ChoiceId": "a", "Status": "UNSELECTED"}]"#,
            Some("the status of choice `a` differs"),
        ),
    ];
    for (one, other, difference) in rows {
        let [one, other] = [one, other].map(|rest| page(r#""w""#, r#""l""#, "null", &answer("q", rest)));
        let inputs = inputs(&[("1.json", &one), ("2.json", &other)]);
        let Some(difference) = difference else {
            let drafts = parse(&inputs);
            assert_eq!(drafts.reviews[0].answers.len(), 1);
            assert_eq!(codes(&drafts.reviews[0].notes), ["source.repeated-answers"]);
            continue;
        };
        let problems = source::parse(&inputs).unwrap_err();
        assert_eq!(codes(&problems), ["source.conflicting-answers"]);
        let message = &problems[0].message;
        assert!(message.contains("in `1.json` at `/AnswerSummaries/0` and in `2.json` at `/AnswerSummaries/0`"));
        assert!(message.ends_with(difference), "{message}");
    }
}

#[test]
fn a_milestone_has_the_workload_of_its_time() {
    let page = page(r#""w""#, r#""l""#, "2", &answer("q", r#", "Risk": "HIGH""#));
    let milestone = r#"{"WorkloadId": "w", "Milestone": {"MilestoneNumber": 2, "MilestoneName": "launch",
        "RecordedAt": 1600000000, "Workload": {"WorkloadId": "w", "Environment": "PREPRODUCTION"}}}"#;
    let workload = r#"{"Workload": {"WorkloadId": "w", "Environment": "PRODUCTION", "WorkloadName": "shop"}}"#;
    let inputs = inputs(&[("a.json", &page), ("b.json", milestone), ("c.json", workload)]);
    let snapshot = only(&inputs);
    assert_eq!(snapshot.workload.environment.as_deref(), Some("PREPRODUCTION"));
    assert_eq!(snapshot.workload.name.as_deref(), Some("shop"));
    let milestone = snapshot.milestone.unwrap();
    assert_eq!((milestone.number, milestone.name.as_deref()), (2, Some("launch")));
}

/// Words that this version does not know survive.
#[test]
fn unknown_words() {
    let rest = r#", "Risk": "CRITICAL", "Reason": "LATER", "QuestionType": "URGENT""#;
    let page = page(r#""w""#, r#""l""#, "null", &answer("q", rest));
    let workload = r#"{"Workload": {"WorkloadId": "w", "Environment": "LABORATORY", "ImprovementStatus": "PAUSED"}}"#;
    let snapshot = only(&inputs(&[("a.json", &page), ("b.json", workload)]));
    assert_eq!(snapshot.answers[0].recorded.as_deref(), Some("CRITICAL"));
    assert_eq!(snapshot.answers[0].risk.as_str(), "unknown");
    assert_eq!(snapshot.workload.environment.as_deref(), Some("LABORATORY"));
    assert_eq!(snapshot.workload.improvement_status.as_deref(), Some("PAUSED"));
}

/// Members that are null count as absent.
#[test]
fn nulls() {
    let text = r#"{"WorkloadId": null, "MilestoneNumber": null, "NextToken": null, "LensAlias": "l", "LensArn": null,
        "AnswerSummaries": [{"QuestionId": "q", "PillarId": "p", "QuestionTitle": null, "Choices": null,
            "SelectedChoices": null, "ChoiceAnswerSummaries": null, "IsApplicable": null, "Risk": null, "Reason": null,
            "JiraConfiguration": null}],
        "LensReview": {"LensAlias": "l", "PillarReviewSummaries": null, "RiskCounts": null, "Profiles": null},
        "Workload": {"WorkloadId": null, "Tags": null, "PillarPriorities": null, "UpdatedAt": null},
        "Metrics": null, "ImprovementSummaries": null}"#;
    let inputs = inputs(&[("a.json", text)]);
    let drafts = parse(&inputs);
    let snapshot = snapshot::resolve(&drafts.reviews[0]).unwrap();
    assert_eq!(snapshot.answers[0].risk.as_str(), "UNANSWERED");
    assert_eq!(snapshot.partial, []);
}

/// Two files of one lens are one lens; two that differ are told apart by name, else by their choices.
#[test]
fn lens_files() {
    let lens = std::fs::read_to_string(own("lens.json")).unwrap();
    let other = lens.replace("Field kitchen", "Canteen");
    let answers = std::fs::read_to_string(own("responses/answers.json")).unwrap();
    only(&inputs(&[("answers.json", &answers), ("1.json", &lens), ("2.json", &lens)]));
    let both = inputs(&[("answers.json", &answers), ("1.json", &lens), ("2.json", &other)]);
    assert_eq!(codes(&source::parse(&both).unwrap_err()), ["source.ambiguous-lens"]);
    let mut paths = vec![own("labs")];
    let labs = std::fs::read_to_string(own("labs/export.json")).unwrap();
    let by_name = inputs(&[("labs.json", &labs), ("1.json", &lens), ("2.json", &other)]);
    assert_eq!(codes(&parse(&by_name).notes), ["source.lens-unused"]);
    assert!(only(&by_name).lens.questions[0].rules.is_some());
    let fewer = other.replace("know_keys_list", "know_keys_book");
    only(&inputs(&[("answers.json", &answers), ("1.json", &lens), ("2.json", &fewer)]));
    let renamed = inputs(&[("labs.json", &labs), ("2.json", &other)]);
    assert_eq!(codes(&parse(&renamed).reviews[0].notes)[..1], ["source.lens-by-questions"]);
    let another = inputs(&[("labs.json", &labs), ("2.json", &fewer)]);
    assert_eq!(codes(&parse(&another).notes), ["source.lens-unused"]);
    assert!(only(&another).lens.questions[0].rules.is_none());
    paths.push(own("lens.json"));
    let files: Vec<String> = parse(&read(&paths)).reviews[0].files.clone();
    assert_eq!(files.len(), 2, "{files:?}");
}
