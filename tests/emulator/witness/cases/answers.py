"""Answers: read to the end, given in every way, and what follows from them."""

from collections import Counter

from made import NOBODY, OFFICIAL, OFFICIAL_ARN, every, pages, refused, workload

PILLARS = {
    "operationalExcellence": 11,
    "security": 11,
    "reliability": 13,
    "performance": 5,
    "costOptimization": 11,
    "sustainability": 6,
}


def review(client, id, **parameters):
    """The official review of a workload."""
    return client.get_lens_review(WorkloadId=id, LensAlias=OFFICIAL, **parameters)["LensReview"]


def answers(client, id, **parameters):
    """All answers of it."""
    return every(client.list_answers, "AnswerSummaries", WorkloadId=id, LensAlias=OFFICIAL, **parameters)


def case_a_new_review_has_57_questions_and_307_practices(wire):
    client = wire.client()
    id = workload(client)
    found = pages(client.list_answers, "AnswerSummaries", WorkloadId=id, LensAlias=OFFICIAL, MaxResults=50)
    assert [len(page) for page in found] == [50, 7]
    found = [answer for page in found for answer in page]
    assert Counter(answer["PillarId"] for answer in found) == PILLARS
    assert {answer["Risk"] for answer in found} == {"UNANSWERED"}
    assert all(answer["IsApplicable"] is True and answer["SelectedChoices"] == [] for answer in found)
    practices = [choice for answer in found for choice in answer["Choices"] if not choice["ChoiceId"].endswith("_no")]
    assert len(practices) == 307
    assert sum(choice["ChoiceId"].endswith("_no") for answer in found for choice in answer["Choices"]) == 57
    assert review(client, id)["RiskCounts"] == {"UNANSWERED": 57}


def case_one_page_without_a_size_is_never_all(wire):
    client = wire.client()
    id = workload(client)
    page = client.list_answers(WorkloadId=id, LensAlias=OFFICIAL)
    assert len(page["AnswerSummaries"]) <= 50 and page["NextToken"]
    assert page["LensArn"] == OFFICIAL_ARN and page["LensAlias"] == OFFICIAL and page["WorkloadId"] == id
    assert "MilestoneNumber" not in page or page["MilestoneNumber"] == 0


def case_sizes_of_pages_do_not_change_what_is_in_them(wire):
    client = wire.client()
    id = workload(client)
    whole = answers(client, id)
    for size in (1, 7, 19, 49):
        assert answers(client, id, MaxResults=size) == whole, size
    by_pillar = [answer for pillar in PILLARS for answer in answers(client, id, PillarId=pillar, MaxResults=4)]
    assert sorted(map(str, by_pillar)) == sorted(map(str, whole))


def case_a_pillar_of_another_lens_has_nothing(wire):
    client = wire.client()
    id = workload(client)
    for pillar in ("performanceEfficiency", "queues"):
        assert answers(client, id, PillarId=pillar) == []
        call = dict(WorkloadId=id, LensAlias=OFFICIAL, PillarId=pillar)
        assert client.list_lens_review_improvements(**call)["ImprovementSummaries"] == []


def case_what_listing_refuses(wire):
    client = wire.client(unchecked=True)
    id = workload(client)
    call = dict(WorkloadId=id, LensAlias=OFFICIAL)
    for change in ({"MaxResults": 51}, {"MaxResults": 0}, {"MilestoneNumber": 101}, {"QuestionPriority": "HIGH"},
                   {"PillarId": "p" * 65}, {"NextToken": "unknown"}):
        refused(client.list_answers, "ValidationException", **call, **change)
    refused(client.list_answers, "ResourceNotFoundException", **call, MilestoneNumber=1)
    refused(client.list_answers, "ResourceNotFoundException", WorkloadId=NOBODY, LensAlias=OFFICIAL)
    refused(client.list_answers, "ResourceNotFoundException", WorkloadId=id, LensAlias="serverless")
    token = client.list_answers(**call)["NextToken"]
    refused(client.list_answers, "ValidationException", **call, NextToken=token, PillarId="security")
    other = workload(client, "Other")
    refused(client.list_answers, "ValidationException", WorkloadId=other, LensAlias=OFFICIAL, NextToken=token)
    refused(client.list_lens_review_improvements, "ValidationException", **call, NextToken=token)


