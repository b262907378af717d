"""Profiles: made from the template, applied, prioritising questions, changed, upgraded and deleted."""

from made import OFFICIAL, every, pages, refused, workload


def questions(client, at=0):
    """An answer to each question of the template: its choice at this place."""
    template = client.get_profile_template()["ProfileTemplate"]
    return [
        {"QuestionId": question["QuestionId"],
         "SelectedChoiceIds": [question["QuestionChoices"][at % len(question["QuestionChoices"])]["ChoiceId"]]}
        for question in template["TemplateQuestions"]
    ]


def profile(client, name="Launch"):
    """A profile's ARN."""
    return client.create_profile(
        ProfileName=name, ProfileDescription="What we want now", ProfileQuestions=questions(client))["ProfileArn"]


def case_a_profile_is_read_as_it_was_made(wire):
    client = wire.client()
    given = questions(client)
    made = client.create_profile(ProfileName="Launch", ProfileDescription="What we want now",
                                 ProfileQuestions=given, Tags={"a": "b"}, ClientRequestToken="t")
    again = client.create_profile(ProfileName="Launch", ProfileDescription="What we want now",
                                  ProfileQuestions=given, Tags={"a": "b"}, ClientRequestToken="t")
    assert again["ProfileArn"] == made["ProfileArn"]
    found = client.get_profile(ProfileArn=made["ProfileArn"])["Profile"]
    assert (found["ProfileName"], found["ProfileVersion"]) == ("Launch", made["ProfileVersion"])
    assert found["Tags"] == {"a": "b"} and found["Owner"] == made["ProfileArn"].split(":")[4]
    assert [{"QuestionId": question["QuestionId"], "SelectedChoiceIds": question["SelectedChoiceIds"]}
            for question in found["ProfileQuestions"]] == given
    refused(client.create_profile, "ConflictException|ValidationException", ProfileName="Launch",
            ProfileDescription="Another", ProfileQuestions=given)


def case_profiles_are_listed(wire):
    client = wire.client()
    arns = {profile(client, f"Profile {number}") for number in range(5)}
    assert [len(page) for page in pages(client.list_profiles, "ProfileSummaries", MaxResults=2)] == [2, 2, 1]
    assert {found["ProfileArn"] for found in every(client.list_profiles, "ProfileSummaries")} == arns
    assert len(client.list_profiles(ProfileNamePrefix="Profile 3")["ProfileSummaries"]) == 1
    assert client.list_profiles(ProfileOwnerType="SHARED")["ProfileSummaries"] == []
    refused(client.list_profiles, "ValidationException", ProfileOwnerType="MINE")


def case_a_profile_prioritises_questions(wire):
    client = wire.client()
    arn = profile(client)
    id = workload(client, ProfileArns=[arn])
    assert client.get_workload(WorkloadId=id)["Workload"]["Profiles"][0]["ProfileArn"] == arn
    call = dict(WorkloadId=id, LensAlias=OFFICIAL, MaxResults=50)
    found = every(client.list_answers, "AnswerSummaries", **call)
    first = every(client.list_answers, "AnswerSummaries", **call, QuestionPriority="PRIORITIZED")
    assert 0 < len(first) < 57
    assert {answer["QuestionType"] for answer in first} == {"PRIORITIZED"}
    assert [answer for answer in found if answer["QuestionType"] == "PRIORITIZED"] == \
        [answer for answer in found if answer in first]
    review = client.get_lens_review(WorkloadId=id, LensAlias=OFFICIAL)["LensReview"]
    assert review["PrioritizedRiskCounts"] == {"UNANSWERED": len(first)}, review["PrioritizedRiskCounts"]
    client.disassociate_profiles(WorkloadId=id, ProfileArns=[arn])
    assert client.get_workload(WorkloadId=id)["Workload"].get("Profiles", []) == []
    assert every(client.list_answers, "AnswerSummaries", **call, QuestionPriority="PRIORITIZED") == []
    client.associate_profiles(WorkloadId=id, ProfileArns=[arn])
    assert len(client.get_workload(WorkloadId=id)["Workload"]["Profiles"]) == 1


def case_a_changed_profile_waits_for_an_upgrade(wire):
    client = wire.client()
    arn = profile(client)
    id = workload(client, ProfileArns=[arn])
    before = client.get_profile(ProfileArn=arn)["Profile"]["ProfileVersion"]
    changed = client.update_profile(ProfileArn=arn, ProfileDescription="Something else",
                                    ProfileQuestions=questions(client, 1))["Profile"]
    assert changed["ProfileVersion"] != before and changed["ProfileDescription"] == "Something else"
    assert client.get_profile(ProfileArn=arn, ProfileVersion=before)["Profile"]["ProfileDescription"] != "Something else"
    applied = client.get_workload(WorkloadId=id)["Workload"]["Profiles"][0]
    assert applied["ProfileVersion"] == before
    told = client.list_profile_notifications(WorkloadId=id)["NotificationSummaries"]
    assert [(notice["Type"], notice["CurrentProfileVersion"], notice["LatestProfileVersion"]) for notice in told] == \
        [("PROFILE_ANSWERS_UPDATED", before, changed["ProfileVersion"])], told
    client.upgrade_profile_version(WorkloadId=id, ProfileArn=arn, MilestoneName="Before")
    applied = client.get_workload(WorkloadId=id)["Workload"]["Profiles"][0]
    assert applied["ProfileVersion"] == changed["ProfileVersion"]
    assert len(client.list_milestones(WorkloadId=id)["MilestoneSummaries"]) == 1
    assert client.list_profile_notifications(WorkloadId=id)["NotificationSummaries"] == []


def case_what_is_refused(wire):
    client = wire.client(unchecked=True)
    arn = profile(client)
    refused(client.get_profile, "ResourceNotFoundException", ProfileArn=arn[:-1] + ("0" if arn[-1] != "0" else "1"))
    refused(client.get_profile, "ValidationException", ProfileArn="launch")
    template = client.get_profile_template()["ProfileTemplate"]["TemplateQuestions"]
    for wrong in (
        [{"QuestionId": "no such question", "SelectedChoiceIds": []}],
        [{"QuestionId": template[0]["QuestionId"], "SelectedChoiceIds": ["no such choice"]}],
    ):
        refused(client.create_profile, "ValidationException|ResourceNotFoundException", ProfileName="Other",
                ProfileDescription="Other", ProfileQuestions=wrong)
    id = workload(client)
    refused(client.associate_profiles, "ResourceNotFoundException", WorkloadId="0" * 32, ProfileArns=[arn])
    refused(client.associate_profiles, "ValidationException", WorkloadId=id, ProfileArns=[])


def case_a_deleted_profile_is_gone(wire):
    client = wire.client()
    arn = profile(client)
    client.delete_profile(ProfileArn=arn)
    refused(client.get_profile, "ResourceNotFoundException", ProfileArn=arn)
    assert client.list_profiles()["ProfileSummaries"] == []
