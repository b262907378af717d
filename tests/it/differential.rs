//! Do the core and its naive second implementation agree?

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use architrave_core::{
    condition, counts,
    lens::{self, Choice, ChoiceSet, Lens, Question, rules},
    lint,
    outcome::{Contribution, Scorecard},
    risk::{Level, Risk},
    risk_command::{self, Named},
    score::{self, Scored},
    snapshot::{AnswerDraft, Gap, ReviewDraft, Snapshot, resolve},
};
use architrave_spec as spec;
use serde_json::{Value, json};

/// Selections tried per public lens.
const SELECTIONS: u64 = 10_000;

/// Numbers that look random and are the same in every run (`splitmix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `sides - 1`.
    fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll() % sides as u64).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

#[expect(clippy::print_stdout, reason = "what was compared is worth reading with --nocapture")]
fn say(text: &str) {
    println!("differential: {text}");
}

/// A condition as somebody might write it.
fn write_condition(dice: &mut Dice, words: &[&str], depth: usize) -> String {
    let space = |dice: &mut Dice| dice.pick(&["", "", " ", "  "]);
    let inner = |dice: &mut Dice| write_condition(dice, words, depth.saturating_sub(1));
    match if depth == 0 { 0 } else { dice.below(6) } {
        0 | 1 => dice.pick(words).to_owned(),
        2 => format!("!{}{}", space(dice), inner(dice)),
        3 => format!("({}{}{})", space(dice), inner(dice), space(dice)),
        4 => format!("{}{}&&{}{}", inner(dice), space(dice), space(dice), inner(dice)),
        _ => format!("{}{}||{}{}", inner(dice), space(dice), space(dice), inner(dice)),
    }
}

fn choice(id: &str) -> Choice {
    Choice {
        id: id.to_owned().into(),
        practice: None,
        title: String::new(),
        level: Level::Unknown,
        none_of_these: id.ends_with("_no"),
        plan: None,
        url: None,
    }
}

#[test]
fn conditions_mean_the_same() {
    const IDS: [&str; 4] = ["a", "b", "c-d.e", "a_no"];
    const PIECES: [&str; 12] = ["a", "b", "a_no", "default", "&&", "||", "!", "(", ")", " ", "&", "x"];
    let mut dice = Dice(1);
    let choices: Vec<Choice> = IDS.iter().map(|id| choice(id)).collect();
    let (mut good, mut bad) = (0, 0);
    for round in 0..20_000 {
        let text = match round % 2 {
            0 => write_condition(&mut dice, &["a", "b", "c-d.e", "a_no", "default", "unknown"], 5),
            _ => (0..dice.below(9)).map(|_| dice.pick(&PIECES)).collect(),
        };
        let parsed = condition::parse(&text, &choices);
        let nothing = spec::Selection::new();
        assert_eq!(parsed.is_ok(), spec::holds(&text, &nothing).is_some(), "`{text}`: {parsed:?}");
        let Ok(parsed) = parsed else {
            bad += 1;
            continue;
        };
        good += 1;
        let again = condition::print(&parsed.condition, &choices);
        assert_eq!(
            condition::parse(&again, &choices).unwrap().condition,
            parsed.condition,
            "`{text}` printed as `{again}`"
        );
        for bits in 0..16 {
            let selected =
                IDS.iter().enumerate().filter(|(position, _)| bits >> position & 1 == 1).map(|(_, id)| *id).collect();
            let core = condition::eval(&parsed.condition, ChoiceSet(bits));
            assert_eq!(Some(core), spec::holds(&text, &selected), "`{text}` with {selected:?}");
            assert_eq!(Some(core), spec::holds(&again, &selected), "`{again}` with {selected:?}");
        }
    }
    assert!(good > 10_000 && bad > 5_000, "the generator should give both: {good} good, {bad} bad");
    say(&format!("{good} conditions agree on all 16 selections, {bad} are refused by both"));
}

