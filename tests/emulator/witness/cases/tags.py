"""Tags of everything that can have some."""

from made import OFFICIAL, published, refused, workload

NO_SUCH = "arn:aws:wellarchitected:eu-west-1:111122223333:workload/" + "0" * 32


def resources(client):
    """One ARN of each kind."""
    id = workload(client)
    yield client.get_workload(WorkloadId=id)["Workload"]["WorkloadArn"]
    yield published(client)
    yield client.create_profile(
        ProfileName="Profile", ProfileDescription="For tags",
        ProfileQuestions=[{"QuestionId": question["QuestionId"],
                           "SelectedChoiceIds": [question["QuestionChoices"][0]["ChoiceId"]]}
                          for question in client.get_profile_template()["ProfileTemplate"]["TemplateQuestions"]],
    )["ProfileArn"]
    yield client.create_review_template(
        TemplateName="Template", Description="For tags", Lenses=[OFFICIAL])["TemplateArn"]


def case_tags_are_set_replaced_and_taken_off(wire):
    client = wire.client()
    for arn in resources(client):
        assert client.list_tags_for_resource(WorkloadArn=arn).get("Tags", {}) == {}, arn
        client.tag_resource(WorkloadArn=arn, Tags={"a": "1", "b c": "2", "Größe/x": ""})
        client.tag_resource(WorkloadArn=arn, Tags={"a": "3"})
        assert client.list_tags_for_resource(WorkloadArn=arn)["Tags"] == {"a": "3", "b c": "2", "Größe/x": ""}, arn
        client.untag_resource(WorkloadArn=arn, TagKeys=["b c", "Größe/x", "never"])
        assert client.list_tags_for_resource(WorkloadArn=arn)["Tags"] == {"a": "3"}, arn
        client.untag_resource(WorkloadArn=arn, TagKeys=["a"])
        assert client.list_tags_for_resource(WorkloadArn=arn).get("Tags", {}) == {}


def case_tags_are_seen_in_what_has_them(wire):
    client = wire.client()
    id = workload(client, Tags={"a": "1"})
    arn = client.get_workload(WorkloadId=id)["Workload"]["WorkloadArn"]
    client.tag_resource(WorkloadArn=arn, Tags={"b": "2"})
    assert client.get_workload(WorkloadId=id)["Workload"]["Tags"] == {"a": "1", "b": "2"}


def case_what_tagging_refuses(wire):
    client = wire.client(unchecked=True)
    refused(client.list_tags_for_resource, "ResourceNotFoundException", WorkloadArn=NO_SUCH)
    refused(client.tag_resource, "ResourceNotFoundException", WorkloadArn=NO_SUCH, Tags={"a": "b"})
    refused(client.untag_resource, "ResourceNotFoundException", WorkloadArn=NO_SUCH, TagKeys=["a"])
    arn = client.get_workload(WorkloadId=workload(client))["Workload"]["WorkloadArn"]
    refused(client.tag_resource, "ValidationException", WorkloadArn=arn, Tags={})
    client.tag_resource(WorkloadArn=arn, Tags={f"key {number}": "" for number in range(50)})
    refused(client.tag_resource, "ValidationException|ServiceQuotaExceededException", WorkloadArn=arn, Tags={"more": ""})
    assert len(client.list_tags_for_resource(WorkloadArn=arn)["Tags"]) == 50
