#!/usr/bin/env python3
"""Makes data/broken/: folders that must be refused before anything is written, and cases.json that says where and why.

    python3 data/oracle/make_broken.py

A case holds only the files that differ from its good folder (`base`); `remove` names files to take away. Every case is laid
over its base in a temporary folder and must be found, at that place, by check_folder.py.
"""

import json
import shutil
import tempfile
from pathlib import Path

from check_folder import check

ROOT = Path(__file__).resolve().parent.parent
BASE = "third-marker-decides"
README = """
# Broken folders

Each folder is `base` of `cases.json` with the files in it laid over and the files of `remove` taken away. Each must be refused before
anything is written, with a message that names `file`, `line` (1 is the first line of the file; null where there is none to name) and
`field` (null where the whole line or file is meant), and shows the text `contains`.

Written by `data/oracle/make_broken.py`; change that, not these files.
"""


def lines_of(name):
    return (ROOT / BASE / name).read_text(encoding="utf-8").split("\n")


def with_line(name, number, change):
    """The base's file with one line changed; returns its text and the new line."""
    lines = lines_of(name)
    lines[number - 1] = change(lines[number - 1])
    return "\n".join(lines)


def entry_changed(number, change):
    def edit(line):
        entry = json.loads(line)
        change(entry)
        return json.dumps(entry, ensure_ascii=False)

    return with_line("entries.jsonl", number, edit)


def rules_changed(change):
    rules = json.loads((ROOT / BASE / "contest.json").read_text(encoding="utf-8"))
    change(rules)
    return json.dumps(rules, ensure_ascii=False, indent=2) + "\n"


def cell(number, column, value):
    def edit(line):
        cells = line.split(",", 4)  # the comment, which may hold commas, comes last
        cells[lines_of("scores.csv")[0].split(",").index(column)] = value
        return ",".join(cells)

    return with_line("scores.csv", number, edit)


def cases():
    """folder name, file, its broken content (None: the file is missing), line, field, what the message shows"""
    entries, scores, units = lines_of("entries.jsonl"), lines_of("scores.csv"), lines_of("units.csv")
    first = json.loads(entries[0])["code"]
    scored = {row.split(",")[1] for row in scores[1:] if row}
    quiet = [n for n, line in enumerate(entries, 1) if line and json.loads(line)["code"] not in scored]  # nothing refers to these

    yield ("unknown-method", "contest.json", rules_changed(lambda r: r["judging"]["combine"].update(method="average")),
           None, "judging.combine.method", "average")
    yield ("unknown-third", "contest.json", rules_changed(lambda r: r["judging"]["combine"].update(third="chair_decides")),
           None, "judging.combine.third", "chair_decides")
    yield ("unknown-pooling", "contest.json", rules_changed(lambda r: r["prizes"].update(pooling="per_unit")),
           None, "prizes.pooling", "per_unit")
    yield ("unknown-unit", "entries.jsonl", entry_changed(3, lambda e: e.update(receiving_unit_code="X99")),
           3, "receiving_unit_code", "X99")
    yield ("invalid-json", "entries.jsonl", with_line("entries.jsonl", quiet[0], lambda line: line[:-40]),
           quiet[0], None, "entries.jsonl")
    yield ("wrong-type", "entries.jsonl", entry_changed(quiet[1], lambda e: e.update(authors="Nguyễn Văn A")),
           quiet[1], "authors", "authors")
    yield ("share-not-a-number", "entries.jsonl",
           entry_changed(quiet[2], lambda e: e["authors"][0].update(share_percent="một trăm")),
           quiet[2], "authors[0].share_percent", "một trăm")
    yield "duplicate-entry", "entries.jsonl", "\n".join(entries[:8] + [entries[0]] + entries[8:]), 9, "code", first
    yield ("bad-instant", "entries.jsonl", entry_changed(7, lambda e: e.update(submitted_at="2022-02-30T08:00:00+07:00")),
           7, "submitted_at", "2022-02-30T08:00:00+07:00")
    yield ("instant-without-offset", "entries.jsonl", entry_changed(8, lambda e: e.update(submitted_at="2022-08-20T08:00:00")),
           8, "submitted_at", "2022-08-20T08:00:00")
    yield "unknown-judge", "scores.csv", cell(6, "judge_code", "GK77"), 6, "judge_code", "GK77"
    yield "unknown-entry", "scores.csv", cell(10, "entry_code", "BD22-999"), 10, "entry_code", "BD22-999"
    yield "unknown-criterion", "scores.csv", cell(11, "criterion", "dep_de"), 11, "criterion", "dep_de"
    yield "points-not-a-number", "scores.csv", cell(12, "points", "mười bảy"), 12, "points", "mười bảy"
    yield ("duplicate-mark", "scores.csv", "\n".join(scores[:20] + [scores[16]] + scores[20:]),
           21, "criterion", scores[16].split(",")[2])
    yield ("missing-column", "scores.csv", "\n".join(",".join(line.split(",")[:3]) for line in scores if line) + "\n",
           1, "points", "points")
    yield "missing-file", "judges.csv", None, None, None, "judges.csv"
    yield ("invalid-utf-8", "units.csv",
           b"\n".join([line.encode() for line in units[:4]] + [units[4].encode("latin-1", "replace").replace(b"?", b"\xea")]
                      + [line.encode() for line in units[5:]]), 5, None, "units.csv")


def found_as_told(folder, case):
    """Lays the case over its base and asks check_folder.py where it is broken first."""
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole"
        shutil.copytree(ROOT / BASE, whole)
        for name in case["remove"]:
            (whole / name).unlink()
        if folder.exists():
            shutil.copytree(folder, whole, dirs_exist_ok=True)
        faults = check(whole)
    return any(
        (fault["file"], fault["line"], fault["field"]) == (case["file"], case["line"], case["field"])
        and case["contains"] in fault["file"] + " " + fault["message"]
        for fault in faults[:1]
    ), faults


def main():
    broken = ROOT / "broken"
    shutil.rmtree(broken, ignore_errors=True)
    broken.mkdir()
    (broken / "README.md").write_text(README.strip() + "\n", encoding="utf-8")
    listed = []
    for name, file, content, line, field, contains in cases():
        if content is not None:
            (broken / name).mkdir()
            (broken / name / file).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        case = {"folder": name, "base": BASE, "remove": [file] if content is None else [], "file": file, "line": line,
                "field": field, "contains": contains}
        ok, faults = found_as_told(broken / name, case)
        if not ok:
            raise AssertionError(f"{name} is not found as told: {faults}")
        print(f"{name}: {len(faults)} fault(s), first {faults[0]}")
        listed.append(case)
    (broken / "cases.json").write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