/// A lens with everything that the checks look at: none-of-these, unknown choices, no default, no rules, empty pillars.
fn write_lens(dice: &mut Dice) -> Value {
    const IDS: [&str; 6] = ["one", "two", "three", "four", "q_no", "also_no"];
    const WORDS: [&str; 8] = ["one", "two", "three", "four", "q_no", "one", "two", "five"];
    let mut pillars = Vec::new();
    for pillar in 0..1 + dice.below(3) {
        let mut questions = Vec::new();
        for question in 0..dice.below(4) {
            let count = dice.below(IDS.len() + 1);
            let choices: Vec<Value> =
                IDS.iter().skip(dice.below(3)).take(count).map(|id| json!({"id": id, "title": id})).collect();
            let mut risks: Vec<Value> = Vec::new();
            for _ in 0..dice.below(4) {
                let condition = write_condition(dice, &WORDS, 3);
                risks
                    .push(json!({"condition": condition, "risk": dice.pick(&["NO_RISK", "MEDIUM_RISK", "HIGH_RISK"])}));
            }
            if dice.below(3) > 0 {
                risks
                    .push(json!({"condition": "default", "risk": dice.pick(&["NO_RISK", "MEDIUM_RISK", "HIGH_RISK"])}));
            }
            let title = if dice.below(9) == 0 { "t".repeat(129) } else { "title".to_owned() };
            questions.push(
                json!({"id": format!("q_{pillar}_{question}"), "title": title, "choices": choices, "riskRules": risks}),
            );
        }
        pillars.push(json!({"id": format!("pillar_{pillar}"), "name": "Pillar", "questions": questions}));
    }
    json!({"schemaVersion": "2021-11-01", "name": "Generated", "pillars": pillars})
}

/// Answers in the API's form: some recorded, some not applicable, some missing, some contradictory.
fn write_answers(dice: &mut Dice, lens: &Lens) -> Vec<Value> {
    const RISKS: [&str; 6] = ["HIGH", "MEDIUM", "NONE", "UNANSWERED", "NOT_APPLICABLE", "LATER_WORD"];
    let mut answers = Vec::new();
    for question in &lens.questions {
        if dice.below(8) == 0 {
            continue;
        }
        let mut answer = json!({"QuestionId": question.id, "PillarId": lens.pillars[question.pillar].id});
        let some = |dice: &mut Dice, of: usize| -> Vec<&str> {
            question.choices.iter().filter(|_| dice.below(of) == 0).map(|choice| &*choice.id).collect()
        };
        answer["SelectedChoices"] = json!(some(dice, 2));
        let marked: Vec<Value> = some(dice, 4)
            .into_iter()
            .map(|id| json!({"ChoiceId": id, "Status": dice.pick(&["SELECTED", "NOT_APPLICABLE", "NOT_APPLICABLE", "UNSELECTED"])}))
            .collect();
        answer["ChoiceAnswerSummaries"] = json!(marked);
        if dice.below(4) == 0 {
            answer["IsApplicable"] = json!(dice.below(2) == 0);
        }
        if dice.below(3) == 0 {
            answer["Risk"] = json!(dice.pick(&RISKS));
        }
        answers.push(answer);
    }
    answers
}

fn snapshot_of(lens: Lens, answers: &[Value]) -> Snapshot {
    let texts: Vec<String> = answers.iter().map(Value::to_string).collect();
    let answers =
        texts.iter().map(|text| AnswerDraft { answer: serde_json::from_str(text).unwrap(), ..AnswerDraft::default() });
    let draft = ReviewDraft { lens: Some(Arc::new(lens)), answers: answers.collect(), ..ReviewDraft::default() };
    resolve(&draft).unwrap()
}

/// The facts of a snapshot in the words of the naive implementation.
fn facts_of(snapshot: &Snapshot) -> spec::Facts {
    let lens = &snapshot.lens;
    let words = |counts: &architrave_core::report::RiskCounts| -> BTreeMap<String, u64> {
        let counts = [
            (Risk::High, counts.high),
            (Risk::Medium, counts.medium),
            (Risk::NoRisk, counts.none),
            (Risk::Unanswered, counts.unanswered),
            (Risk::NotApplicable, counts.not_applicable),
            (Risk::Unknown, counts.unknown),
        ];
        counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(risk, count)| (risk.to_string(), count.into()))
            .collect()
    };
    let total = counts::risk_counts(snapshot.answers.iter());
    let completion = counts::completion(&total);
    let rows = || lens.questions.iter().zip(&snapshot.answers);
    let pillar_counts = lens.pillars.iter().enumerate().map(|(pillar, named)| {
        let answers = rows().filter(|(question, _)| question.pillar == pillar).map(|(_, answer)| answer);
        (named.id.to_string(), words(&counts::risk_counts(answers)))
    });
    let gap = |gap: &Gap| {
        let question = &lens.questions[gap.question];
        (question.id.to_string(), gap.choice.map(|choice| question.choices[choice].id.to_string()))
    };
    spec::Facts {
        risks: rows()
            .map(|(question, answer)| {
                (question.id.to_string(), answer.risk.to_string(), answer.by_rule.map(|(_, rule)| rule))
            })
            .collect(),
        counts: words(&total),
        pillar_counts: pillar_counts.filter(|(_, counts)| !counts.is_empty()).collect(),
        completion: (completion.answered.into(), completion.applicable.into(), completion.total.into()),
        gaps: snapshot.gaps.iter().map(gap).collect(),
        open_practices: snapshot.open_practices.iter().map(gap).collect(),
    }
}

