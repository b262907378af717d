"""Which practices are missing most often? From the consolidated report of a Region, without asking each workload.

    python3 portfolio.py
"""

from collections import Counter

import boto3


def metrics(client):
    """All workloads of the report, 15 at a time."""
    token = {}
    while True:
        page = client.get_consolidated_report(Format="JSON", IncludeSharedResources=True, MaxResults=15, **token)
        yield from page["Metrics"]
        if "NextToken" not in page:
            return
        token = {"NextToken": page["NextToken"]}


def main():
    client = boto3.client("wellarchitected", region_name="ap-southeast-2")
    for number in range(20):
        workload = client.create_workload(
            WorkloadName=f"Shop {number:02}", Description="One of many", Environment="PRODUCTION",
            AwsRegions=["ap-southeast-2"], ReviewOwner="shops", Lenses=["wellarchitected", "serverless"])["WorkloadId"]
        question = ("identities", "sec_identities_no") if number % 2 else ("permissions", "sec_permissions_no")
        client.update_answer(
            WorkloadId=workload, LensAlias="wellarchitected", QuestionId=question[0], SelectedChoices=[question[1]])
    missing, risks = Counter(), Counter()
    for metric in metrics(client):
        risks.update(metric["RiskCounts"])
        for lens in metric["Lenses"]:
            for pillar in lens["Pillars"]:
                for question in pillar["Questions"]:
                    missing.update(practice["ChoiceId"] for practice in question["BestPractices"])
    assert risks["HIGH"] == 20, risks
    assert missing and set(missing.values()) == {10}, missing
    for practice, times in missing.most_common(5):
        print(f"{times:3} {practice}")


if __name__ == "__main__":
    main()
