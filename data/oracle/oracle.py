#!/usr/bin/env python3
"""What `result.json` must say for a contest folder, worked out apart from the product.

    python3 data/oracle/oracle.py DIR            prints result.json
    python3 data/oracle/oracle.py DIR --check    compares with DIR/expected.json, exit 1 where they differ

Reads the files that data/CONTEST-FORMAT.md defines, in the order of that page, with exact fractions and the standard
library alone. It shares no code with the product and must never borrow any. Where the page leaves a point open,
README.md beside this file says how it is read here.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import datetime
from fractions import Fraction
from pathlib import Path

ROUNDING = "2 decimals, half up, print only"


class Broken(Exception):
    """The folder does not say enough, or says something impossible."""


# --- Reading -------------------------------------------------------------------------------------------------------


def read_csv(folder, name, required=True):
    path = folder / name
    if not path.exists():
        if required:
            raise Broken(f"{name} is missing")
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_json(text):
    return json.loads(text, parse_float=Fraction)


class Contest:
    """A folder, read. Nothing is computed here."""

    def __init__(self, folder):
        self.rules = read_json((folder / "contest.json").read_text(encoding="utf-8"))
        self.units = read_csv(folder, "units.csv")
        lines = (folder / "entries.jsonl").read_text(encoding="utf-8").split("\n")
        self.entries = {e["code"]: e for e in (read_json(line) for line in lines if line.strip())}
        self.judges = read_csv(folder, "judges.csv")
        self.decisions = read_csv(folder, "decisions.csv", required=False)
        self.third_markers = {
            (row["round"], row["entry_code"]): row["judge_code"]
            for row in read_csv(folder, "third-markers.csv", required=False)
        }
        self.chair_orders = [
            [code.strip() for code in row["entry_codes_in_order"].split(">")]
            for row in read_csv(folder, "chair-decisions.csv", required=False)
        ]
        self.sheets = defaultdict(lambda: defaultdict(dict))  # (round, entry) -> judge -> criterion -> points
        for row in read_csv(folder, "scores.csv"):
            of_judge = self.sheets[row.get("round") or "1", row["entry_code"]][row["judge_code"]]
            of_judge[row["criterion"]] = Fraction(row["points"])
        self.votes = Counter()
        for row in read_csv(folder, "votes.csv", required="community_vote" in self.rules["judging"]):
            self.votes[row["entry_code"]] += int(row["votes"])
        self.side = read_csv(folder, "side-prizes.csv", required=False)
        self.rounds = self.read_rounds()

    def read_rounds(self):
        judging = self.rules["judging"]
        common = judging.get("criteria", [])
        by_code = {criterion["code"]: criterion for criterion in common}
        given = judging.get("rounds") or [
            {"code": "1", "combine": judging["combine"], "threshold": judging.get("threshold")}
        ]
        rounds = []
        for r in given:
            criteria = [by_code[c] if isinstance(c, str) else c for c in r.get("criteria") or common]
            threshold = r.get("threshold")
            rounds.append({
                "code": r["code"],
                "combine": r["combine"],
                "threshold": None if threshold is None else Fraction(threshold),
                "weights": {c["code"]: Fraction(c.get("weight", 1)) for c in criteria},
            })
        return rounds


# --- Figures in print ----------------------------------------------------------------------------------------------


def exact(value):
    return str(Fraction(value))


def text(value):
    """2 decimals, half up, decimal comma."""
    hundredths = (abs(value) * 200 + 1) // 2  # floor(100 x + 1/2) without leaving the integers
    sign = "-" if value < 0 and hundredths else ""
    return f"{sign}{hundredths // 100},{hundredths % 100:02d}"


def both(value):
    return {"exact": exact(value), "text": text(value)}


def mean(values):
    values = list(values)
    return Fraction(sum(values), 1) / len(values)


# --- Intake: arrival, reasons, stage before judging ----------------------------------------------------------------


def arrival(contest, entry):
    at_standing_body = entry["receiving_unit_code"] == contest.rules["standing_body"]["unit_code"]
    return entry["submitted_at"] if at_standing_body else entry["forwarded_at"]


def is_late(contest, entry):
    before = datetime.fromisoformat(contest.rules["timeline"]["units_send"]["before"])
    tested = arrival(contest, entry) or entry["submitted_at"]
    return datetime.fromisoformat(tested) >= before


def nfc(name):
    return unicodedata.normalize("NFC", name)


def formal_reasons(contest, entry):
    """Everything that is wrong with the entry but its time, in the order of the format page; and the warnings."""
    rules, authors = contest.rules, entry["authors"]
    reasons, warnings = [], []
    panel = {(nfc(judge["name"]), judge["unit_code"]) for judge in contest.judges}
    if any((nfc(author["name"]), author["unit_code"]) in panel for author in authors):
        reasons.append("author_is_judge")
    collective = entry["category"] == "collective"
    if collective:
        least, most = rules["group"]["min_members"], rules["group"]["max_members"]
        if least is not None and len(authors) < least:
            reasons.append("group_too_small")
        if most is not None and len(authors) > most:
            reasons.append("group_too_large")
        if sum(1 for author in authors if author["representative"]) != 1:
            reasons.append("no_representative")
    kinds = {attachment["kind"] for attachment in entry["attachments"]}
    needs_word = entry["format"] == "video" or kinds & set(rules["formats"]["word_companion_required_for"])
    if needs_word and "word" not in kinds:
        reasons.append("no_word_text")
    if sum(Fraction(author["share_percent"]) for author in authors) != Fraction(rules["shares"]["must_sum_to"]):
        reasons.append("shares_not_100")
    for author in authors:
        if not re.fullmatch(rules["phone"]["pattern"], author["phone"]):
            if not collective or author["representative"]:
                reasons.append("bad_contact_phone")
            else:
                warnings.append("bad_phone_co_author")
    reasons += [row["decision"] for row in contest.decisions if row["entry_code"] == entry["code"]]
    return reasons, warnings


def intake(contest, entry):
    """(stage, reasons, warnings); the stage is None for an entry that goes to the judges."""
    reasons, warnings = formal_reasons(contest, entry)
    verdict = entry["screening"]["verdict"]
    if is_late(contest, entry):
        return "late", ["late"] + reasons, warnings
    if verdict != "selected":
        return verdict, [], warnings
    if reasons:
        return "rejected_at_intake", reasons, warnings
    if entry["confirmation"] is None or arrival(contest, entry) is None:
        return "unconfirmed", [], warnings
    return None, [], warnings


# --- Judging: one entry in one round -------------------------------------------------------------------------------


def combine(contest, round_, code, totals):
    """The round's value, how many sheets count, and what the method wants to be said about it."""
    method = round_["combine"]["method"]
    values = sorted(totals.values())
    if method == "mean":
        return mean(values), len(values), {}
    if method == "drop_high_low":
        if len(values) < round_["combine"]["applies_from_judges"]:
            return mean(values), len(values), {}
        kept = values[1:-1]
        return mean(kept), len(kept), {"dropped_values": [exact(values[0]), exact(values[-1])]}
    if method != "two_marks_third_on_gap":
        raise Broken(f"judging.combine.method: {method}")
    third_judge = contest.third_markers.get((round_["code"], code))
    pair = [total for judge, total in totals.items() if judge != third_judge]
    if len(pair) != 2:
        raise Broken(f"{code}: {len(pair)} first marks in round {round_['code']}")
    gap = abs(pair[0] - pair[1])
    needed = gap >= Fraction(round_["combine"]["gap"])
    if needed != (third_judge in totals):
        raise Broken(f"{code}: a third mark is {'missing' if needed else 'not called for'}")
    said = {"gap": exact(gap), "third_marker_needed": needed}
    if not needed:
        return mean(pair), 2, said
    third = round_["combine"]["third"]
    if third == "third_mark_decides":
        return totals[third_judge], 1, said
    if third == "mean_of_three":
        return mean(values), 3, said
    if third != "mean_of_two_closest":
        raise Broken(f"judging.combine.third: {third}")
    low, middle, high = values
    return mean([low, middle] if middle - low < high - middle else [middle, high]), 2, said


