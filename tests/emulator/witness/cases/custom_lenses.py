"""Custom lenses: from an import over drafts and versions to risks by their rules, an upgrade, and the end."""

import json

from made import every, lens_json, published, refused, workload


def case_from_draft_to_version(wire):
    client = wire.client()
    made = client.import_lens(JSONString=lens_json("Queues"), Tags={"team": "core"})
    arn = made["LensArn"]
    assert made["Status"] in ("COMPLETE", "IN_PROGRESS") and ":lens/" in arn, made
    assert arn.startswith("arn:aws:wellarchitected:eu-west-1:")
    assert client.list_lenses(LensStatus="PUBLISHED", LensType="CUSTOM_SELF")["LensSummaries"] == []
    drafts = client.list_lenses(LensStatus="DRAFT", LensType="CUSTOM_SELF")["LensSummaries"]
    assert [lens["LensArn"] for lens in drafts] == [arn]
    version = client.create_lens_version(LensAlias=arn, LensVersion="1.0", IsMajorVersion=True)
    assert (version["LensArn"], version["LensVersion"]) == (arn, "1.0")
    listed = client.list_lenses(LensType="CUSTOM_SELF")["LensSummaries"]
    assert [(lens["LensArn"], lens["LensVersion"], lens["LensStatus"]) for lens in listed] == [(arn, "1.0", "CURRENT")]
    assert "LensAlias" not in listed[0] or listed[0]["LensAlias"] == arn
    lens = client.get_lens(LensAlias=arn)["Lens"]
    assert (lens["Name"], lens["LensVersion"], lens["Tags"]) == ("Queues", "1.0", {"team": "core"})
    assert lens["Owner"] == arn.split(":")[4]
    # There is nothing to publish any more.
    refused(client.create_lens_version, "ConflictException|ValidationException|ResourceNotFoundException",
            LensAlias=arn, LensVersion="2.0")


def case_what_is_exported_is_what_was_imported(wire):
    client = wire.client()
    arn = published(client)
    exported = client.export_lens(LensAlias=arn)["LensJSON"]
    assert json.loads(exported) == json.loads(lens_json())
    assert client.export_lens(LensAlias=arn, LensVersion="1.0")["LensJSON"] == exported
    refused(client.export_lens, "ResourceNotFoundException|ValidationException", LensAlias=arn, LensVersion="9.9")
    client.import_lens(LensAlias=arn, JSONString=lens_json(version=2))
    client.create_lens_version(LensAlias=arn, LensVersion="2.0")
    assert client.export_lens(LensAlias=arn, LensVersion="1.0")["LensJSON"] == exported
    assert json.loads(client.export_lens(LensAlias=arn)["LensJSON"]) == json.loads(lens_json(version=2))


def case_risks_follow_the_rules(wire):
    client = wire.client()
    arn = published(client)
    id = workload(client, Lenses=["wellarchitected", arn])
    for selected, risk in (
        ([], "UNANSWERED"),
        (["depth_measured"], "MEDIUM"),
        (["depth_measured", "depth_bounded"], "NONE"),
        (["depth_tested", "depth_measured"], "NONE"),
        (["depth_tested", "depth_bounded"], "HIGH"),
        (["depth_no"], "HIGH"),
        (["depth_measured", "depth_no"], "HIGH"),
    ):
        answer = client.update_answer(WorkloadId=id, LensAlias=arn, QuestionId="depth", SelectedChoices=selected)
        assert answer["Answer"]["Risk"] == risk, (selected, answer["Answer"]["Risk"])
        assert answer["LensArn"] == arn
        counts = client.get_lens_review(WorkloadId=id, LensAlias=arn)["LensReview"]["RiskCounts"]
        expected = {"UNANSWERED": 2} if risk == "UNANSWERED" else {risk: 1, "UNANSWERED": 1}
        assert counts == expected, counts
    # A choice that is not applicable is false in the rules.
    updates = {"depth_measured": {"Status": "NOT_APPLICABLE", "Reason": "OUT_OF_SCOPE"}}
    client.update_answer(WorkloadId=id, LensAlias=arn, QuestionId="depth", SelectedChoices=["depth_bounded"])
    answer = client.update_answer(WorkloadId=id, LensAlias=arn, QuestionId="depth", ChoiceUpdates=updates)["Answer"]
    assert answer["Risk"] == "HIGH", answer


