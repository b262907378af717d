"""A governance script: creates a workload from an industry template, assesses it, marks a milestone.

    python3 governance.py

Written as a newcomer writes it, with the mistakes that the API answers: each first try has to fail, and the script says
with what. It then does what the messages tell it to.
"""

import boto3
from botocore.exceptions import ClientError, ParamValidationError

TEMPLATE = {
    "IndustryType": "Financial Services",
    "Industry": "Banking",
    "Lenses": ["wellarchitected", "serverless", "sap"],
    "PillarPriorities": ["security", "reliability", "performanceEfficiency", "costOptimization"],
    "DiscoveryConfig": {
        "TrustedAdvisorIntegrationStatus": "ENABLED",
        "WorkloadResourceDefinition": ["AppRegistry", "TaggedResources"],
    },
}


class Manager:
    """What one team does with one account."""

    def __init__(self):
        self.client = boto3.client("wellarchitected", region_name="us-east-1")

    def create(self, **members):
        """Creates the trading platform; the error's text if it can't be."""
        request = {
            "WorkloadName": "Global Trading Platform",
            "Description": "High-frequency trading with microsecond latency requirements",
            "Environment": "production",
            "ArchitecturalDesign": "Microservices on EKS with an event-driven core",
            "ReviewOwner": "",
            "Tags": {"BusinessUnit": "Trading", "Criticality": "Mission-Critical"},
            "Applications": ["trading-engine", "risk-management", "market-data"],
            **TEMPLATE,
            **members,
        }
        request = {name: value for name, value in request.items() if value is not None}
        try:
            return self.client.create_workload(**request)["WorkloadId"], None
        except (ClientError, ParamValidationError) as error:
            return None, str(error)

    def assess(self, workload):
        """Counts risks: first with one call, which sees 50 questions, then with all pages."""
        first = self.client.list_answers(WorkloadId=workload, LensAlias="wellarchitected")
        answers, token = first["AnswerSummaries"][:], first.get("NextToken")
        while token:
            page = self.client.list_answers(WorkloadId=workload, LensAlias="wellarchitected", NextToken=token)
            answers += page["AnswerSummaries"]
            token = page.get("NextToken")
        return len(first["AnswerSummaries"]), answers

    def plan(self, workload, answers):
        """One line per risk: there is a link in the answer, not a plan with efforts."""
        for answer in answers:
            if answer["Risk"] in ("HIGH", "MEDIUM"):
                found = self.client.get_answer(
                    WorkloadId=workload, LensAlias="wellarchitected", QuestionId=answer["QuestionId"])["Answer"]
                assert "ImprovementPlan" not in found
                yield answer["Risk"], answer["PillarId"], answer["QuestionId"], found["ImprovementPlanUrl"]


def main():
    manager = Manager()
    corrections = {}
    for wrong, right in (
        ("IsReviewOwnerUpdateAcknowledged", None),
        ("Environment", "PRODUCTION"),
        ("ArchitecturalDesign", "https://example.com/design"),
        ("ReviewOwner", "architecture@example.com"),
        ("Regions", {"AwsRegions": ["us-east-1", "eu-west-1"]}),
        ("Applications", ["arn:aws:servicecatalog:us-east-1:111122223333:/applications/0trading"]),
        ("DiscoveryConfig", {"TrustedAdvisorIntegrationStatus": "ENABLED",
                             "WorkloadResourceDefinition": ["WORKLOAD_METADATA", "APP_REGISTRY"]}),
        ("Lenses", ["wellarchitected", "serverless"]),
    ):
        tried = dict(corrections)
        if wrong == "IsReviewOwnerUpdateAcknowledged":
            tried[wrong] = True
        workload, problem = manager.create(**tried)
        assert workload is None, f"created in spite of {wrong}"
        print(f"refused ({wrong}): {problem[:150]}")
        if isinstance(right, dict) and wrong == "Regions":
            corrections.update(right)
        elif right is not None:
            corrections[wrong] = right
    corrections["PillarPriorities"] = ["security", "reliability", "performance", "costOptimization"]
    workload, problem = manager.create(**corrections)
    assert workload, problem
    client = manager.client
    updated = client.update_workload(WorkloadId=workload, IsReviewOwnerUpdateAcknowledged=True)["Workload"]
    assert updated["IsReviewOwnerUpdateAcknowledged"] is True

    for question, choices in (("identities", ["sec_identities_no"]), ("permissions", ["sec_permissions_no"])):
        client.update_answer(
            WorkloadId=workload, LensAlias="wellarchitected", QuestionId=question, SelectedChoices=choices)
    seen, answers = manager.assess(workload)
    assert (seen, len(answers)) == (50, 57), (seen, len(answers))
    plan = list(manager.plan(workload, answers))
    assert [line[2] for line in plan] == ["identities", "permissions"], plan
    number = client.create_milestone(WorkloadId=workload, MilestoneName="Automated Assessment")["MilestoneNumber"]
    try:
        client.create_milestone(WorkloadId=workload, MilestoneName="Automated Assessment")
        raise AssertionError("a name twice")
    except client.exceptions.ConflictException as error:
        print(f"refused (milestone): {error}")
    counts = client.get_workload(WorkloadId=workload)["Workload"]["RiskCounts"]
    print(f"workload {workload}: {counts}, milestone {number}, {len(plan)} improvements")


if __name__ == "__main__":
    main()