def deviations(rules, totals):
    flag = rules["judging"]["deviation_flag"]
    found = []
    for judge in sorted(totals):
        others = [total for other, total in totals.items() if other != judge]
        if others and abs(totals[judge] - mean(others)) > Fraction(flag["more_than"]):
            found.append({"judge": judge, "difference": exact(totals[judge] - mean(others))})
    return found


def judge_entry(contest, round_, code):
    """(value, criterion means, passed, report) of one entry in one round."""
    sheets, weights = contest.sheets.get((round_["code"], code)), round_["weights"]
    if not sheets:
        raise Broken(f"{code} has no sheet in round {round_['code']}")
    for judge, marks in sheets.items():
        if set(marks) != set(weights):
            raise Broken(f"{code}, {judge}: the sheet of round {round_['code']} does not have every criterion once")
    totals = {j: sum(points * weights[c] for c, points in sheets[j].items()) for j in sorted(sheets)}
    criteria = {c: mean(marks[c] * weight for marks in sheets.values()) for c, weight in weights.items()}
    value, counted, said = combine(contest, round_, code, totals)
    passed = round_["threshold"] is None or value >= round_["threshold"]
    report = {
        "judges": sorted(sheets),
        "totals": {judge: exact(total) for judge, total in totals.items()},
        "sum": exact(sum(totals.values())),
        "counted": counted,
        "mean": both(value),
        "criteria": {criterion: both(value) for criterion, value in criteria.items()},
    } | said
    if round_["combine"]["method"] == "mean" and contest.rules["judging"].get("deviation_flag"):
        report["deviating"] = deviations(contest.rules, totals)
    if round_["threshold"] is not None:
        report["passed_threshold"] = passed
    return value, criteria, passed, report


