"""What do the cases ask with? Workloads and lenses as small as they can be, and how calls are made and refused."""

import json

import botocore.exceptions

import shapes

NOBODY = "0" * 32
OFFICIAL = "wellarchitected"
OFFICIAL_ARN = "arn:aws:wellarchitected::aws:lens/wellarchitected"


def workload(client, name="Orders", **members):
    """Creates a workload; its id."""
    return client.create_workload(**workload_request(name, **members))["WorkloadId"]


def workload_request(name="Orders", **members):
    """The least that the service takes, and what is given."""
    request = {
        "WorkloadName": name,
        "Description": "Takes orders and forgets none",
        "Environment": "PRODUCTION",
        "AwsRegions": ["eu-west-1"],
        "ReviewOwner": "owner@example.com",
        "Lenses": [OFFICIAL],
    }
    request.update(members)
    return {name: value for name, value in request.items() if value is not None}


def refused(call, codes, **parameters):
    """Makes a call that must be refused with one of these codes, and answers with the error."""
    codes = codes.split("|")
    try:
        found = call(**parameters)
    except botocore.exceptions.ClientError as error:
        code = error.response["Error"]["Code"]
        assert code in codes, f"refused with {error}; expected {codes} for {parameters!r:.400}"
        status = shapes.model()["shapes"][code]["error"]["httpStatusCode"]
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status, error.response
        return error.response
    raise AssertionError(f"not refused as {codes}: {parameters!r:.400}")


def pages(call, member, **parameters):
    """Follows tokens to the end; the items of each page."""
    found = []
    while True:
        page = call(**parameters)
        found.append(page[member])
        assert len(found) < 200, "pages do not end"
        if "NextToken" not in page:
            return found
        parameters["NextToken"] = page["NextToken"]


def every(call, member, **parameters):
    """All items of all pages."""
    return [item for page in pages(call, member, **parameters) for item in page]


def lens_json(name="Queues", version=1, questions=("depth", "retries")):
    """A custom lens of one pillar; a later version has one question more."""
    questions = list(questions) + [f"added_{number}" for number in range(2, version + 1)]
    return json.dumps({
        "schemaVersion": "2021-11-01",
        "name": name,
        "description": "How work waits, and what happens to it.",
        "pillars": [{"id": "queues", "name": "Queues", "questions": [question(id) for id in questions]}],
    })


def question(id):
    """Three practices: with the first and one more there is no risk, with the first alone a medium one."""
    return {
        "id": id,
        "title": f"How do you look after {id}?",
        "description": "Somebody has to.",
        "choices": [
            choice(f"{id}_measured", "It is measured"),
            choice(f"{id}_bounded", "It is bounded"),
            choice(f"{id}_tested", "It is tested"),
            {"id": f"{id}_no", "title": "None of these"},
        ],
        "riskRules": [
            {"condition": f"{id}_measured && ({id}_bounded || {id}_tested)", "risk": "NO_RISK"},
            {"condition": f"{id}_measured && !{id}_no", "risk": "MEDIUM_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ],
    }


def choice(id, title):
    """A practice with all that it can have."""
    return {
        "id": id,
        "title": title,
        "helpfulResource": {"displayText": f"Why {title.lower()}", "url": "https://example.com/why"},
        "improvementPlan": {"displayText": f"See that {title.lower()}", "url": "https://example.com/how"},
    }


def published(client, name="Queues", version="1.0"):
    """Imports a lens and publishes it; its ARN."""
    arn = client.import_lens(JSONString=lens_json(name))["LensArn"]
    client.create_lens_version(LensAlias=arn, LensVersion=version, IsMajorVersion=True)
    return arn
