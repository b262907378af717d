"""Saves a review as `aws wellarchitected … > FILE` does, page by page, one file per answer of the service.

    python3 save_review.py WORKLOAD-NAME LENS FOLDER [MILESTONE]
"""

import json
import pathlib
import sys

import boto3


def main():
    name, lens, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    client = boto3.client("wellarchitected")
    [workload] = [found["WorkloadId"] for found in client.list_workloads()["WorkloadSummaries"]
                  if found["WorkloadName"] == name]

    def save(name, answer):
        del answer["ResponseMetadata"]
        text = json.dumps(answer, default=lambda moment: moment.isoformat(), indent=4)
        (folder / name).write_text(text, encoding="utf-8")

    def save_pages(name, call, **arguments):
        number = 1
        while True:
            page = call(**arguments)
            save(f"{name}.{number}.json", page)
            if "NextToken" not in page:
                return
            arguments["NextToken"] = page["NextToken"]
            number += 1

    call = {"WorkloadId": workload, "LensAlias": lens}
    if lens.startswith("arn:"):
        save("export-lens.json", client.export_lens(LensAlias=lens))
    if len(sys.argv) > 4:
        call["MilestoneNumber"] = int(sys.argv[4])
        save("get-milestone.json", client.get_milestone(WorkloadId=workload, MilestoneNumber=call["MilestoneNumber"]))
    else:
        save("get-workload.json", client.get_workload(WorkloadId=workload))
    save("get-lens-review.json", client.get_lens_review(**call))
    save_pages("list-answers", client.list_answers, **call, MaxResults=50)
    save_pages("list-lens-review-improvements", client.list_lens_review_improvements, **call, MaxResults=100)


if __name__ == "__main__":
    main()