def final_value(contest, values):
    """From the value of each round to the figure that ranks."""
    judging = contest.rules["judging"]
    final, weights = judging.get("final", "last_round_decides"), judging.get("round_weights")
    if isinstance(final, dict):
        final, weights = final["method"], final.get("round_weights", weights)
    if final == "last_round_decides":
        return values[contest.rounds[-1]["code"]]
    if final == "weighted_rounds":
        return sum(Fraction(weights[code]) * value for code, value in values.items())
    raise Broken(f"judging.final: {final}")


def judge_all(contest, reports):
    """Plays the rounds. Fills stage and rounds of the reports; returns {code: (total, tie-break values)} to be ranked."""
    zero = contest.rules["judging"].get("zero_disqualifies") or []
    order = [c for c in contest.rules["judging"]["tie_break"] if c not in ("chair", "committee_vote")]
    ranked = {}
    for code, report in reports.items():
        if report["stage"] is not None:
            continue
        values, has_place, report["rounds"] = {}, True, {}
        for round_ in contest.rounds:
            last = round_ is contest.rounds[-1]
            value, criteria, passed, said = judge_entry(contest, round_, code)
            values[round_["code"]], report["rounds"][round_["code"]] = value, said
            has_place = has_place and passed and not any(criteria.get(c) == 0 for c in zero)
            if not passed and not last:
                report["stage"] = "below_threshold"
                break
        else:
            report["stage"] = "judged"
            if has_place:
                ranked[code] = (final_value(contest, values), {c: criteria[c] for c in order})
    if contest.rules["judging"].get("community_vote"):
        add_votes(contest, reports, ranked)
    return ranked


def add_votes(contest, reports, ranked):
    """The public's part of the figure that ranks; `of` is counted over all that were judged, whatever became of them."""
    rule, pooled = contest.rules["judging"]["community_vote"], contest.rules["prizes"]["pooling"] == "pooled"
    weight = Fraction(rule["weight"])
    common = {c["code"]: Fraction(c["max"]) for c in contest.rules["judging"].get("criteria", [])}
    own = {c["code"]: Fraction(c["max"]) for r in contest.rules["judging"].get("rounds") or [] for c in r.get("criteria") or []
           if not isinstance(c, str)}
    most = common | own
    tops = {r["code"]: sum(most[c] * w for c, w in r["weights"].items()) for r in contest.rounds}
    largest = final_value(contest, tops)
    judged = [c for c, r in reports.items() if r["stage"] in ("judged", "below_threshold")]
    for code, (value, tie_break) in ranked.items():
        pool = [c for c in judged if pooled or contest.entries[c]["category"] == contest.entries[code]["category"]]
        counts = [contest.votes[c] for c in pool]
        of = {"share_of_most": max, "share_of_all": sum}[rule["scale"]](counts)
        marks = Fraction(contest.votes[code], of) * largest if of else Fraction(0)
        total = (1 - weight) * value + weight * marks
        ranked[code] = (total, tie_break)
        reports[code]["community_vote"] = {
            "votes": contest.votes[code], "of": of, "judged": both(value), "marks": both(marks), "value": both(total),
        }


