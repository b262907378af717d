//! Does any component either stay out with a reason, or run within its limits, the same each time?

use std::sync::LazyLock;

use architrave_core::{
    manifest::Class,
    outcome::{Fault, Outcome, Role},
    snapshot::{AnswerDraft, ReviewDraft, Snapshot, resolve},
};
use architrave_runtime::{Allocation, Images, Limits, Options, Plugin, Runtime};
use serde_json::json;

use crate::{Door, places};

/// Small, so that nothing takes long; the deadlines are far away, so that no result depends on the clock.
pub(crate) fn limits() -> Limits {
    Limits {
        fuel_per_call: 100_000,
        fuel_per_row: 0,
        prepare_fuel: 200_000,
        deadline_ms: 60_000,
        prepare_deadline_ms: 60_000,
        memory_bytes: 1 << 20,
        table_elements: 1_000,
        output_bytes: 64 << 10,
        stack_bytes: 128 << 10,
        log_lines: 4,
        log_bytes: 256,
        component_bytes: 256 << 10,
        functions: 500,
        function_bytes: 16 << 10,
        compile_cost: 50_000,
        ..Limits::native()
    }
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let options =
        Options { native: limits(), scripting: limits(), allocation: Allocation::OnDemand, ..Options::default() };
    crate::must(Runtime::new(options), "the runtime starts")
});

/// The review that plugins get: of each risk one question, with a practice and a "none of these".
pub(crate) static REVIEW: LazyLock<Snapshot> = LazyLock::new(|| {
    let risks = ["HIGH", "MEDIUM", "NONE", "UNANSWERED", "NOT_APPLICABLE", "LATER_WORD"];
    let text = |(position, risk): (usize, &str)| {
        let selected: &[&str] = if risk == "NONE" { &["a"] } else { &[] };
        let choices = ["a", "a_no"].map(|id| json!({"ChoiceId": id, "Title": id}));
        json!({
            "QuestionId": format!("q{position}"), "PillarId": "security", "Risk": risk, "Choices": choices,
            "SelectedChoices": selected,
        })
        .to_string()
    };
    let texts: Vec<String> = risks.into_iter().enumerate().map(text).collect();
    let mut draft = ReviewDraft::default();
    draft.review.lens_alias = Some("custom".into());
    for text in &texts {
        let answer = crate::must(serde_json::from_str(text), "an answer can be read");
        draft.answers.push(AnswerDraft { answer, ..AnswerDraft::default() });
    }
    crate::must(resolve(&draft), "the review resolves")
});

/// The bytes of a plugin: scanned, compiled where they are let in, and run.
///
/// What is refused is refused with a code of `load`, what to do, and the same words when it is tried again; what is let
/// in runs within its limits, and says the same twice. Looking into it without running it never fails then.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn component(bytes: &[u8]) -> Door {
    let inspected = architrave_runtime::inspect(bytes);
    let plugin = match RUNTIME.load(bytes, Class::Native) {
        Ok(plugin) => plugin,
        Err(error) => {
            places::form(error.code(), &error.to_string(), Some(&error.help()));
            assert!(error.code().starts_with("load."), "{}", error.code());
            let again = RUNTIME.load(bytes, Class::Native);
            let (words, again) =
                (error.to_string(), again.as_ref().err().map(|again| (again.code(), again.to_string())));
            // What could not be compiled is remembered, and its message says so.
            let is_same =
                again.as_ref().is_some_and(|(code, again)| *code == error.code() && again.starts_with(&words));
            assert!(is_same, "{}: {words}; tried again: {again:?}", error.code());
            return Door::Refused;
        }
    };
    let inspected = crate::must(inspected, "what is loaded can be looked into");
    assert_eq!((inspected.sha256, inspected.manifests.len()), (plugin.sha256(), 1));
    assert_eq!(plugin.manifest().validate(), []);
    assert!(plugin.manifest().roles.iter().all(|role| plugin.roles().contains(role)));
    let plain = run(&plugin, Images::Never);
    check(&plain);
    assert_eq!(words(&run(&plugin, Images::Never)), words(&plain), "run again");
    Door::Accepted
}

/// The same component from an image, where one can be made: it says the same.
///
/// Not for a fuzzer, which ends at every panic: what makes images panics on some components, and that is caught.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn component_from_image(bytes: &[u8]) -> Door {
    let Ok(plugin) = RUNTIME.load(bytes, Class::Native) else { return Door::Refused };
    assert_eq!(words(&run(&plugin, Images::Always)), words(&run(&plugin, Images::Never)), "run from an image");
    Door::Accepted
}

pub(crate) fn run(plugin: &Plugin, images: Images) -> Outcome {
    plugin.prepare(&REVIEW.lens, REVIEW.lens_sha256, "{}", images).run(&REVIEW, &Role::ALL)
}

/// Everything that an outcome says.
pub(crate) fn words(outcome: &Outcome) -> String {
    format!("{outcome:?}")
}

/// What holds of any outcome.
fn check(outcome: &Outcome) {
    let limits = limits();
    let calls = 7;
    assert!(outcome.fuel <= limits.prepare_fuel + calls * limits.fuel_per_call, "{} units of fuel", outcome.fuel);
    // Of each call, and one more that says how many were dropped.
    let lines_max = (calls + 1) * (limits.log_lines + 1);
    assert!(u64::try_from(outcome.log.len()).is_ok_and(|lines| lines <= lines_max), "{} lines", outcome.log.len());
    for line in &outcome.log {
        assert!(line.severity <= 2 && !line.message.contains(char::is_control), "{line:?}");
    }
    let faults = [
        outcome.scoring.as_ref().and_then(|result| result.as_ref().err()),
        outcome.priority.as_ref().and_then(|result| result.as_ref().err()),
        outcome.impact.as_ref().and_then(|result| result.as_ref().err()),
        outcome.guidance.as_ref().and_then(|result| result.as_ref().err()),
    ];
    for fault in faults.into_iter().flatten() {
        assert!(!fault.to_string().contains(char::is_control), "{fault:?}");
        assert!(!matches!(fault, Fault::ClockStalled | Fault::DeadlineExceeded { .. }), "{fault:?}");
    }
}