def case_texts_of_a_custom_lens(wire):
    client = wire.client()
    arn = published(client)
    id = workload(client, Lenses=["wellarchitected", arn])
    call = dict(WorkloadId=id, LensAlias=arn)
    answer = client.get_answer(**call, QuestionId="depth")["Answer"]
    assert answer["QuestionTitle"] == "How do you look after depth?"
    choices = {choice["ChoiceId"]: choice for choice in answer["Choices"]}
    assert list(choices) == ["depth_measured", "depth_bounded", "depth_tested", "depth_no"]
    measured = choices["depth_measured"]
    assert measured["Title"] == "It is measured"
    assert measured["ImprovementPlan"] == {
        "DisplayText": "See that it is measured", "Url": "https://example.com/how"}
    assert measured["HelpfulResource"]["Url"] == "https://example.com/why"
    client.update_answer(**call, QuestionId="depth", SelectedChoices=["depth_measured"])
    plan = client.list_lens_review_improvements(**call)["ImprovementSummaries"]
    assert [entry["QuestionId"] for entry in plan] == ["depth"]
    plans = {entry["ChoiceId"]: entry for entry in plan[0]["ImprovementPlans"]}
    assert "depth_bounded" in plans and "depth_measured" not in plans and "depth_no" not in plans, plans
    assert plans["depth_bounded"]["DisplayText"] == "See that it is bounded"
    assert [found["QuestionId"] for found in every(client.list_answers, "AnswerSummaries", **call, MaxResults=1)] == \
        ["depth", "retries"]
    assert client.list_lens_reviews(WorkloadId=id)["LensReviewSummaries"][-1]["LensArn"] == arn


def case_a_new_version_waits_for_an_upgrade(wire):
    client = wire.client()
    arn = published(client)
    id = workload(client, Lenses=["wellarchitected", arn])
    call = dict(WorkloadId=id, LensAlias=arn)
    client.update_answer(**call, QuestionId="depth", SelectedChoices=["depth_measured"])
    client.import_lens(LensAlias=arn, JSONString=lens_json(version=2))
    assert client.get_lens_review(**call)["LensReview"]["LensStatus"] == "CURRENT"
    client.create_lens_version(LensAlias=arn, LensVersion="2.0", IsMajorVersion=True)
    review = client.get_lens_review(**call)["LensReview"]
    assert (review["LensVersion"], review["LensStatus"]) == ("1.0", "NOT_CURRENT"), review
    assert review["RiskCounts"] == {"MEDIUM": 1, "UNANSWERED": 1}
    told = client.list_notifications(WorkloadId=id)["NotificationSummaries"]
    assert [notice["Type"] for notice in told] == ["LENS_VERSION_UPGRADED"], told
    summary = told[0]["LensUpgradeSummary"]
    assert (summary["CurrentLensVersion"], summary["LatestLensVersion"]) == ("1.0", "2.0"), summary
    assert summary["LensArn"] == arn and summary["WorkloadId"] == id

    found = client.get_lens_version_difference(LensAlias=arn, BaseLensVersion="1.0", TargetLensVersion="2.0")
    assert (found["BaseLensVersion"], found["LatestLensVersion"]) == ("1.0", "2.0")
    pillars = found["VersionDifferences"]["PillarDifferences"]
    assert [(pillar["PillarId"], pillar["DifferenceStatus"]) for pillar in pillars] == [("queues", "UPDATED")], pillars
    questions = {entry["QuestionId"]: entry["DifferenceStatus"] for entry in pillars[0]["QuestionDifferences"]}
    assert questions == {"added_2": "NEW"}, questions

    client.upgrade_lens_review(**call, MilestoneName="Before the upgrade")
    review = client.get_lens_review(**call)["LensReview"]
    assert (review["LensVersion"], review["LensStatus"]) == ("2.0", "CURRENT")
    assert review["RiskCounts"] == {"MEDIUM": 1, "UNANSWERED": 2}
    milestones = client.list_milestones(WorkloadId=id)["MilestoneSummaries"]
    assert [milestone["MilestoneName"] for milestone in milestones] == ["Before the upgrade"]
    old = client.get_lens_review(**call, MilestoneNumber=1)["LensReview"]
    assert (old["LensVersion"], old["RiskCounts"]) == ("1.0", {"MEDIUM": 1, "UNANSWERED": 1})
    assert client.list_notifications(WorkloadId=id)["NotificationSummaries"] == []
    refused(client.upgrade_lens_review, "ValidationException|ConflictException", **call, MilestoneName="Again")
    assert client.get_lens_review(**call, MilestoneNumber=1)["LensReview"]["LensVersion"] == "1.0"