# --- Ranking and prizes of one pool --------------------------------------------------------------------------------


def prize_levels(contest, pool):
    """The level of each place, best first, and the amounts of each level by category."""
    prizes = contest.rules["prizes"]
    if prizes["pooling"] == "pooled":
        levels, factor = prizes["levels"], Fraction(prizes["collective_factor"])
        amounts = {
            l["code"]: {"individual": Fraction(l["individual_vnd"]), "collective": l["individual_vnd"] * factor}
            for l in levels
        }
    elif prizes["pooling"] == "per_category":
        levels = prizes["per_category"][pool]
        amounts = {l["code"]: {pool: Fraction(l["vnd"])} for l in levels}
    else:
        raise Broken(f"prizes.pooling: {prizes['pooling']}")
    return [l["code"] for l in levels for _ in range(l["count"])], amounts


def groups_of(codes, key):
    groups = []
    for code in codes:
        if groups and key(groups[-1][0]) == key(code):
            groups[-1].append(code)
        else:
            groups.append([code])
    return groups


def rank_pool(contest, pool, ranked, reports):
    """(ranking, ties, prizes, unawarded) of the entries in `ranked`; fills the places of the reports."""
    criteria = [c for c in contest.rules["judging"]["tie_break"] if c not in ("chair", "committee_vote")]

    def total(code):
        return ranked[code][0]

    def tie_key(code):
        return [ranked[code][1][c] for c in criteria]

    def key(code):
        return [total(code)] + tie_key(code)

    levels, amounts = prize_levels(contest, pool)
    before_chair = sorted(sorted(ranked), key=key, reverse=True)  # stable: equal entries stay by code
    ranking, ties, prizes = [], [], []

    for group in groups_of(before_chair, total):
        if len(group) > 1:
            different = len({tuple(tie_key(code)) for code in group})
            ties.append({
                "pool": pool,
                "total": exact(total(group[0])),
                "text": text(total(group[0])),
                "entries": group,
                "resolved_by": "criterion" if different == len(group) else "none" if different == 1 else "partly",
                "values": {c: {code: exact(ranked[code][1][c]) for code in group} for c in criteria},
            })

    first = 1
    for group in groups_of(before_chair, key):
        last = first + len(group) - 1
        at_stake = [levels[place - 1] if place <= len(levels) else None for place in range(first, last + 1)]
        crosses = len(set(at_stake)) > 1
        order = next((o for o in contest.chair_orders if sorted(o) == group), None) if crosses else None
        if crosses:
            ties.append({
                "pool": pool,
                "entries": group,
                "needs_chair": True,
                "places": [first, last],
                "chair_order": order,
            })
        for offset, code in enumerate(order or group):
            place = first + offset if order else first
            prize = None if crosses and not order else at_stake[offset]
            reports[code] |= {
                "place": place,
                "place_before_chair": first,
                "shared_place": len(group) > 1 and not order,
                "place_by_total_only": 1 + sum(1 for other in ranked if total(other) > total(code)),
            }
            ranking.append({"place": place, "entry": code, **both(total(code)), "prize": prize})
            if prize:
                category = contest.entries[code]["category"]
                amount = amounts[prize][category]
                if amount.denominator != 1:
                    raise Broken(f"prizes: {prize} of a {category} entry is not a whole number of đồng")
                prizes.append({
                    "pool": pool, "entry": code, "category": category, "level": prize, "amount_vnd": int(amount),
                })
        first = last + 1
    unawarded = [{"pool": pool, "level": level} for level in levels[len(ranked):]]
    return ranking, ties, prizes, unawarded


