"""Exports a workload for safekeeping, as the export loop of AWS's labs does: pillar by pillar, answer by answer.

Every lens is asked for the framework's pillars; one that has others gives nothing for them.

    python3 export_all.py WORKLOAD-NAME FILE

Writes `{"workload": [Workload], "lens_review": [{alias: LensReview}], "lenses": [{alias: [Answer, …]}]}`.
"""

import json
import sys

import boto3

PILLARS = [
    "operationalExcellence", "security", "reliability", "performance", "costOptimization", "sustainability",
]


def find_workload(client, name):
    """The workload whose name begins so."""
    found = client.list_workloads(WorkloadNamePrefix=name)["WorkloadSummaries"]
    if len(found) != 1:
        sys.exit(f"{len(found)} workloads are called {name}")
    return client.get_workload(WorkloadId=found[0]["WorkloadId"])["Workload"]


def all_answers(client, workload_id, lens, pillar):
    """The answers of a pillar with notes: the list has none, so each is asked for."""
    answers, token = [], None
    while True:
        more = {"NextToken": token} if token else {}
        page = client.list_answers(WorkloadId=workload_id, LensAlias=lens, PillarId=pillar, MaxResults=50, **more)
        for summary in page["AnswerSummaries"]:
            question = summary["QuestionId"]
            answers.append(client.get_answer(WorkloadId=workload_id, LensAlias=lens, QuestionId=question)["Answer"])
        token = page.get("NextToken")
        if not token:
            return answers


def main():
    name, path = sys.argv[1:]
    client = boto3.client("wellarchitected")
    workload = find_workload(client, name)
    tags = client.list_tags_for_resource(WorkloadArn=workload["WorkloadArn"])["Tags"]
    assert tags == workload["Tags"], (tags, workload["Tags"])
    exported = {"workload": [workload], "lens_review": [], "lenses": []}
    for lens in workload["Lenses"]:
        review = client.get_lens_review(WorkloadId=workload["WorkloadId"], LensAlias=lens)["LensReview"]
        exported["lens_review"].append({lens: review})
        answers = []
        for pillar in PILLARS:
            answers += all_answers(client, workload["WorkloadId"], lens, pillar)
        exported["lenses"].append({lens: answers})
        print(f"{lens}: {len(answers)} answers, risks {review['RiskCounts']}")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(exported, file, default=str, indent=4)


if __name__ == "__main__":
    main()
