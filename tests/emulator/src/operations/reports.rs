//! Reports: one review as PDF, all workloads as JSON or PDF.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{reviews, workload_json};
use crate::{
    context::{Context, stamp},
    lens::{Lens, Pillar, cut},
    page, pdf,
    refusal::Refusal,
    risk::{self, Counts},
    state::{Review, Workload},
};

/// Workloads of a page where the request names no size: the service's maximum.
const SIZE: u64 = 15;

pub(super) fn get_lens_review_report(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let workload = context.workload_then()?;
    let (review, lens) = reviews::find(context, workload)?;
    let mut lines = vec![
        format!("Workload: {}", workload.name),
        format!("Lens: {} {}", lens.name, lens.version),
        line("All pillars", &risk::counts(&lens, review, |_, _| true)),
    ];
    for pillar in &lens.pillars {
        lines.push(line(&pillar.name, &risk::counts(&lens, review, |of, _| of.id == pillar.id)));
    }
    let mut body = json!({
        "WorkloadId": workload.id,
        "LensReviewReport": {
            "LensAlias": lens.alias,
            "LensArn": lens.arn,
            "Base64String": STANDARD.encode(pdf::write("Lens review", &lines)),
        },
    });
    if let (Some(number), Some(members)) = (context.request.number("MilestoneNumber"), body.as_object_mut()) {
        members.insert("MilestoneNumber".to_owned(), json!(number));
    }
    Ok(body)
}

fn line(name: &str, counts: &Counts) -> String {
    let counts: Vec<String> = counts.iter().map(|(risk, number)| format!("{risk} {number}")).collect();
    format!("{name}: {}", counts.join(", "))
}

pub(super) fn get_consolidated_report(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let mut workloads: Vec<&Workload> = context.region().workloads.iter().collect();
    if request.flag("IncludeSharedResources") == Some(true) {
        let shared = context.shared_with_me("WORKLOAD");
        for (key, share) in shared {
            workloads.extend(context.region_of(&key).workloads.iter().filter(|workload| workload.id == share.resource));
        }
    }
    if request.text("Format") == Some("PDF") {
        let mut lines = Vec::new();
        for workload in workloads {
            let (counts, _) = workload_json::counts(context, workload)?;
            lines.push(line(&workload.name, &counts));
        }
        return Ok(json!({"Base64String": STANDARD.encode(pdf::write("Consolidated report", &lines))}));
    }
    let mut entries = Vec::new();
    for workload in workloads {
        entries.push(metric(context, workload)?);
    }
    page::page_of(request, "Metrics", entries, SIZE).map(Value::Object)
}

/// `ConsolidatedReportMetric`.
fn metric(context: &Context<'_>, workload: &Workload) -> Result<Value, Refusal> {
    let mut lenses = Vec::new();
    for review in &workload.reviews {
        let lens = context.lens(&review.alias, Some(&review.version))?;
        lenses.push(json!({
            "LensArn": lens.arn,
            "Pillars": lens.pillars.iter().map(|pillar| pillar_metric(&lens, pillar, review)).collect::<Vec<_>>(),
            "RiskCounts": risk::to_json(&risk::counts(&lens, review, |_, _| true)),
        }));
    }
    let (counts, _) = workload_json::counts(context, workload)?;
    Ok(json!({
        "MetricType": "WORKLOAD",
        "RiskCounts": risk::to_json(&counts),
        "WorkloadId": workload.id,
        "WorkloadName": workload.name,
        "WorkloadArn": workload.arn,
        "UpdatedAt": stamp(workload.updated_at),
        "LensesAppliedCount": lenses.len(),
        "Lenses": lenses,
    }))
}

/// `PillarMetric`: only questions at risk, with the choices that are open.
fn pillar_metric(lens: &Lens, pillar: &Pillar, review: &Review) -> Value {
    let questions = pillar.questions.iter().filter_map(|question| {
        let answer = review.answers.get(&question.id)?;
        let risk = risk::risk(question, Some(answer));
        let open = risk::open(question, answer)
            .map(|choice| json!({"ChoiceId": choice.id, "ChoiceTitle": cut(&choice.title, 512)}));
        let open: Vec<Value> = open.collect();
        let shown = json!({"QuestionId": question.id, "Risk": risk.as_str(), "BestPractices": open});
        risk.is_at_risk().then_some(shown)
    });
    let counts = risk::counts(lens, review, |of, _| of.id == pillar.id);
    json!({
        "PillarId": pillar.id,
        "RiskCounts": risk::to_json(&counts),
        "Questions": questions.collect::<Vec<_>>(),
    })
}
