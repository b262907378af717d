"""Is the emulator what boto3 takes for AWS? Runs every case against it and says what was seen.

    python3 run.py --endpoint http://127.0.0.1:PORT [--operations NAME,…] [--only WORD]

The last line counts operations, responses, cases and violations. Exit status 0: nothing is wrong; 1: something is.
"""

import argparse
import importlib
import pathlib
import sys
import traceback

import boto3

import wire

HERE = pathlib.Path(__file__).parent


def cases():
    """Every function `case_…` of every module in `cases`, by name."""
    for path in sorted((HERE / "cases").glob("*.py")):
        module = importlib.import_module(f"cases.{path.stem}")
        for name, function in list(vars(module).items()):
            if name.startswith("case_"):
                yield f"{path.stem}.{name.removeprefix('case_')}", function


def told(error):
    """What went wrong, and through which lines of ours."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(HERE))]
    lines = [f"    {pathlib.Path(frame.filename).name}:{frame.lineno}: {frame.line}" for frame in frames[1:]]
    return "\n".join([*lines, f"    {type(error).__name__}: {str(error):.600}"])


def main():
    """Runs all, tells all."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--endpoint", required=True)
    arguments.add_argument("--operations", help="what must have been answered at least once, separated by commas")
    arguments.add_argument("--only", default="", help="cases with this word in their name")
    given = arguments.parse_args()

    seen = wire.Wire(given.endpoint)
    count, failed = 0, 0
    for name, function in cases():
        if given.only not in name:
            continue
        count += 1
        try:
            function(seen)
        except Exception as error:  # A case that breaks in any way has failed; the others go on.
            failed += 1
            print(f"failed: {name}\n{told(error)}")
    for violation in sorted(set(seen.checker.violations)):
        print(f"violation: {violation}")
    for shape, times in sorted(seen.checker.excepted.items()):
        print(f"excepted: {shape}, {times} times")
    unseen = sorted(set(filter(None, (given.operations or "").split(","))) ^ seen.answered) if given.operations else []
    for operation in unseen:
        print(f"unwitnessed: {operation}")
    codes = sorted({code for _, code in seen.errors})
    print(f"errors seen: {', '.join(codes)}")
    print(
        f"boto3 {boto3.__version__}: {len(seen.answered)} operations, {seen.responses} responses, "
        f"{count} cases, {failed} failed, {len(seen.checker.violations)} violations, {len(unseen)} unwitnessed"
    )
    sys.exit(1 if failed or seen.checker.violations or unseen else 0)


if __name__ == "__main__":
    main()
