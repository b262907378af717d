"""Milestones: the workload as it was, by number, with names that are unique, and at most 100."""

from made import NOBODY, OFFICIAL, OFFICIAL_ARN, every, pages, refused, workload


def case_a_milestone_keeps_what_was(wire):
    client = wire.client()
    id = workload(client, "Before")
    answer = dict(WorkloadId=id, LensAlias=OFFICIAL, QuestionId="identities")
    client.update_answer(**answer, SelectedChoices=["sec_identities_no"], Notes="nothing yet")
    then = client.get_answer(**answer)["Answer"]
    counts = client.get_lens_review(WorkloadId=id, LensAlias=OFFICIAL)["LensReview"]["RiskCounts"]
    made = client.create_milestone(WorkloadId=id, MilestoneName="First")
    assert (made["WorkloadId"], made["MilestoneNumber"]) == (id, 1)
    client.update_workload(WorkloadId=id, WorkloadName="After")
    client.update_answer(**answer, SelectedChoices=[], Notes="")
    client.associate_lenses(WorkloadId=id, LensAliases=["serverless"])

    milestone = client.get_milestone(WorkloadId=id, MilestoneNumber=1)["Milestone"]
    assert milestone["MilestoneName"] == "First" and milestone["MilestoneNumber"] == 1
    assert milestone["Workload"]["WorkloadName"] == "Before" and milestone["Workload"]["Lenses"] == [OFFICIAL]
    assert milestone["Workload"]["RiskCounts"] == counts
    old = client.get_answer(**answer, MilestoneNumber=1)
    assert old["Answer"] == then and old["MilestoneNumber"] == 1
    old = client.get_lens_review(WorkloadId=id, LensAlias=OFFICIAL, MilestoneNumber=1)
    assert old["LensReview"]["RiskCounts"] == counts and old["MilestoneNumber"] == 1
    assert client.get_lens_review(WorkloadId=id, LensAlias=OFFICIAL)["LensReview"]["RiskCounts"] == {"UNANSWERED": 57}
    listed = every(client.list_answers, "AnswerSummaries", WorkloadId=id, LensAlias=OFFICIAL, MilestoneNumber=1)
    assert len(listed) == 57
    assert next(found for found in listed if found["QuestionId"] == "identities")["Risk"] == then["Risk"]
    reviews = client.list_lens_reviews(WorkloadId=id, MilestoneNumber=1)
    assert [found["LensAlias"] for found in reviews["LensReviewSummaries"]] == [OFFICIAL]
    assert len(client.list_lens_reviews(WorkloadId=id)["LensReviewSummaries"]) == 2
    plan = client.list_lens_review_improvements(WorkloadId=id, LensAlias=OFFICIAL, MilestoneNumber=1)
    assert [found["QuestionId"] for found in plan["ImprovementSummaries"]] == ["identities"]
    report = client.get_lens_review_report(WorkloadId=id, LensAlias=OFFICIAL_ARN, MilestoneNumber=1)
    assert report["MilestoneNumber"] == 1


def case_names_are_unique_in_a_workload(wire):
    client = wire.client()
    id, other = workload(client, "One"), workload(client, "Two")
    client.create_milestone(WorkloadId=id, MilestoneName="Go live")
    refused(client.create_milestone, "ConflictException", WorkloadId=id, MilestoneName="Go live")
    client.create_milestone(WorkloadId=other, MilestoneName="Go live")
    made = client.create_milestone(WorkloadId=id, MilestoneName="Go live 2")
    assert made["MilestoneNumber"] == 2


def case_a_token_makes_one_milestone(wire):
    client = wire.client()
    id = workload(client)
    call = dict(WorkloadId=id, ClientRequestToken="same")
    first = client.create_milestone(**call, MilestoneName="One")
    second = client.create_milestone(**call, MilestoneName="One")
    assert first["MilestoneNumber"] == second["MilestoneNumber"] == 1
    refused(client.create_milestone, "ConflictException|ValidationException", **call, MilestoneName="Two")
    assert len(client.list_milestones(WorkloadId=id)["MilestoneSummaries"]) == 1


def case_a_hundred_and_no_more(wire):
    client = wire.client()
    id = workload(client)
    for number in range(1, 101):
        made = client.create_milestone(WorkloadId=id, MilestoneName=f"Milestone {number}")
        assert made["MilestoneNumber"] == number
    error = refused(client.create_milestone, "ServiceQuotaExceededException", WorkloadId=id, MilestoneName="One more")
    assert error["QuotaCode"] and error["ServiceCode"], error
    found = pages(client.list_milestones, "MilestoneSummaries", WorkloadId=id, MaxResults=50)
    assert [len(page) for page in found] == [50, 50]
    found = [milestone for page in found for milestone in page]
    assert sorted(milestone["MilestoneNumber"] for milestone in found) == list(range(1, 101))
    times = [milestone["RecordedAt"] for milestone in sorted(found, key=lambda found: found["MilestoneNumber"])]
    assert times == sorted(times)
    summary = found[0]["WorkloadSummary"]
    assert summary["WorkloadId"] == id and summary["RiskCounts"] == {"UNANSWERED": 57}
    assert every(client.list_milestones, "MilestoneSummaries", WorkloadId=id, MaxResults=33) == found


def case_what_is_refused(wire):
    client = wire.client(unchecked=True)
    id = workload(client)
    for name in ("ab", "a" * 101, None):
        parameters = {} if name is None else {"MilestoneName": name}
        refused(client.create_milestone, "ValidationException", WorkloadId=id, **parameters)
    refused(client.create_milestone, "ResourceNotFoundException", WorkloadId=NOBODY, MilestoneName="One")
    refused(client.get_milestone, "ResourceNotFoundException", WorkloadId=id, MilestoneNumber=1)
    refused(client.get_milestone, "ValidationException", WorkloadId=id, MilestoneNumber=0)
    refused(client.get_milestone, "ValidationException", WorkloadId=id, MilestoneNumber=101)
    refused(client.list_milestones, "ValidationException", WorkloadId=id, MaxResults=51)
    refused(client.list_milestones, "ResourceNotFoundException", WorkloadId=NOBODY)
