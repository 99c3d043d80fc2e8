#!/usr/bin/env python3
"""Says what is wrong with a contest folder: file, line, field, message. Prints nothing where the folder is sound.

    python3 data/oracle/check_folder.py DIR...

Beyond the format it asks what a real office would have made sure of: marks on step and inside a band, comments where
they are required, no judge in conflict, a head's confirmation before forwarding.
"""

import csv
import io
import json
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path

COLUMNS = {
    "units.csv": ["code", "name", "kind", "parent_code", "quota", "valid_from", "valid_to", "successor_code"],
    "judges.csv": ["code", "name", "title", "unit_code", "chair"],
    "conflicts.csv": ["judge_code", "entry_code", "kind"],
    "scores.csv": ["judge_code", "entry_code", "criterion", "points", "comment"],
    "third-markers.csv": ["round", "entry_code", "judge_code"],
    "decisions.csv": ["entry_code", "decision", "kept_entry_code", "reason"],
    "chair-decisions.csv": ["decided_by", "decided_at", "entry_codes_in_order", "reason"],
    "votes.csv": ["entry_code", "votes", "source"],
    "side-prizes.csv": ["prize_code", "entry_code", "unit_code", "reason", "votes_for", "votes_cast"],
}
OPTIONAL = {"third-markers.csv", "decisions.csv", "chair-decisions.csv", "votes.csv", "side-prizes.csv"}
FIELDS = {
    "code": str, "title": str, "areas": list, "format": str, "category": str, "authors": list, "receiving_unit_code": str,
    "route": str, "submitted_at": str, "attachments": list, "sections": dict, "already_applied": bool, "screening": dict,
    "confirmation": (dict, type(None)), "forwarded_at": (str, type(None)),
}


class Folder:
    def __init__(self, path):
        self.path, self.faults = Path(path), []
        self.rules = self.json_file("contest.json")
        self.tables = {name: self.csv_file(name) for name in COLUMNS}
        self.entries = self.json_lines("entries.jsonl")

    def fault(self, file, line, field, message):
        self.faults.append({"file": file, "line": line, "field": field, "message": message})

    def text(self, name):
        path = self.path / name
        if not path.exists():
            if name not in OPTIONAL:
                self.fault(name, None, None, f"{name} is missing")
            return ""
        raw = path.read_bytes()
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.fault(name, raw[: error.start].count(b"\n") + 1, None, "not UTF-8")
            return ""

    def json_file(self, name):
        try:
            return json.loads(self.text(name) or "{}")
        except json.JSONDecodeError as error:
            self.fault(name, error.lineno, None, f"not JSON: {error.msg}")
            return {}

    def json_lines(self, name):
        found = []
        for number, line in enumerate(self.text(name).split("\n"), 1):
            if line.strip():
                try:
                    found.append((number, json.loads(line)))
                except json.JSONDecodeError as error:
                    self.fault(name, number, None, f"not JSON: {error.msg}")
        return found

    def csv_file(self, name):
        text = self.text(name)
        if not text:
            return []
        reader = csv.DictReader(io.StringIO(text))
        for column in COLUMNS[name]:
            if column not in reader.fieldnames:
                self.fault(name, 1, column, f"the column {column} is missing")
        return [(reader.line_num, row) for row in reader]


def check_choice(folder, field, value, choices):
    if value not in choices:
        folder.fault("contest.json", None, field, f"unknown value {value}")


def check_rules(folder):
    judging, prizes = folder.rules["judging"], folder.rules["prizes"]
    rounds = judging.get("rounds") or [{"code": "1", "combine": judging["combine"]}]
    for index, r in enumerate(rounds):
        at = f"judging.rounds[{index}].combine" if "rounds" in judging else "judging.combine"
        check_choice(folder, f"{at}.method", r["combine"]["method"], ["mean", "drop_high_low", "two_marks_third_on_gap"])
        if r["combine"]["method"] == "two_marks_third_on_gap":
            thirds = ["third_mark_decides", "mean_of_three", "mean_of_two_closest"]
            check_choice(folder, f"{at}.third", r["combine"]["third"], thirds)
    check_choice(folder, "judging.final", judging.get("final", "last_round_decides"), ["last_round_decides", "weighted_rounds"])
    check_choice(folder, "prizes.pooling", prizes["pooling"], ["pooled", "per_category"])
    return {r["code"]: r.get("criteria") or judging["criteria"] for r in rounds}


def instant(folder, line, field, value):
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("no offset")
        return moment
    except ValueError as error:
        folder.fault("entries.jsonl", line, field, f"{value}: {error}")
        return None


