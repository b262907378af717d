"""What the model says of every parameter of every operation: each rule broken once, each resource asked for in vain."""

import re

import botocore.exceptions
from botocore import xform_name

import shapes
from made import NOBODY, lens_json, refused

ARN = "arn:aws:wellarchitected:eu-west-1:111122223333"
# What a parameter of a shape can be; whatever is not here is made from the shape.
SAMPLES = {
    "WorkloadId": NOBODY,
    "LensAlias": f"{ARN}:lens/{NOBODY}",
    "LensArn": f"{ARN}:lens/{NOBODY}",
    "ProfileArn": f"{ARN}:profile/{NOBODY}",
    "TemplateArn": f"{ARN}:review-template/{NOBODY}",
    "ResourceArn": f"{ARN}:review-template/{NOBODY}",
    "WorkloadArn": f"{ARN}:workload/{NOBODY}",
    "ShareId": NOBODY,
    "ShareInvitationId": NOBODY,
    "AwsAccountId": "111122223333",
    "SharedWith": "111122223333",
    "LensJSON": lens_json(),
    "WorkloadArchitecturalDesign": "https://example.com/",
    "ApplicationArn": "arn:aws:servicecatalog:eu-west-1:111122223333:/applications/0a1b2c3d",
    "JiraProjectKey": "WA",
    "AwsRegion": "eu-west-1",
}


def operations():
    """Every operation outside the preview: its name and its input's shape."""
    for name, operation in sorted(shapes.model()["operations"].items()):
        if "Agent" not in name:
            yield name, shapes.model()["shapes"].get(operation.get("input", {}).get("shape"), {"members": {}})


def sample(name):
    """A value that the shape takes."""
    shape = shapes.model()["shapes"][name]
    if name in SAMPLES:
        return SAMPLES[name]
    if shape["type"] == "structure":
        return {member: sample(inner["shape"]) for member, inner in shape["members"].items()}
    if shape["type"] == "list":
        return [sample(shape["member"]["shape"])]
    if shape["type"] == "map":
        return {sample(shape["key"]["shape"]): sample(shape["value"]["shape"])}
    if shape["type"] == "string":
        return shape["enum"][0] if "enum" in shape else "abcdef"[: shape.get("max", 6)]
    return {"integer": shape.get("min", 1), "boolean": True}[shape["type"]]


def least(shape):
    """The least request of an input: what it requires."""
    return {name: sample(shape["members"][name]["shape"]) for name in shape.get("required", [])}


def broken(name):
    """Values that the shape does not take, each for one reason."""
    shape = shapes.model()["shapes"][name]
    kind = shape["type"]
    if "enum" in shape:
        yield "NO_SUCH_VALUE"
    elif kind == "string":
        if shape.get("min", 0) > 1:
            yield "a" * (shape["min"] - 1)
        # Longer paths than this are refused by servers before anybody reads them.
        if shape.get("max", 9999) <= 2084 or name == "LensJSON":
            yield "a" * (shape["max"] + 1)
        if "pattern" in shape and name not in ("ClientRequestToken", "ProfileVersion"):
            yield "{}" * max(1, shape.get("min", 2) // 2)
    elif kind == "integer":
        yield from (shape[end] + step for end, step in (("min", -1), ("max", 1)) if end in shape)
    elif kind == "list":
        item = sample(shape["member"]["shape"])
        if shape.get("min"):
            yield []
        if "max" in shape:
            yield [item] * (shape["max"] + 1)
        for value in broken(shape["member"]["shape"]):
            yield [value]
    elif kind == "map":
        key, value = sample(shape["key"]["shape"]), sample(shape["value"]["shape"])
        if shape.get("min"):
            yield {}
        for wrong in broken(shape["key"]["shape"]):
            yield {wrong: value}
        for wrong in broken(shape["value"]["shape"]):
            yield {key: wrong}
    elif kind == "structure":
        for member, inner in shape["members"].items():
            for wrong in broken(inner["shape"]):
                yield {**sample(name), member: wrong}
        for member in shape.get("required", []):
            yield {other: value for other, value in sample(name).items() if other != member}


def case_every_rule_of_every_parameter(wire):
    client = wire.client(unchecked=True)
    count, taken = 0, []
    for operation, shape in operations():
        call = getattr(client, xform_name(operation))
        for member, inner in shape["members"].items():
            values = list(broken(inner["shape"]))
            if inner.get("location") == "uri":
                # What is not there in a path makes another path.
                values = [value for value in values if value != "" and not re.search("[{}]", str(value))]
            for value in values:
                count += 1
                try:
                    refused(call, "ValidationException", **{**least(shape), member: value})
                except AssertionError as error:
                    taken.append(f"{operation}.{member} = {value!r:.60}: {error!s:.200}")
    assert not taken, "\n".join([f"{len(taken)} of {count}:", *taken])
    assert count > 400, count


def case_what_is_required_is_required(wire):
    client = wire.client(unchecked=True)
    taken = []
    for operation, shape in operations():
        for member in shape.get("required", []):
            location = shape["members"][member].get("location")
            if location == "uri" or member == "ClientRequestToken":
                continue
            request = least(shape)
            del request[member]
            try:
                refused(getattr(client, xform_name(operation)), "ValidationException", **request)
            except AssertionError as error:
                taken.append(f"{operation}.{member}: {error!s:.200}")
    assert not taken, "\n".join(taken)


def case_nothing_is_found_where_nothing_is(wire):
    client = wire.client()
    found = []
    for operation, shape in operations():
        if not any(inner.get("location") == "uri" for inner in shape["members"].values()):
            continue
        try:
            refused(getattr(client, xform_name(operation)), "ResourceNotFoundException|AccessDeniedException", **least(shape))
        except (AssertionError, botocore.exceptions.ParamValidationError) as error:
            found.append(f"{operation}: {error!s:.200}")
    assert not found, "\n".join(found)