/// Random contributions that keep the laws must give the same score, for the lens and for each pillar.
fn compare_scores(dice: &mut Dice, snapshot: &Snapshot) -> u64 {
    let contributions: Vec<Option<Contribution>> = snapshot
        .answers
        .iter()
        .map(|answer| {
            let of = 1 + dice.below(1000);
            let points = if answer.risk.is_answered() { dice.below(of + 1) } else { 0 };
            let [points, of] = [points, of].map(|number| u32::try_from(number).unwrap());
            (answer.is_applicable() && dice.below(8) > 0).then_some(Contribution { points, of, reason: None })
        })
        .collect();
    let scorecard = Scorecard { contributions, measures: Vec::new() };
    let pillars = (0..snapshot.lens.pillars.len()).map(Some);
    for pillar in std::iter::once(None).chain(pillars) {
        let is_in = |question: &Question| pillar.is_none_or(|pillar| question.pillar == pillar);
        let positions: Vec<usize> = snapshot
            .lens
            .questions
            .iter()
            .enumerate()
            .filter(|(_, question)| is_in(question))
            .map(|(position, _)| position)
            .collect();
        let core = score::score(snapshot, Scored::By("generated", &scorecard), positions.iter().copied());
        let rows: Vec<(u64, u64, bool)> = positions
            .iter()
            .filter_map(|position| {
                let contribution = scorecard.contributions[*position]?;
                let answered = snapshot.answers[*position].risk.is_answered();
                Some((contribution.points.into(), contribution.of.into(), answered))
            })
            .collect();
        let found = core.basis_points.zip(core.lowest).zip(core.highest);
        let found = found.map(|((score, lowest), highest)| (score.into(), lowest.into(), highest.into()));
        assert_eq!(found, spec::score(&rows), "{rows:?}");
    }
    1 + snapshot.lens.pillars.len() as u64
}

/// Findings per code.
type Counts = BTreeMap<&'static str, usize>;

fn lint_counts(text: &str) -> Counts {
    let mut counts = Counts::new();
    for finding in lint::lint_file("lens.json", text).findings {
        *counts.entry(finding.code).or_default() += 1;
    }
    counts
}

#[test]
fn generated_lenses_have_the_same_facts() {
    let mut dice = Dice(2);
    let (mut reviews, mut questions, mut gaps, mut scores, mut findings) = (0, 0, 0, 0, BTreeMap::new());
    let mut risks: BTreeSet<String> = BTreeSet::new();
    for _ in 0..1000 {
        let written = write_lens(&mut dice);
        let text = written.to_string();
        let (lens, _) = lens::parse(None, &text).unwrap();
        let counts = lint_counts(&text);
        assert_eq!(counts, spec::lint(&written), "{written:#}");
        for (code, count) in counts {
            *findings.entry(code).or_insert(0) += count;
        }
        if lens.questions.is_empty() {
            continue;
        }
        for _ in 0..4 {
            let answers = write_answers(&mut dice, &lens);
            let snapshot = snapshot_of(lens.clone(), &answers);
            let facts = facts_of(&snapshot);
            assert_eq!(facts, spec::facts(&written, &answers), "{written:#} {answers:#?}");
            reviews += 1;
            questions += facts.risks.len();
            gaps += facts.gaps.len() + facts.open_practices.len();
            scores += compare_scores(&mut dice, &snapshot);
            risks.extend(facts.counts.into_keys());
        }
    }
    assert_eq!(risks.len(), Risk::ALL.len(), "every risk should occur: {risks:?}");
    assert_eq!(findings.len(), 9, "every check should find something: {findings:?}");
    say(&format!("{reviews} generated reviews agree: {questions} questions, {gaps} gaps, {scores} scores"));
    say(&format!("1000 generated lenses have the same findings: {findings:?}"));
}

/// Our own lenses that load, then the public ones beside the repository where they are.
fn lens_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["good.json", "every-finding.json"].map(|name| root.join("data/lenses").join(name));
    let Ok(entries) = fs::read_dir(root.join("../../shared/data/lenses")) else {
        say("skipped: the public lenses are not beside the repository");
        return own.to_vec();
    };
    let mut public: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    public.retain(|file| {
        file.extension().is_some_and(|extension| extension == "json") && !file.ends_with("answers.json")
    });
    public.sort();
    own.into_iter().chain(public).collect()
}

