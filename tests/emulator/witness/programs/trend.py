"""Works through a review month by month, marks each with a milestone, and prints how the risks went down.

    python3 trend.py
"""

import boto3

LENS = "wellarchitected"


def questions(client, workload, **more):
    """Every question of the review."""
    arguments = {"WorkloadId": workload, "LensAlias": LENS, "MaxResults": 25, **more}
    while True:
        page = client.list_answers(**arguments)
        yield from page["AnswerSummaries"]
        if "NextToken" not in page:
            return
        arguments["NextToken"] = page["NextToken"]


def main():
    client = boto3.client("wellarchitected")
    workload = client.create_workload(
        WorkloadName="Warehouse", Description="Where things lie", Environment="PREPRODUCTION",
        NonAwsRegions=["Rotterdam"], ReviewOwner="warehouse team", Lenses=[LENS])["WorkloadId"]
    todo = [question for question in questions(client, workload)]
    for month in range(1, 5):
        for question in todo[(month - 1) * 14: month * 14]:
            practices = [choice["ChoiceId"] for choice in question["Choices"]]
            none = [id for id in practices if id.endswith("_no")]
            met = none if month == 1 else [id for id in practices if not id.endswith("_no")]
            client.update_answer(
                WorkloadId=workload, LensAlias=LENS, QuestionId=question["QuestionId"], SelectedChoices=met,
                Notes=f"looked at in month {month}")
        client.create_milestone(WorkloadId=workload, MilestoneName=f"Month {month}")

    trend = []
    milestones = client.list_milestones(WorkloadId=workload)["MilestoneSummaries"]
    for milestone in sorted(milestones, key=lambda found: found["RecordedAt"]):
        number = milestone["MilestoneNumber"]
        risks = [question["Risk"] for question in questions(client, workload, MilestoneNumber=number)]
        counts = {risk: risks.count(risk) for risk in sorted(set(risks))}
        assert counts == milestone["WorkloadSummary"]["RiskCounts"], (counts, milestone)
        assert counts == client.get_milestone(
            WorkloadId=workload, MilestoneNumber=number)["Milestone"]["Workload"]["RiskCounts"]
        trend.append(counts)
        print(f"{milestone['MilestoneName']}: {counts}")
    assert trend == [{"HIGH": 14, "UNANSWERED": 43}, {"HIGH": 14, "NONE": 14, "UNANSWERED": 29},
                     {"HIGH": 14, "NONE": 28, "UNANSWERED": 15}, {"HIGH": 14, "NONE": 42, "UNANSWERED": 1}], trend


if __name__ == "__main__":
    main()
