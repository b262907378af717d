"""Which facts of the service model does the emulator check requests against? Writes operations.csv, members.csv and shapes.csv.

Usage: python3 from_model.py service-2.json.gz (of botocore, wellarchitected 2020-03-31). Names, limits and patterns only, no prose.
Of the preview operations under /api/ only the names stand in the table, so that a refusal can name them.
"""

import csv
import gzip
import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).parent


def write(name, head, rows):
    with open(FOLDER / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def main(path):
    with gzip.open(path) as file:
        model = json.load(file)
    shapes = model["shapes"]
    operations = model["operations"]
    preview = {name for name, one in operations.items() if one["http"]["requestUri"].startswith("/api/")}
    seen = {}

    def walk(name):
        if name in seen:
            return
        shape = seen[name] = shapes[name]
        for member in shape.get("members", {}).values():
            walk(member["shape"])
        for part in ("member", "key", "value"):
            if part in shape:
                walk(shape[part]["shape"])

    for name, one in operations.items():
        if "input" in one and name not in preview:
            walk(one["input"]["shape"])
    write("operations.csv", ["operation", "method", "path", "input"], [
        [name, one["http"]["method"], one["http"]["requestUri"], "" if name in preview else one.get("input", {}).get("shape", "")]
        for name, one in sorted(operations.items())
    ])
    write("members.csv", ["structure", "member", "shape", "location", "wire_name", "required"], [
        [name, member, of["shape"], of.get("location", "body"), of.get("locationName", member), "required" if member in shape.get("required", []) else ""]
        for name, shape in sorted(seen.items()) for member, of in shape.get("members", {}).items()
    ])
    write("shapes.csv", ["shape", "type", "min", "max", "of", "pattern"], [
        [name, "enum" if "enum" in shape else shape["type"], shape.get("min", ""), shape.get("max", ""),
         " ".join(shape.get("enum", []) or [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]), shape.get("pattern", "")]
        for name, shape in sorted(seen.items())
    ])


if __name__ == "__main__":
    main(sys.argv[1])