def check_entries(folder, units):
    codes, rules = {}, folder.rules
    for line, e in folder.entries:
        sound = True
        for field, kind in FIELDS.items():
            if field not in e or not isinstance(e[field], kind):
                folder.fault("entries.jsonl", line, field, f"{field} has the wrong type or is missing: {e.get(field)}")
                sound = False
        for index, author in enumerate(e["authors"] if sound else []):
            if isinstance(author["share_percent"], bool) or not isinstance(author["share_percent"], (int, float)):
                folder.fault("entries.jsonl", line, f"authors[{index}].share_percent", f"not a number: {author['share_percent']}")
                sound = False
        if not sound:
            continue
        if e["code"] in codes:
            folder.fault("entries.jsonl", line, "code", f"{e['code']} occurs twice")
        codes[e["code"]] = e
        for field, value in [("receiving_unit_code", e["receiving_unit_code"])] + [
            (f"authors[{i}].unit_code", a["unit_code"]) for i, a in enumerate(e["authors"]) if a["unit_code"] is not None
        ]:
            if value not in units:
                folder.fault("entries.jsonl", line, field, f"unknown unit {value}")
        for area in e["areas"]:
            if area not in {a["code"] for a in rules["areas"]}:
                folder.fault("entries.jsonl", line, "areas", f"unknown area {area}")
        submitted = instant(folder, line, "submitted_at", e["submitted_at"])
        forwarded = e["forwarded_at"] and instant(folder, line, "forwarded_at", e["forwarded_at"])
        confirmed = e["confirmation"] and instant(folder, line, "confirmation.at", e["confirmation"]["at"])
        if submitted and forwarded and e["receiving_unit_code"] != rules["standing_body"]["unit_code"]:
            if not submitted < forwarded or (confirmed and not submitted < confirmed < forwarded):
                folder.fault("entries.jsonl", line, "confirmation.at", "not between handing in and forwarding")
        if e["screening"]["verdict"] != "selected" and (forwarded or confirmed):
            folder.fault("entries.jsonl", line, "forwarded_at", "forwarded or confirmed but not selected")
    return codes


def check_scores(folder, criteria_of, entries, judges):
    conflicts = {(row["judge_code"], row["entry_code"]) for _, row in folder.tables["conflicts.csv"]}
    seen = set()
    for line, row in folder.tables["scores.csv"]:
        def fault(field, message, line=line):
            folder.fault("scores.csv", line, field, message)

        if any(row.get(column) is None for column in COLUMNS["scores.csv"]):
            continue
        round_code = row.get("round", "1")
        if round_code not in criteria_of:
            fault("round", f"unknown round {round_code}")
            continue
        known = {c if isinstance(c, str) else c["code"] for c in criteria_of[round_code]}
        common = {c["code"]: c for c in folder.rules["judging"]["criteria"]}
        own = common | {c["code"]: c for c in criteria_of[round_code] if not isinstance(c, str)}
        if row["judge_code"] not in judges:
            fault("judge_code", f"unknown judge {row['judge_code']}")
        if row["entry_code"] not in entries:
            fault("entry_code", f"unknown entry {row['entry_code']}")
        if (row["judge_code"], row["entry_code"]) in conflicts:
            fault("judge_code", f"{row['judge_code']} is in conflict with {row['entry_code']}")
        if row["judge_code"] in judges and row["entry_code"] in entries:
            home = judges[row["judge_code"]]["unit_code"]
            if any(author["unit_code"] == home for author in entries[row["entry_code"]]["authors"]):
                fault("judge_code", f"{row['judge_code']} works with an author of {row['entry_code']}")
        if row["criterion"] not in known:
            fault("criterion", f"unknown criterion {row['criterion']}")
            continue
        c, key = own[row["criterion"]], (round_code, row["judge_code"], row["entry_code"], row["criterion"])
        if key in seen:
            fault("criterion", f"{' '.join(key[1:])} occurs twice")
        seen.add(key)
        try:
            points = Fraction(row["points"])
        except (ValueError, ZeroDivisionError):
            fault("points", f"not a number: {row['points']}")
            continue
        if not 0 <= points <= Fraction(c["max"]) or (points / Fraction(c["step"])).denominator != 1:
            fault("points", f"{row['points']} is off the scale or the step")
        bands = c.get("bands")
        if bands and not any(Fraction(b["min"]) <= points <= Fraction(b["max"]) for b in bands):
            fault("points", f"{row['points']} is in no band")
        if c["comment_required"] and not row["comment"].strip():
            fault("comment", "a comment is required")


def check(path):
    folder = Folder(path)
    if any(fault["field"] is None for fault in folder.faults):
        return folder.faults
    criteria_of = check_rules(folder)
    units = {row["code"] for _, row in folder.tables["units.csv"]}
    judges = {row["code"]: row for _, row in folder.tables["judges.csv"]}
    entries = check_entries(folder, units)
    for line, row in folder.tables["judges.csv"]:
        if row["unit_code"] not in units:
            folder.fault("judges.csv", line, "unit_code", f"unknown unit {row['unit_code']}")
    if sum(1 for judge in judges.values() if judge["chair"] == "yes") != 1:
        folder.fault("judges.csv", None, "chair", "there is not exactly one chair")
    for name in ("conflicts.csv", "third-markers.csv", "decisions.csv"):
        for line, row in folder.tables[name]:
            if row["entry_code"] not in entries:
                folder.fault(name, line, "entry_code", f"unknown entry {row['entry_code']}")
            if row.get("judge_code", next(iter(judges))) not in judges:
                folder.fault(name, line, "judge_code", f"unknown judge {row['judge_code']}")
    check_scores(folder, criteria_of, entries, judges)
    return folder.faults


def main(paths):
    if not paths:
        sys.exit(__doc__)
    wrong = 0
    for path in paths:
        for fault in check(path):
            wrong += 1
            print(f"{path}/{fault['file']}:{fault['line'] or ''}: {fault['field'] or ''}: {fault['message']}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
