"""Mutation testing of Aieh.Scoring with Stryker.NET, room by room; called by bench/mutants.sh.

Prints for every room how many mutants were killed, survived, timed out or were covered by no test, its score, and the survivors.
The score is (killed + timed out)/(all that compile and are not ignored). The exit code is 0 only if every room reaches its threshold.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "bench" / "mutants"
SCORING = ROOT / "Aieh.Scoring"
RESULTS = ROOT / "artifacts" / "mutants"

# Per cent. What every employer sees is held more strictly than what only psychometricians run.
THRESHOLDS = {
    "Readiness": 95, "Evidence": 95, "Scale": 95,
    "Irt": 85, "Calibration": 85, "Linking": 85, "Checks": 85, "Adaptive": 85,
}
DEFAULT = ["Readiness", "Evidence", "Scale"]


def main():
    arguments = argparse.ArgumentParser(prog="bench/mutants.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("targets", nargs="*", default=DEFAULT, metavar="room or room/File.cs", help="default: " + " ".join(DEFAULT))
    arguments.add_argument("--every", type=int, default=1, metavar="N", help="a sample: only mutants within every Nth line of code")
    arguments.add_argument("--from", type=int, dest="first", metavar="K", help="which sample: lines K, K + N, K + 2N, …, K from 1 to N (N)")
    given = arguments.parse_args()
    for target in given.targets:
        room, _, file = target.partition("/")
        if room not in THRESHOLDS or (file and not (SCORING / target).is_file()):
            arguments.error(f"{target}: no such room or file; rooms are {', '.join(THRESHOLDS)}")

    first = given.every if given.first is None else given.first
    if not 1 <= first <= given.every:
        arguments.error(f"--from {first}: from 1 to {given.every}")

    return 0 if all([measure(target, given.every, first) for target in given.targets]) else 1


def measure(target, every, first):
    room, _, file = target.partition("/")
    files = [SCORING / target] if file else sorted((SCORING / room).glob("*.cs"))
    output = RESULTS / target.replace("/", "-")
    output.mkdir(parents=True, exist_ok=True)
    mutate = [option for path in files for option in ("--mutate", f"**/{room}/{path.name}{places(path, every, first)}")]
    command = [
        "dotnet", "stryker", "--config-file", "stryker.yaml", "--skip-version-check", "--output", str(output), *mutate,
        "--test-case-filter", f"FullyQualifiedName~Aieh.Api.Tests.Scoring.{room}",
    ]
    log = output / "stryker.log"
    with log.open("w") as stream:
        code = subprocess.run(command, cwd=HERE, stdout=stream, stderr=subprocess.STDOUT).returncode
    report = output / "reports" / "mutation-report.json"
    if code != 0 or not report.exists():
        print(f"{target}: Stryker ended with exit code {code}, see {log}", file=sys.stderr)
        return False
    return tell(target, every, first, json.loads(report.read_text()), THRESHOLDS[room])


def places(path, every, first):
    """Stryker's spans, in UTF-16 code units, of every Nth line, from the first given, that is neither blank nor a comment."""
    if every == 1:
        return ""
    spans, start, code = [], 0, 0
    for line in path.read_text(encoding="utf-8-sig").splitlines(keepends=True):
        end = start + len(line.encode("utf-16-le")) // 2
        if line.strip() and not line.strip().startswith("//"):
            code += 1
            if code % every == first % every:
                spans.append(f"{{{start}..{end}}}")
        start = end
    return "".join(spans) or "{0..0}"


def tell(target, every, first, report, threshold):
    known = equivalents()
    counts, survivors = collections.Counter(), []
    for path, file in report["files"].items():
        name = "/".join(path.split("/")[-2:])
        for mutant in file["mutants"]:
            counts[mutant["status"]] += 1
            if mutant["status"] in ("Survived", "NoCoverage"):
                survivors.append((name, *change(file["source"], mutant)))

    killed, left = counts["Killed"] + counts["Timeout"], counts["Survived"] + counts["NoCoverage"]
    score = 100 * killed / (killed + left) if killed + left else 0
    sample = f", within every {every}th line from {first}" if every > 1 else ""
    print(
        f"{target}{sample}: {score:.1f} % of {killed + left} (killed {counts['Killed']}, timed out {counts['Timeout']}, "
        f"survived {counts['Survived']}, not covered {counts['NoCoverage']}; uncompiled {counts['CompileError']}); threshold {threshold} %"
    )
    for name, line, status, mutator, old, new in sorted(survivors):
        note = " (equivalent)" if (name, old, new) in known else ""
        print(f"  {name}:{line}: {status}: {mutator}: {old} -> {new}{note}")
    sys.stdout.flush()
    return score >= threshold


def change(source, mutant):
    start, end = mutant["location"]["start"], mutant["location"]["end"]
    lines = source.splitlines()[start["line"] - 1 : end["line"]]
    lines[-1] = lines[-1][: end["column"] - 1]
    lines[0] = lines[0][start["column"] - 1 :]
    return start["line"], mutant["status"], mutant["mutatorName"], one_line("\n".join(lines)), one_line(mutant["replacement"])


def one_line(text):
    return " ".join(text.split())


def equivalents():
    """Rows of equivalent.md: file, old text and new text in back quotes."""
    known = set()
    for row in (HERE / "equivalent.md").read_text(encoding="utf-8").splitlines():
        cells = row.split("`")
        if row.startswith("| `") and len(cells) >= 7:
            known.add((cells[1], cells[3], cells[5]))
    return known


if __name__ == "__main__":
    sys.exit(main())