def case_an_answer_is_read_as_it_was_given(wire):
    client = wire.client()
    id = workload(client)
    question = answers(client, id)[0]
    call = dict(WorkloadId=id, LensAlias=OFFICIAL, QuestionId=question["QuestionId"])
    before = client.get_answer(**call)["Answer"]
    assert before["Risk"] == "UNANSWERED" and "ImprovementPlanUrl" not in before
    choices = [choice["ChoiceId"] for choice in question["Choices"] if not choice["ChoiceId"].endswith("_no")]
    given = client.update_answer(**call, SelectedChoices=choices[:2], Notes="Two of them.")["Answer"]
    after = client.get_answer(**call)["Answer"]
    assert given == after
    assert after["SelectedChoices"] == choices[:2] and after["Notes"] == "Two of them."
    assert after["Risk"] in ("HIGH", "MEDIUM", "NONE")
    assert after["ImprovementPlanUrl"].startswith("https://")
    summary = answers(client, id)[0]
    assert summary["Risk"] == after["Risk"] and summary["SelectedChoices"] == choices[:2]
    assert "Notes" not in summary and "QuestionDescription" not in summary
    # What was selected before is replaced.
    assert client.update_answer(**call, SelectedChoices=choices[2:3])["Answer"]["SelectedChoices"] == choices[2:3]
    assert client.get_answer(**call)["Answer"]["Notes"] == "Two of them."
    cleared = client.update_answer(**call, SelectedChoices=[], Notes="")["Answer"]
    assert cleared["Risk"] == "UNANSWERED" and cleared.get("Notes", "") == ""


def case_choices_are_answered_one_by_one(wire):
    client = wire.client()
    id = workload(client)
    question = answers(client, id, PillarId="security")[1]
    choices = [choice["ChoiceId"] for choice in question["Choices"] if not choice["ChoiceId"].endswith("_no")]
    call = dict(WorkloadId=id, LensAlias=OFFICIAL, QuestionId=question["QuestionId"])
    client.update_answer(**call, SelectedChoices=choices[:1])
    update = {
        choices[0]: {"Status": "UNSELECTED"},
        choices[1]: {"Status": "SELECTED", "Notes": "since May"},
        choices[2]: {"Status": "NOT_APPLICABLE", "Reason": "BUSINESS_PRIORITIES", "Notes": "later"},
    }
    answer = client.update_answer(**call, ChoiceUpdates=update)["Answer"]
    assert answer["SelectedChoices"] == [choices[1]], answer["SelectedChoices"]
    stated = {choice["ChoiceId"]: choice for choice in answer["ChoiceAnswers"]}
    assert stated[choices[1]]["Status"] == "SELECTED" and stated[choices[1]]["Notes"] == "since May"
    assert stated[choices[2]]["Status"] == "NOT_APPLICABLE"
    assert stated[choices[2]]["Reason"] == "BUSINESS_PRIORITIES" and stated[choices[2]]["Notes"] == "later"
    summary = next(found for found in answers(client, id) if found["QuestionId"] == question["QuestionId"])
    stated = {choice["ChoiceId"]: choice for choice in summary["ChoiceAnswerSummaries"]}
    assert stated[choices[2]]["Status"] == "NOT_APPLICABLE" and "Notes" not in stated[choices[2]]


