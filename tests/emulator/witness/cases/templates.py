"""Review templates: answers that new workloads begin with."""

from made import OFFICIAL, every, lens_json, pages, published, refused, workload


def template(client, name="Platform", lenses=(OFFICIAL,)):
    """A template's ARN."""
    return client.create_review_template(
        TemplateName=name, Description="What the platform does for all", Lenses=list(lenses))["TemplateArn"]


def case_a_template_is_read_as_it_was_made(wire):
    client = wire.client()
    given = dict(TemplateName="Platform", Description="What the platform does", Lenses=[OFFICIAL, "serverless"],
                 Notes="for all", Tags={"a": "b"}, ClientRequestToken="t")
    arn = client.create_review_template(**given)["TemplateArn"]
    assert client.create_review_template(**given)["TemplateArn"] == arn
    found = client.get_review_template(TemplateArn=arn)["ReviewTemplate"]
    for name in ("TemplateName", "Description", "Notes", "Tags"):
        assert found[name] == given[name], name
    assert sorted(found["Lenses"]) == sorted(given["Lenses"]) and found["UpdateStatus"] == "CURRENT"
    assert found["QuestionCounts"]["UNANSWERED"] > 57 and found["QuestionCounts"].get("ANSWERED", 0) == 0
    changed = client.update_review_template(
        TemplateArn=arn, TemplateName="Platform 2", Description="New words", Notes="", LensesToDisassociate=["serverless"])
    changed = changed["ReviewTemplate"]
    assert (changed["TemplateName"], changed["Description"], changed["Lenses"]) == ("Platform 2", "New words", [OFFICIAL])
    changed = client.update_review_template(TemplateArn=arn, LensesToAssociate=["serverless"])["ReviewTemplate"]
    assert len(changed["Lenses"]) == 2
    client.delete_review_template(TemplateArn=arn)
    refused(client.get_review_template, "ResourceNotFoundException", TemplateArn=arn)


def case_templates_are_listed(wire):
    client = wire.client()
    arns = {template(client, f"Template {number}") for number in range(3)}
    assert [len(page) for page in pages(client.list_review_templates, "ReviewTemplates", MaxResults=2)] == [2, 1]
    assert {found["TemplateArn"] for found in every(client.list_review_templates, "ReviewTemplates")} == arns


def case_answers_of_a_template_begin_a_workload(wire):
    client = wire.client()
    arn = template(client)
    call = dict(TemplateArn=arn, LensAlias=OFFICIAL)
    listed = every(client.list_review_template_answers, "AnswerSummaries", **call, MaxResults=50)
    assert len(listed) == 57 and {answer["AnswerStatus"] for answer in listed} == {"UNANSWERED"}
    assert all("Risk" not in answer for answer in listed)
    question = listed[0]
    choices = [choice["ChoiceId"] for choice in question["Choices"]][:2]
    given = client.update_review_template_answer(
        **call, QuestionId=question["QuestionId"], SelectedChoices=choices, Notes="the platform does it")["Answer"]
    assert given["AnswerStatus"] == "ANSWERED" and given["SelectedChoices"] == choices
    assert client.get_review_template_answer(**call, QuestionId=question["QuestionId"])["Answer"] == given
    client.update_review_template_lens_review(**call, LensNotes="read this", PillarNotes={"security": "and this"})
    review = client.get_review_template_lens_review(**call)["LensReview"]
    assert review["Notes"] == "read this" and review["QuestionCounts"] == {"ANSWERED": 1, "UNANSWERED": 56}

    id = workload(client, ReviewTemplateArns=[arn])
    answer = client.get_answer(WorkloadId=id, LensAlias=OFFICIAL, QuestionId=question["QuestionId"])["Answer"]
    assert answer["SelectedChoices"] == choices and answer["Notes"] == "the platform does it"
    assert answer["Risk"] != "UNANSWERED"
    # What the workload does later is its own.
    client.update_answer(WorkloadId=id, LensAlias=OFFICIAL, QuestionId=question["QuestionId"], SelectedChoices=[])
    assert client.get_review_template_answer(**call, QuestionId=question["QuestionId"])["Answer"] == given


def case_a_template_is_upgraded(wire):
    client = wire.client()
    lens = published(client)
    arn = template(client, lenses=[OFFICIAL, lens])
    client.import_lens(LensAlias=lens, JSONString=lens_json(version=2))
    client.create_lens_version(LensAlias=lens, LensVersion="2.0", IsMajorVersion=True)
    assert client.get_review_template(TemplateArn=arn)["ReviewTemplate"]["UpdateStatus"] == "LENS_NOT_CURRENT"
    client.upgrade_review_template_lens_review(TemplateArn=arn, LensAlias=lens)
    found = client.get_review_template(TemplateArn=arn)["ReviewTemplate"]
    assert found["UpdateStatus"] == "CURRENT"
    review = client.get_review_template_lens_review(TemplateArn=arn, LensAlias=lens)["LensReview"]
    assert review["LensVersion"] == "2.0" and review["QuestionCounts"] == {"UNANSWERED": 3}


def case_what_is_refused(wire):
    client = wire.client(unchecked=True)
    arn = template(client)
    call = dict(TemplateArn=arn, LensAlias=OFFICIAL)
    refused(client.create_review_template, "ValidationException|ResourceNotFoundException", TemplateName="Other",
            Description="Other", Lenses=["sap"])
    refused(client.create_review_template, "ValidationException", TemplateName="x", Description="Other",
            Lenses=[OFFICIAL])
    refused(client.list_review_template_answers, "ValidationException", **call, MaxResults=51)
    refused(client.get_review_template_answer, "ResourceNotFoundException|ValidationException", **call, QuestionId="no")
    refused(client.get_review_template_lens_review, "ResourceNotFoundException", TemplateArn=arn, LensAlias="serverless")
    refused(client.get_review_template, "ValidationException", TemplateArn="platform")
    refused(client.get_review_template, "ResourceNotFoundException",
            TemplateArn=arn[:-32] + "0" * 32)
