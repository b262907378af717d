"""Does a body on the wire have the shape that botocore's model gives it?

Strict where botocore's own parser is not: unknown members, nulls, numbers of another kind, ranges, patterns, enums.
"""

import functools
import json
import re

import botocore.session

# Where the model is known to say otherwise than the service does; each names its witness.
EXCEPTIONS = {
    "ProfileVersion": (
        "pattern",
        "the service gives `1.0.0`, the pattern knows no dot (public output of `get-profile`)",
    ),
    "TagMap": (
        "min",
        "one tag at least is for requests; what has none answers `{}` (the scripts of AWS's labs look into it)",
    ),
}

# The earliest and latest second that a timestamp can be: 2001 to 2286. Milliseconds are far beyond.
SECONDS = (1_000_000_000, 10_000_000_000)


@functools.cache
def model():
    """The service's model, as botocore ships it."""
    return botocore.session.get_session().get_component("data_loader").load_service_model("wellarchitected", "service-2")


def parse(body):
    """JSON as a strict reader takes it: no member twice, no NaN."""

    def members(pairs):
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError(f"a member stands twice: {sorted(name for name, _ in pairs)}")
        return found

    def constant(name):
        raise ValueError(f"{name} is not JSON")

    return json.loads(body, object_pairs_hook=members, parse_constant=constant)


class Checker:
    """Collects what is wrong, with places; and how often an exception was made."""

    def __init__(self):
        self.violations = []
        self.excepted = {}

    def check(self, name, value, path):
        """One value against the shape of this name."""
        shape = model()["shapes"][name]
        kind = shape["type"]
        expected = {
            "structure": dict, "map": dict, "list": list, "string": str, "boolean": bool,
            "integer": int, "long": int, "timestamp": (int, float),
        }[kind]
        if not isinstance(value, expected) or (isinstance(value, bool) and kind != "boolean"):
            self.wrong(path, f"{kind} {name} expected, found {value!r:.60}")
            return
        getattr(self, f"_{kind}")(name, shape, value, path)

    def wrong(self, path, what):
        """Notes a violation."""
        self.violations.append(f"{path}: {what}")

    def _unless_excepted(self, name, rule, path, what):
        if EXCEPTIONS.get(name, ("", ""))[0] == rule:
            self.excepted[name] = self.excepted.get(name, 0) + 1
        else:
            self.wrong(path, what)

    def _structure(self, name, shape, value, path):
        for member in shape.get("required", []):
            if member not in value:
                self.wrong(path, f"{name} without its {member}")
        for member, inner in value.items():
            if member in shape["members"]:
                self.check(shape["members"][member]["shape"], inner, f"{path}.{member}")
            else:
                self.wrong(path, f"{name} has no member {member}")

    def _map(self, name, shape, value, path):
        self._range(name, shape, len(value), path)
        for key, inner in value.items():
            self.check(shape["key"]["shape"], key, f"{path} key {key!r:.40}")
            self.check(shape["value"]["shape"], inner, f"{path}[{key!r:.40}]")

    def _list(self, name, shape, value, path):
        self._range(name, shape, len(value), path)
        for at, inner in enumerate(value):
            self.check(shape["member"]["shape"], inner, f"{path}[{at}]")

    def _string(self, name, shape, value, path):
        self._range(name, shape, len(value), path)
        if "enum" in shape and value not in shape["enum"]:
            self.wrong(path, f"{value!r} is no {name}")
        if "pattern" in shape and not re.fullmatch(pattern(shape["pattern"]), value):
            self._unless_excepted(name, "pattern", path, f"{value!r:.60} is not {shape['pattern']} ({name})")

    def _boolean(self, name, shape, value, path):
        pass

    def _integer(self, name, shape, value, path):
        self._range(name, shape, value, path)

    _long = _integer

    def _timestamp(self, name, shape, value, path):
        if not SECONDS[0] <= value <= SECONDS[1]:
            self.wrong(path, f"{value!r} is no time in seconds since 1970")

    def _range(self, name, shape, number, path):
        if "min" in shape and number < shape["min"]:
            self._unless_excepted(name, "min", path, f"{number} is below {shape['min']} ({name})")
        if "max" in shape and number > shape["max"]:
            self.wrong(path, f"{number} is above {shape['max']} ({name})")


@functools.cache
def pattern(java):
    """The model's pattern in Python's dialect, which has no classes of Unicode properties."""
    return re.compile(java.replace(r"\p{L}\p{N}\p{Z}", r"\w\s"))