def case_what_importing_refuses(wire):
    client = wire.client(unchecked=True)
    for text in ("{}", "not JSON", "[]", "x", json.dumps({"schemaVersion": "2021-11-01", "name": "x"}), "x" * 500_001):
        refused(client.import_lens, "ValidationException", JSONString=text)
    arn = "arn:aws:wellarchitected:eu-west-1:111122223333:lens/" + "0" * 32
    refused(client.import_lens, "ResourceNotFoundException|AccessDeniedException", LensAlias=arn, JSONString=lens_json())
    for call in (client.get_lens, client.export_lens):
        refused(call, "ResourceNotFoundException|AccessDeniedException", LensAlias=arn)
    refused(client.create_lens_version, "ResourceNotFoundException|AccessDeniedException", LensAlias=arn, LensVersion="1")
    own = client.import_lens(JSONString=lens_json())["LensArn"]
    for version in ("", "v" * 33):
        refused(client.create_lens_version, "ValidationException", LensAlias=own, LensVersion=version)


def case_versions_are_unique(wire):
    client = wire.client()
    arn = published(client)
    client.import_lens(LensAlias=arn, JSONString=lens_json(version=2))
    refused(client.create_lens_version, "ConflictException|ValidationException", LensAlias=arn, LensVersion="1.0")
    client.create_lens_version(LensAlias=arn, LensVersion="1.1", IsMajorVersion=False)


def case_a_hundred_versions_and_no_more(wire):
    client = wire.client()
    arn = published(client, version="1")
    for number in range(2, 101):
        client.import_lens(LensAlias=arn, JSONString=lens_json())
        client.create_lens_version(LensAlias=arn, LensVersion=str(number))
    client.import_lens(LensAlias=arn, JSONString=lens_json())
    refused(client.create_lens_version, "ServiceQuotaExceededException", LensAlias=arn, LensVersion="101")


def case_tokens_make_one_lens_and_one_version(wire):
    client = wire.client()
    call = dict(JSONString=lens_json(), ClientRequestToken="once")
    arn = client.import_lens(**call)["LensArn"]
    assert client.import_lens(**call)["LensArn"] == arn
    call = dict(LensAlias=arn, LensVersion="1.0", ClientRequestToken="version")
    assert client.create_lens_version(**call)["LensVersion"] == client.create_lens_version(**call)["LensVersion"]
    assert len(client.list_lenses(LensType="CUSTOM_SELF")["LensSummaries"]) == 1


def case_a_deleted_lens_stays_in_its_reviews(wire):
    client = wire.client()
    arn = published(client)
    id = workload(client, Lenses=["wellarchitected", arn])
    client.delete_lens(LensAlias=arn, LensStatus="ALL")
    assert client.list_lenses(LensType="CUSTOM_SELF")["LensSummaries"] == []
    refused(client.get_lens, "ResourceNotFoundException", LensAlias=arn)
    review = client.get_lens_review(WorkloadId=id, LensAlias=arn)["LensReview"]
    assert review["LensStatus"] == "DELETED" and review["RiskCounts"] == {"UNANSWERED": 2}
    other = workload(client, "Other")
    refused(client.associate_lenses, "ResourceNotFoundException|ValidationException",
            WorkloadId=other, LensAliases=[arn])


def case_a_draft_is_deleted_alone(wire):
    client = wire.client()
    arn = published(client)
    client.import_lens(LensAlias=arn, JSONString=lens_json(version=2))
    client.delete_lens(LensAlias=arn, LensStatus="DRAFT")
    assert client.list_lenses(LensStatus="DRAFT", LensType="CUSTOM_SELF")["LensSummaries"] == []
    assert client.get_lens(LensAlias=arn)["Lens"]["LensVersion"] == "1.0"
