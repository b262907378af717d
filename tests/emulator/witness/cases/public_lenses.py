"""Lenses that others have published: imported, applied, answered at random, and every answer of every shape checked."""

import json
import os
import pathlib
import random

from made import every, refused, workload


def lenses():
    """Files of lenses, where `WITNESS_LENSES` names a folder of them."""
    folder = os.environ.get("WITNESS_LENSES")
    for path in sorted(pathlib.Path(folder).glob("*.json")) if folder else []:
        text = path.read_text(encoding="utf-8-sig")
        if '"pillars"' in text:
            yield path.name, text


def case_published_lenses_are_reviewed(wire):
    client = wire.client()
    chance = random.Random(4)
    for name, text in lenses():
        try:
            json.loads(text, parse_constant=lambda constant: (_ for _ in ()).throw(ValueError(constant)))
        except ValueError:
            refused(client.import_lens, "ValidationException", JSONString=text)
            continue
        arn = client.import_lens(JSONString=text)["LensArn"]
        client.create_lens_version(LensAlias=arn, LensVersion="1.0", IsMajorVersion=True)
        assert json.loads(client.export_lens(LensAlias=arn)["LensJSON"]) == json.loads(text), name
        id = workload(client, name[:90], Lenses=["wellarchitected", arn])
        call = dict(WorkloadId=id, LensAlias=arn)
        answers = every(client.list_answers, "AnswerSummaries", **call, MaxResults=7)
        questions = [question for pillar in json.loads(text)["pillars"] for question in pillar["questions"]]
        assert len(answers) == len(questions), (name, len(answers), len(questions))
        for answer in answers:
            choices = [choice["ChoiceId"] for choice in answer["Choices"]]
            selected = chance.sample(choices, chance.randint(0, len(choices)))
            client.update_answer(**call, QuestionId=answer["QuestionId"], SelectedChoices=selected)
            client.get_answer(**call, QuestionId=answer["QuestionId"])
        every(client.list_lens_review_improvements, "ImprovementSummaries", **call, MaxResults=9)
        review = client.get_lens_review(**call)["LensReview"]
        assert sum(review["RiskCounts"].values()) == len(questions), name
    every(client.get_consolidated_report, "Metrics", Format="JSON", MaxResults=5)