# --- Side prizes ---------------------------------------------------------------------------------------------------


def side_prizes(contest, reports, winners):
    """(side prizes as proposed, codes that nobody got), each proposal held against the rules."""
    given, left = [], {p["code"]: p.get("count", 1) for p in contest.rules["prizes"]["side"]}
    kinds = {u["code"]: u["kind"] for u in contest.units}
    for row in contest.side:
        prize = next(p for p in contest.rules["prizes"]["side"] if p["code"] == row["prize_code"])
        left[prize["code"]] -= 1
        share = prize.get("committee_majority")
        enough = share is None or row["votes_cast"] and Fraction(row["votes_for"]) >= Fraction(share) * int(row["votes_cast"])
        if left[prize["code"]] < 0 or not row["reason"].strip() or not enough:
            raise Broken(f"side-prizes.csv: {row}")
        amount = Fraction(prize["vnd"])
        out = {"prize": prize["code"]}
        if prize.get("to", "entry") == "unit":
            unit = row["unit_code"]
            mine = [c for c, e in contest.entries.items() if e["receiving_unit_code"] == unit
                    and reports[c]["stage"] in ("judged", "below_threshold")]
            if not mine or prize.get("unit_kinds") and kinds[unit] not in prize["unit_kinds"]:
                raise Broken(f"side-prizes.csv: {row}")
            out["unit"] = unit
        else:
            entry = contest.entries[row["entry_code"]]
            fits = [
                (prize.get("areas"), any(a in (prize.get("areas") or []) for a in entry["areas"])),
                (prize.get("formats"), entry["format"] in (prize.get("formats") or [])),
                (prize.get("categories"), entry["category"] in (prize.get("categories") or [])),
                (prize.get("unit_kinds"), kinds[entry["receiving_unit_code"]] in (prize.get("unit_kinds") or [])),
                (not prize.get("beside_main", True), entry["code"] not in winners),
            ]
            if not all(fine for asked, fine in fits if asked):
                raise Broken(f"side-prizes.csv: {row}")
            if entry["category"] == "collective":
                amount *= Fraction(prize.get("collective_factor", 1))
            out |= {"entry": entry["code"], "category": entry["category"]}
        given.append(out | {"amount_vnd": int(amount)})
    return given, [p["code"] for p in contest.rules["prizes"]["side"] for _ in range(left[p["code"]])]


# --- Quotas and counts ---------------------------------------------------------------------------------------------


def quota_board(contest, reports):
    board = []
    for unit in contest.units:
        if unit["quota"] not in ("required", "encouraged"):
            continue
        least = next((q["min"] for q in contest.rules["quotas"] if unit["kind"] in q["unit_kinds"]), 1)
        mine = [e for e in contest.entries.values() if e["receiving_unit_code"] == unit["code"]]
        selected = [e for e in mine if e["screening"]["verdict"] == "selected"]
        in_time = [e for e in selected if arrival(contest, e) and not is_late(contest, e)]
        accepted = [e for e in mine if reports[e["code"]]["stage"] in ("judged", "below_threshold")]
        board.append({
            "unit_code": unit["code"],
            "quota": unit["quota"],
            "min": least,
            "received": len(mine),
            "selected": len(selected),
            "forwarded_in_time": len(in_time),
            "accepted": len(accepted),
            "met": len(accepted) >= least,
        })
    required = [row for row in board if row["quota"] == "required"]
    encouraged = [row for row in board if row["quota"] == "encouraged"]
    summary = {
        "required_total": len(required),
        "required_met": sum(1 for row in required if row["met"]),
        "required_gaps": [row["unit_code"] for row in required if not row["met"]],
        "encouraged_total": len(encouraged),
        "encouraged_met": sum(1 for row in encouraged if row["met"]),
    }
    return board, summary


