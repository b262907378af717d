"""Does an answer agree with itself? Rules that the model cannot say."""

from collections import Counter


def problems(operation, document):
    """What is wrong with the answer of an operation, each as a line."""
    found = list(_counts(document, operation))
    if operation in ("GetLensReview", "UpdateLensReview"):
        review = document["LensReview"]
        pillars = Counter()
        for pillar in review["PillarReviewSummaries"]:
            pillars.update(pillar.get("RiskCounts", {}))
        if dict(pillars) != review["RiskCounts"]:
            found.append(f"pillars sum to {dict(pillars)}, the lens says {review['RiskCounts']}")
    if operation in ("ListAnswers", "ListReviewTemplateAnswers"):
        found += _unique("QuestionId", document["AnswerSummaries"])
        for answer in document["AnswerSummaries"]:
            found += _answer(answer, answer.get("ChoiceAnswerSummaries", []))
    if operation in ("GetAnswer", "UpdateAnswer", "GetReviewTemplateAnswer", "UpdateReviewTemplateAnswer"):
        found += _answer(document["Answer"], document["Answer"].get("ChoiceAnswers", []))
    if operation == "ListLensReviewImprovements":
        found += _unique("QuestionId", document["ImprovementSummaries"])
        for summary in document["ImprovementSummaries"]:
            if summary["Risk"] not in ("HIGH", "MEDIUM"):
                found.append(f"an improvement for risk {summary['Risk']}")
    for member, key in (("WorkloadSummaries", "WorkloadId"), ("MilestoneSummaries", "MilestoneNumber"),
                        ("LensReviewSummaries", "LensArn"), ("Metrics", "WorkloadId")):
        found += _unique(key, document.get(member, []))
    return found


def _counts(value, path):
    """Counts of zero are left out, wherever risks are counted."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("RiskCounts", "PrioritizedRiskCounts") and 0 in inner.values():
                yield f"{path}.{name} has a zero: {inner}"
            yield from _counts(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _counts(inner, path)


def _unique(key, items):
    values = [item.get(key) for item in items]
    return [] if len(set(values)) == len(values) else [f"a {key} stands twice"]


def _answer(answer, choice_answers):
    name = answer["QuestionId"]
    choices = [choice["ChoiceId"] for choice in answer["Choices"]]
    if len(set(choices)) != len(choices):
        yield f"{name} has a choice twice"
    selected = answer.get("SelectedChoices", [])
    if not set(selected) <= set(choices):
        yield f"{name} selects what it has not: {selected}"
    stated = {choice["ChoiceId"]: choice["Status"] for choice in choice_answers}
    if not set(stated) <= set(choices):
        yield f"{name} answers choices that it has not: {sorted(stated)}"
    if {choice for choice, status in stated.items() if status == "SELECTED"} - set(selected):
        yield f"{name} has selected choices that are not among those selected"
    if "Risk" not in answer:
        return
    if (answer["Risk"] == "NOT_APPLICABLE") != (answer["IsApplicable"] is False):
        yield f"{name} has risk {answer['Risk']} and IsApplicable {answer['IsApplicable']}"
    if answer["IsApplicable"] and not choice_answers and (answer["Risk"] == "UNANSWERED") != (not selected):
        yield f"{name} has risk {answer['Risk']} with {len(selected)} choices selected"