#[test]
fn lens_files_have_the_same_risks_and_findings() {
    let mut total: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (seed, file) in lens_files().iter().enumerate() {
        let name = file.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(file).unwrap();
        let (core, naive) = compare_file(seed as u64, &name, &text);
        assert_eq!(core, naive, "{name}");
        for (code, count) in core {
            total.entry(code).or_default().0 += count;
        }
        for (code, count) in naive {
            total.entry(code).or_default().1 += count;
        }
    }
    for (code, (core, naive)) in total {
        say(&format!("{code}: core {core}, naive {naive}"));
    }
}

/// Compares selections, and gives the lint's findings per code: the core's, and the naive ones.
fn compare_file(seed: u64, name: &str, text: &str) -> (Counts, Counts) {
    let (lens, _) = lens::parse(Some(name), text).unwrap();
    let written: Value = serde_json::from_str(text).unwrap();
    let questions: BTreeMap<&str, &Value> = written["pillars"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|pillar| pillar["questions"].as_array().unwrap())
        .map(|question| (question["id"].as_str().unwrap(), question))
        .collect();
    assert_eq!(questions.len(), lens.questions.len());
    let mut dice = Dice(seed);
    for _ in 0..SELECTIONS {
        compare_risk(&mut dice, &lens, &questions);
    }
    compare_command(&mut dice, text, &written, &lens);
    let counts = lint_counts(text);
    say(&format!("{name}: {} questions, {SELECTIONS} selections agree, findings {counts:?}", lens.questions.len()));
    (counts, spec::lint(&written))
}

/// One random selection of one random question.
fn compare_risk(dice: &mut Dice, lens: &Lens, questions: &BTreeMap<&str, &Value>) {
    let question = &lens.questions[dice.below(lens.questions.len())];
    let (bits, applicable) = (dice.roll() & dice.roll() | dice.roll() & dice.roll() & dice.roll(), dice.below(50) > 0);
    let mut selected = ChoiceSet::default();
    let mut ids = spec::Selection::new();
    for (position, choice) in
        question.choices.iter().enumerate().filter(|(position, _)| ChoiceSet(bits).contains(*position))
    {
        selected.insert(position);
        ids.insert(&choice.id);
    }
    let (risk, rule) = rules::judge(question, selected, applicable);
    let naive = spec::judge(questions[&*question.id], &ids, applicable);
    assert_eq!((risk.to_string(), rule), naive, "{} with {ids:?}", question.id);
}

/// Random answers to all questions at once, through `lens risk`.
fn compare_command(dice: &mut Dice, text: &str, written: &Value, lens: &Lens) {
    for _ in 0..10 {
        let (mut answers, mut api) = (serde_json::Map::new(), Vec::new());
        for question in &lens.questions {
            let selected: Vec<&str> =
                question.choices.iter().filter(|_| dice.below(2) == 0).map(|choice| &*choice.id).collect();
            let applicable = dice.below(20) > 0;
            answers.insert(question.id.to_string(), json!({"selected": selected, "applicable": applicable}));
            api.push(json!({"QuestionId": question.id, "SelectedChoices": selected, "IsApplicable": applicable}));
        }
        let answers = Value::Object(answers).to_string();
        let report =
            risk_command::risk(Named { file: "lens", text }, Named { file: "answers", text: &answers }).unwrap();
        let core: Vec<_> = report
            .questions
            .into_iter()
            .map(|question| (question.id.into_owned(), question.risk.to_string(), question.rule))
            .collect();
        assert_eq!(core, spec::facts(written, &api).risks);
    }
}

/// In `every-finding.json` the id of each question is the code of what is wrong with it.
#[test]
fn every_finding_has_an_example() {
    let text = include_str!("../data/lenses/every-finding.json");
    let found: BTreeSet<(String, String)> = lint::lint_file("every-finding.json", text)
        .findings
        .into_iter()
        .map(|finding| (finding.question.unwrap(), finding.code.replace("lint.", "").replace('-', "_")))
        .collect();
    let (lens, _) = lens::parse(None, text).unwrap();
    let missing: Vec<&str> = lens
        .questions
        .iter()
        .map(|question| &*question.id)
        .filter(|id| !found.contains(&((*id).to_owned(), (*id).to_owned())))
        .collect();
    assert!(missing.is_empty(), "{missing:?} in {found:?}");
    assert_eq!(lint::lint_file("good.json", include_str!("../data/lenses/good.json")).findings, []);
}
