"""Brings a lens of one's own into an account, reviews a workload with it, and marks a milestone.

    python3 own_lens.py LENS-FILE WORKLOAD-NAME

Prints the lens's ARN.
"""

import sys

import boto3


def main():
    path, name = sys.argv[1:]
    client = boto3.client("wellarchitected")
    with open(path, encoding="utf-8") as file:
        arn = client.import_lens(JSONString=file.read())["LensArn"]
    client.create_lens_version(LensAlias=arn, LensVersion="1.0.0", IsMajorVersion=True)
    workload = client.create_workload(
        WorkloadName=name, Description="Reviewed with a lens of our own", Environment="PRODUCTION",
        AwsRegions=["eu-central-1"], ReviewOwner="team@example.com", Lenses=["wellarchitected"],
        PillarPriorities=["security"], Tags={"team": "core"})["WorkloadId"]
    client.associate_lenses(WorkloadId=workload, LensAliases=[arn])
    call = {"WorkloadId": workload, "LensAlias": arn}
    for at, answer in enumerate(client.list_answers(**call)["AnswerSummaries"]):
        choices = [choice["ChoiceId"] for choice in answer["Choices"]]
        updates = {choices[0]: {"Status": "SELECTED"}}
        if len(choices) > 2:
            updates[choices[1]] = {"Status": "NOT_APPLICABLE", "Reason": "BUSINESS_PRIORITIES", "Notes": "later"}
        client.update_answer(**call, QuestionId=answer["QuestionId"], ChoiceUpdates=updates, Notes=f"number {at}")
    client.create_milestone(WorkloadId=workload, MilestoneName="First look")
    client.update_answer(
        WorkloadId=workload, LensAlias="wellarchitected", QuestionId="identities", IsApplicable=False,
        Reason="OUT_OF_SCOPE")
    print(arn)


if __name__ == "__main__":
    main()
