"""AWS's own lenses: listed, read, applied to workloads and taken off."""

from made import NOBODY, OFFICIAL, OFFICIAL_ARN, every, lens_json, published, refused, workload


def case_official_lenses_are_listed(wire):
    client = wire.client()
    found = {lens["LensAlias"]: lens for lens in every(client.list_lenses, "LensSummaries", MaxResults=1)}
    assert {OFFICIAL, "serverless"} <= set(found), set(found)
    assert found[OFFICIAL]["LensArn"] == OFFICIAL_ARN
    assert all(lens["LensType"] == "AWS_OFFICIAL" for lens in found.values())
    assert all(lens["LensStatus"] == "CURRENT" and lens["LensVersion"] for lens in found.values())
    listed = client.list_lenses(LensType="AWS_OFFICIAL")["LensSummaries"]
    assert {lens["LensAlias"] for lens in listed} == set(found)
    assert client.list_lenses(LensType="CUSTOM_SELF")["LensSummaries"] == []
    named = client.list_lenses(LensName=found["serverless"]["LensName"])["LensSummaries"]
    assert [lens["LensAlias"] for lens in named] == ["serverless"]


def case_a_lens_is_read_by_alias_and_by_arn(wire):
    client = wire.client()
    by_alias = client.get_lens(LensAlias=OFFICIAL)["Lens"]
    assert by_alias == client.get_lens(LensAlias=OFFICIAL_ARN)["Lens"]
    assert by_alias["LensArn"] == OFFICIAL_ARN and by_alias["LensVersion"] and by_alias["Name"]
    assert by_alias == client.get_lens(LensAlias=OFFICIAL, LensVersion=by_alias["LensVersion"])["Lens"]
    refused(client.get_lens, "ResourceNotFoundException|ValidationException", LensAlias=OFFICIAL, LensVersion="0001")
    refused(client.get_lens, "ResourceNotFoundException", LensAlias="sap")


def case_what_listing_refuses(wire):
    client = wire.client(unchecked=True)
    for change in ({"LensType": "OWN"}, {"LensStatus": "CURRENT"}, {"MaxResults": 51}, {"LensName": "n" * 129},
                   {"NextToken": "unknown"}):
        refused(client.list_lenses, "ValidationException", **change)


def case_official_content_is_not_ours(wire):
    client = wire.client()
    for call, more in (
        (client.export_lens, {}),
        (client.delete_lens, {"LensStatus": "ALL"}),
        (client.create_lens_version, {"LensVersion": "2"}),
        (client.create_lens_share, {"SharedWith": "111122223333"}),
    ):
        refused(call, "AccessDeniedException|ValidationException", LensAlias=OFFICIAL, **more)


def case_lenses_come_and_go(wire):
    client = wire.client()
    id = workload(client)
    client.associate_lenses(WorkloadId=id, LensAliases=["serverless"])
    found = client.get_workload(WorkloadId=id)["Workload"]
    assert sorted(found["Lenses"]) == ["serverless", OFFICIAL]
    reviews = every(client.list_lens_reviews, "LensReviewSummaries", WorkloadId=id, MaxResults=1)
    assert sorted(review["LensAlias"] for review in reviews) == ["serverless", OFFICIAL]
    questions = every(client.list_answers, "AnswerSummaries", WorkloadId=id, LensAlias="serverless")
    assert questions and found["RiskCounts"] == {"UNANSWERED": 57 + len(questions)}
    review = client.get_lens_review(WorkloadId=id, LensAlias="serverless")["LensReview"]
    assert review["LensAlias"] == "serverless" and review["RiskCounts"] == {"UNANSWERED": len(questions)}
    client.disassociate_lenses(WorkloadId=id, LensAliases=["serverless"])
    assert client.get_workload(WorkloadId=id)["Workload"]["Lenses"] == [OFFICIAL]
    refused(client.get_lens_review, "ResourceNotFoundException", WorkloadId=id, LensAlias="serverless")


def case_what_associating_refuses(wire):
    client = wire.client(unchecked=True)
    id = workload(client)
    refused(client.disassociate_lenses, "ValidationException|ConflictException", WorkloadId=id, LensAliases=[OFFICIAL])
    refused(client.associate_lenses, "ResourceNotFoundException|ValidationException", WorkloadId=id, LensAliases=["sap"])
    refused(client.associate_lenses, "ResourceNotFoundException", WorkloadId=NOBODY, LensAliases=["serverless"])
    refused(client.associate_lenses, "ValidationException", WorkloadId=id, LensAliases=[])
    refused(client.associate_lenses, "ValidationException", WorkloadId=id)
    draft = client.import_lens(JSONString=lens_json())["LensArn"]
    refused(client.associate_lenses, "ValidationException|ResourceNotFoundException|ConflictException",
            WorkloadId=id, LensAliases=[draft])
    assert client.get_workload(WorkloadId=id)["Workload"]["Lenses"] == [OFFICIAL]


def case_the_current_version_of_an_official_lens_needs_no_upgrade(wire):
    client = wire.client()
    id = workload(client)
    refused(client.upgrade_lens_review, "ValidationException|ConflictException",
            WorkloadId=id, LensAlias=OFFICIAL, MilestoneName="Before")
    assert client.list_notifications(WorkloadId=id)["NotificationSummaries"] == []


def case_somebody_elses_lens_is_not_there(wire):
    mine, theirs = wire.client(), wire.client()
    arn = published(theirs)
    for call in (mine.get_lens, mine.export_lens):
        refused(call, "ResourceNotFoundException|AccessDeniedException", LensAlias=arn)
    id = workload(mine)
    refused(mine.associate_lenses, "ResourceNotFoundException|AccessDeniedException|ValidationException",
            WorkloadId=id, LensAliases=[arn])
