"""The consolidated report, account settings, Trusted Advisor checks, and what is not emulated."""

import botocore.exceptions

from made import NOBODY, OFFICIAL, OFFICIAL_ARN, every, pages, published, refused, workload
from wire import is_pdf


def case_a_consolidated_report_has_every_workload(wire):
    client = wire.client()
    lens = published(client)
    ids = {workload(client, f"Workload {number:02}", Lenses=[OFFICIAL, lens]) for number in range(17)}
    found = pages(client.get_consolidated_report, "Metrics", Format="JSON", MaxResults=15)
    assert [len(page) for page in found] == [15, 2]
    found = [metric for page in found for metric in page]
    assert {metric["WorkloadId"] for metric in found} == ids
    assert all(metric["LensesAppliedCount"] == 2 and metric["MetricType"] == "WORKLOAD" for metric in found)
    id = found[0]["WorkloadId"]
    client.update_answer(WorkloadId=id, LensAlias=lens, QuestionId="depth", SelectedChoices=["depth_measured"])
    client.update_answer(WorkloadId=id, LensAlias=OFFICIAL, QuestionId="identities",
                         SelectedChoices=["sec_identities_no"])
    metric = next(metric for metric in every(client.get_consolidated_report, "Metrics", Format="JSON", MaxResults=4)
                  if metric["WorkloadId"] == id)
    assert metric["RiskCounts"] == client.get_workload(WorkloadId=id)["Workload"]["RiskCounts"]
    lenses = {entry["LensArn"]: entry for entry in metric["Lenses"]}
    assert set(lenses) == {OFFICIAL_ARN, lens}
    [pillar] = lenses[lens]["Pillars"]
    [question] = pillar["Questions"]
    assert (question["QuestionId"], question["Risk"]) == ("depth", "MEDIUM")
    practices = [practice["ChoiceId"] for practice in question["BestPractices"]]
    assert "depth_measured" not in practices and "depth_no" not in practices and "depth_bounded" in practices
    at_risk = [question["QuestionId"] for pillar in lenses[OFFICIAL_ARN]["Pillars"] for question in pillar["Questions"]]
    assert at_risk == ["identities"]


def case_a_consolidated_report_as_pdf(wire):
    client = wire.client()
    workload(client)
    assert is_pdf(client.get_consolidated_report(Format="PDF")["Base64String"])
    for change in ({"Format": "HTML"}, {"Format": "JSON", "MaxResults": 16}, {"Format": "JSON", "MaxResults": 50},
                   {"Format": "JSON", "NextToken": "unknown"}):
        refused(client.get_consolidated_report, "ValidationException", **change)


def case_global_settings(wire):
    client = wire.client()
    client.get_global_settings()
    client.update_global_settings(OrganizationSharingStatus="ENABLED", DiscoveryIntegrationStatus="ENABLED")
    found = client.get_global_settings()
    assert (found["OrganizationSharingStatus"], found["DiscoveryIntegrationStatus"]) == ("ENABLED", "ENABLED")
    client.update_global_settings(OrganizationSharingStatus="DISABLED")
    found = client.get_global_settings()
    assert (found["OrganizationSharingStatus"], found["DiscoveryIntegrationStatus"]) == ("DISABLED", "ENABLED")
    refused(client.update_global_settings, "ValidationException", OrganizationSharingStatus="ON")


def case_an_integration_is_updated(wire):
    client = wire.client()
    id = workload(client)
    refused(client.update_integration, "ConflictException|ValidationException", WorkloadId=id, IntegratingService="JIRA")
    client.update_global_settings(JiraConfiguration={
        "IssueManagementStatus": "ENABLED", "IssueManagementType": "MANUAL", "JiraProjectKey": "WA_1"})
    found = client.get_global_settings()["JiraConfiguration"]
    assert (found["IntegrationStatus"], found["JiraProjectKey"]) == ("CONFIGURED", "WA_1"), found
    client.update_integration(WorkloadId=id, IntegratingService="JIRA")
    refused(client.update_global_settings, "ValidationException", JiraConfiguration={"JiraProjectKey": "wa-1"})
    refused(client.update_integration, "ValidationException", WorkloadId=id, IntegratingService="GITHUB")
    refused(client.update_integration, "ResourceNotFoundException", WorkloadId=NOBODY, IntegratingService="JIRA")


def case_no_checks_unless_there_are_some(wire):
    client = wire.client()
    id = workload(client)
    call = dict(WorkloadId=id, LensArn=OFFICIAL_ARN, PillarId="security", QuestionId="identities",
                ChoiceId="sec_identities_enforce_mechanisms")
    assert client.list_check_details(**call)["CheckDetails"] == []
    assert client.list_check_summaries(**call)["CheckSummaries"] == []
    refused(client.list_check_details, "ValidationException", **call, MaxResults=51)
    refused(client.list_check_summaries, "ResourceNotFoundException", **{**call, "WorkloadId": NOBODY})


def case_notifications_are_listed(wire):
    client = wire.client()
    assert client.list_notifications()["NotificationSummaries"] == []
    assert client.list_profile_notifications()["NotificationSummaries"] == []


def case_what_is_not_emulated_says_so(wire):
    client = wire.client()
    client.meta.events.unregister("before-parse.wellarchitected", wire._note)
    try:
        client.list_agent_profiles()
    except botocore.exceptions.ClientError as error:
        assert "ListAgentProfiles" in str(error), error
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] >= 400
    else:
        raise AssertionError("an operation that is not emulated was answered")