def count(contest, entries):
    def by(field):
        return dict(sorted(Counter(e[field] for e in entries).items()))

    return {
        "total": len(entries),
        "by_format": by("format"),
        "by_category": by("category"),
        "by_area": {a["code"]: sum(1 for e in entries if a["code"] in e["areas"]) for a in contest.rules["areas"]},
        "by_route": by("route"),
    }


# --- The whole -----------------------------------------------------------------------------------------------------


def result(folder):
    contest = Contest(Path(folder))
    reports = {}
    for code, entry in sorted(contest.entries.items()):
        stage, reasons, warnings = intake(contest, entry)
        reports[code] = {
            "stage": stage, "reasons": reasons, "warnings": warnings, "arrival_at": arrival(contest, entry),
        }
    for (round_code, code), _ in contest.sheets.items():
        if reports[code]["stage"] is not None:
            raise Broken(f"scores.csv: {code} never reached the judges")
    ranked = judge_all(contest, reports)
    for round_code, code in contest.sheets:
        if round_code not in reports[code]["rounds"]:
            raise Broken(f"scores.csv: {code} was not in round {round_code}")

    pooled = contest.rules["prizes"]["pooling"] == "pooled"
    pools = ["all"] if pooled else ["individual", "collective"]
    ranking, ties, prizes, unawarded = {}, [], [], []
    for pool in pools:
        members = {c: v for c, v in ranked.items() if pooled or contest.entries[c]["category"] == pool}
        ranking[pool], *more = rank_pool(contest, pool, members, reports)
        for whole, part in zip((ties, prizes, unawarded), more):
            whole += part

    board, summary = quota_board(contest, reports)
    at_judging = [e for c, e in contest.entries.items() if reports[c]["stage"] in ("judged", "below_threshold")]
    sheets = Counter(judge for of_entry in contest.sheets.values() for judge in of_entry)
    side = {}
    if contest.rules["prizes"].get("side"):
        given, left = side_prizes(contest, reports, {p["entry"] for p in prizes})
        side = {"side_prizes": given, "side_unawarded": left}
    return side | {
        "contest": contest.rules["code"],
        "rules": {
            "pooling": contest.rules["prizes"]["pooling"],
            "combine": [r["combine"]["method"] for r in contest.rounds],
            "tie_break": contest.rules["judging"]["tie_break"],
            "rounding": ROUNDING,
        },
        "stages": dict(sorted(Counter(report["stage"] for report in reports.values()).items())),
        "entries": reports,
        "ranking": ranking,
        "ties": ties,
        "prizes": prizes,
        "unawarded": unawarded,
        "budget_total_vnd": sum(prize["amount_vnd"] for prize in prizes + side.get("side_prizes", [])),
        "quota_board": board,
        "quota_summary": summary,
        "counts": {"all": count(contest, list(contest.entries.values())), "judged": count(contest, at_judging)},
        "sheets": sum(sheets.values()),
        "sheets_per_judge": {judge["code"]: sheets[judge["code"]] for judge in contest.judges},
    }


def differences(expected, found, where=""):
    """Every place where two JSON values differ: keys in any order, lists in order, 1 is not true."""
    if type(expected) is not type(found):
        yield f"{where or '/'}: expected {expected!r}, found {found!r}"
    elif isinstance(expected, dict):
        for key in sorted(expected.keys() | found.keys()):
            if key not in found:
                yield f"{where}/{key}: missing"
            elif key not in expected:
                yield f"{where}/{key}: not expected"
            else:
                yield from differences(expected[key], found[key], f"{where}/{key}")
    elif isinstance(expected, list):
        if len(expected) != len(found):
            yield f"{where}: expected {len(expected)} items, found {len(found)}"
        for index, (a, b) in enumerate(zip(expected, found)):
            yield from differences(a, b, f"{where}/{index}")
    elif expected != found:
        yield f"{where}: expected {expected!r}, found {found!r}"


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    folder = Path(arguments[0])
    try:
        found = result(folder)
    except Broken as broken:
        sys.exit(f"{folder}: {broken}")
    if len(arguments) == 1:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    wrong = list(differences(expected, found))
    for line in wrong:
        print(f"{folder}{line}")
    print(f"{folder}: {len(wrong)} differences" if wrong else f"{folder}: equal")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