def case_a_question_can_be_left_out(wire):
    client = wire.client()
    id = workload(client)
    question = answers(client, id)[5]["QuestionId"]
    call = dict(WorkloadId=id, LensAlias=OFFICIAL, QuestionId=question)
    answer = client.update_answer(**call, IsApplicable=False, Reason="OUT_OF_SCOPE", Notes="no such thing")["Answer"]
    assert (answer["Risk"], answer["IsApplicable"], answer["Reason"]) == ("NOT_APPLICABLE", False, "OUT_OF_SCOPE")
    assert review(client, id)["RiskCounts"] == {"UNANSWERED": 56, "NOT_APPLICABLE": 1}
    answer = client.update_answer(**call, IsApplicable=True)["Answer"]
    assert answer["Risk"] == "UNANSWERED" and answer["IsApplicable"] is True
    assert review(client, id)["RiskCounts"] == {"UNANSWERED": 57}


def case_risks_are_counted_everywhere_alike(wire):
    client = wire.client()
    id = workload(client)
    for at, answer in enumerate(answers(client, id)):
        choices = [choice["ChoiceId"] for choice in answer["Choices"]]
        call = dict(WorkloadId=id, LensAlias=OFFICIAL, QuestionId=answer["QuestionId"])
        if at % 4 == 0:
            client.update_answer(**call, SelectedChoices=[choice for choice in choices if not choice.endswith("_no")])
        elif at % 4 == 1:
            client.update_answer(**call, SelectedChoices=[choice for choice in choices if choice.endswith("_no")])
        elif at % 4 == 2:
            client.update_answer(**call, SelectedChoices=choices[: len(choices) // 2])
    found = answers(client, id)
    counts = dict(Counter(answer["Risk"] for answer in found))
    assert counts["NONE"] >= 15 and counts["HIGH"] >= 14 and counts["UNANSWERED"] == 14, counts
    assert review(client, id)["RiskCounts"] == counts
    for pillar in review(client, id)["PillarReviewSummaries"]:
        expected = Counter(answer["Risk"] for answer in found if answer["PillarId"] == pillar["PillarId"])
        assert pillar["RiskCounts"] == expected, pillar
    assert client.get_workload(WorkloadId=id)["Workload"]["RiskCounts"] == counts
    assert client.list_workloads()["WorkloadSummaries"][0]["RiskCounts"] == counts
    assert client.list_lens_reviews(WorkloadId=id)["LensReviewSummaries"][0]["RiskCounts"] == counts
    improvements(client, id, found)


def improvements(client, id, found):
    """The plan has each high or medium risk, in pages of up to 100."""
    call = dict(WorkloadId=id, LensAlias=OFFICIAL)
    at_risk = {answer["QuestionId"]: answer["Risk"] for answer in found if answer["Risk"] in ("HIGH", "MEDIUM")}
    plan = pages(client.list_lens_review_improvements, "ImprovementSummaries", **call, MaxResults=100)
    assert len(plan) == 1
    assert {entry["QuestionId"]: entry["Risk"] for entry in plan[0]} == at_risk
    assert all("ImprovementPlans" not in entry and entry["ImprovementPlanUrl"] for entry in plan[0])
    assert every(client.list_lens_review_improvements, "ImprovementSummaries", **call, MaxResults=3) == plan[0]
    security = every(client.list_lens_review_improvements, "ImprovementSummaries", **call, PillarId="security")
    assert {entry["PillarId"] for entry in security} == {"security"}
    unchecked = client
    refused(unchecked.list_lens_review_improvements, "ValidationException", **call, MaxResults=101)


def case_what_answering_refuses(wire):
    client = wire.client(unchecked=True)
    id = workload(client)
    question = answers(client, id)[0]
    choice = question["Choices"][0]["ChoiceId"]
    call = dict(WorkloadId=id, LensAlias=OFFICIAL, QuestionId=question["QuestionId"])
    for change in (
        {"SelectedChoices": ["no_such_choice"]},
        {"ChoiceUpdates": {"no_such_choice": {"Status": "SELECTED"}}},
        {"ChoiceUpdates": {choice: {"Status": "CHOSEN"}}},
        {"ChoiceUpdates": {choice: {"Notes": "no status"}}},
        {"ChoiceUpdates": {choice: {"Status": "SELECTED", "Notes": "n" * 251}}},
        {"ChoiceUpdates": {choice: {"Status": "NOT_APPLICABLE", "Reason": "BECAUSE"}}},
        {"Notes": "n" * 2085},
        {"Reason": "BECAUSE"},
        {"IsApplicable": "no"},
        {"SelectedChoices": choice},
    ):
        refused(client.update_answer, "ValidationException", **call, **change)
    assert review(client, id)["RiskCounts"] == {"UNANSWERED": 57}
    call["QuestionId"] = "no-such-question"
    refused(client.update_answer, "ResourceNotFoundException|ValidationException", **call, SelectedChoices=[])
    refused(client.get_answer, "ResourceNotFoundException|ValidationException", **call)
    refused(client.update_answer, "ResourceNotFoundException", WorkloadId=id, LensAlias="serverless",
            QuestionId="x", SelectedChoices=[])


def case_a_lens_has_two_names(wire):
    client = wire.client()
    id = workload(client)
    by_alias = client.get_lens_review(WorkloadId=id, LensAlias=OFFICIAL)
    by_arn = client.get_lens_review(WorkloadId=id, LensAlias=OFFICIAL_ARN)
    for found in (by_alias, by_arn):
        del found["ResponseMetadata"]
    assert by_alias == by_arn
    assert answers(client, id) == every(
        client.list_answers, "AnswerSummaries", WorkloadId=id, LensAlias=OFFICIAL_ARN, MaxResults=50)


def case_notes_on_a_review(wire):
    client = wire.client()
    id = workload(client)
    call = dict(WorkloadId=id, LensAlias=OFFICIAL)
    before = review(client, id)
    changed = client.update_lens_review(**call, LensNotes="All of it", PillarNotes={"security": "Most of it"})
    after = review(client, id)
    assert changed["LensReview"] == after and after["Notes"] == "All of it"
    notes = {pillar["PillarId"]: pillar.get("Notes", "") for pillar in after["PillarReviewSummaries"]}
    assert notes == {pillar: "Most of it" if pillar == "security" else "" for pillar in PILLARS}
    assert after["UpdatedAt"] > before["UpdatedAt"]
    assert [pillar["PillarId"] for pillar in after["PillarReviewSummaries"]] == \
        [pillar["PillarId"] for pillar in before["PillarReviewSummaries"]]
    selection = {"SelectedPillars": [{"PillarId": "security", "SelectedQuestionIds": ["identities"]}]}
    assert client.update_lens_review(**call, JiraConfiguration=selection)["LensReview"]["Notes"] == "All of it"
    refused(client.update_lens_review, "ValidationException", **call, PillarNotes={"security": "n" * 2085})
    refused(client.update_lens_review, "ValidationException|ResourceNotFoundException", **call,
            PillarNotes={"nothing": "n"})


def case_a_report_is_a_pdf(wire):
    from wire import is_pdf

    client = wire.client()
    id = workload(client)
    report = client.get_lens_review_report(WorkloadId=id, LensAlias=OFFICIAL)["LensReviewReport"]
    assert report["LensArn"] == OFFICIAL_ARN and is_pdf(report["Base64String"])
    refused(client.get_lens_review_report, "ResourceNotFoundException", WorkloadId=NOBODY, LensAlias=OFFICIAL)


def case_an_answer_changes_when_it_was_updated(wire):
    client = wire.client()
    id = workload(client)
    at = lambda: (client.get_workload(WorkloadId=id)["Workload"]["UpdatedAt"], review(client, id)["UpdatedAt"])
    before = at()
    client.update_answer(WorkloadId=id, LensAlias=OFFICIAL, QuestionId="identities", Notes="seen")
    after = at()
    assert after[0] > before[0] and after[1] > before[1], (before, after)
    assert at() == after
