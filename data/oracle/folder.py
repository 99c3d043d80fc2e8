"""A builder of made-up contest folders: people, entries, times, sheets. Deterministic for a given seed.

A folder is built in this order: units, judges, entries (in any order, shuffled when numbered), `number()`, sheets, `write()`.
Marks are exact fractions; every sheet is on step and inside its bands by construction.
"""

import csv
import io
import json
import random
from collections import Counter
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import oracle
import phrases

VN = timezone(timedelta(hours=7))
AREAS = [
    ("chi_dao_dieu_hanh", "Công tác chỉ đạo điều hành"),
    ("the_che", "Cải cách thể chế"),
    ("thu_tuc_hanh_chinh", "Cải cách thủ tục hành chính"),
    ("mot_cua", "Hoạt động của Bộ phận Một cửa"),
    ("to_chuc_bo_may", "Cải cách tổ chức bộ máy nhà nước"),
    ("che_do_cong_vu", "Cải cách chế độ công vụ"),
    ("tai_chinh_cong", "Cải cách tài chính công"),
    ("cong_nghe", "Ứng dụng công nghệ trong hoạt động của cơ quan hành chính nhà nước"),
]


def decimal(value):
    """An exact decimal as people type it: 16.5, 14, 0.02."""
    value = Fraction(value)
    digits = next(n for n in range(9) if (value * 10**n).denominator == 1)
    whole = f"{abs(value.numerator * 10**digits // value.denominator):0{digits + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (whole if digits == 0 else f"{whole[:-digits]}.{whole[-digits:]}")


def criterion(code, name, most, step="0.5", weight=None, comment=False, bands=None):
    made = {"code": code, "name": name, "max": most, "step": step}
    if weight is not None:
        made["weight"] = weight
    made["comment_required"] = comment
    if bands:
        made["bands"] = [dict(zip(("code", "label", "min", "max"), band)) for band in bands]
    return made


def allowed_points(c):
    """Every mark the criterion accepts, from the lowest up."""
    step, most = Fraction(c["step"]), Fraction(c["max"])
    points = [step * n for n in range(int(most / step) + 1)]
    if "bands" in c:
        points = [p for p in points if any(Fraction(b["min"]) <= p <= Fraction(b["max"]) for b in c["bands"])]
    return points


def weight_of(c):
    return Fraction(c.get("weight", 1))


class Folder:
    def __init__(self, name, seed, readme, code, title, body, launch, before, judging_before, **rules):
        self.name, self.readme, self.random = name, readme, random.Random(seed)
        self.before, self.launch = datetime.fromisoformat(before), datetime.fromisoformat(launch + "T00:00:00+07:00")
        self.judging_before = datetime.fromisoformat(judging_before)
        self.units, self.judges, self.entries, self.by_label = [], [], [], {}
        self.conflicts, self.decisions, self.chair, self.thirds = [], [], [], []
        self.votes, self.side = [], []
        self.sheets = {}  # (round, judge, entry code) -> {criterion: points}
        self.load, self.used_names, self.phone_number = Counter(), set(), seed % 10 * 10
        self.used_values = {}  # round -> totals that random entries must not repeat
        self.topics = phrases.TOPICS[:]
        self.random.shuffle(self.topics)
        self.rules = {
            "code": code,
            "name": title,
            "organiser": {"unit_code": body["organiser"], "name": body["organiser_name"]},
            "standing_body": {
                "unit_code": body["standing"], "name": body["standing_name"], "role": "nơi nhận bài của các đơn vị",
            },
            "timezone": "Asia/Ho_Chi_Minh",
            "timeline": {
                "launch": launch,
                "units_send": {
                    "wording": f"trước ngày {self.before.day}/{self.before.month}/{self.before.year}",
                    "before": before,
                    "exclusive": True,
                },
                "judging_finished": {
                    "wording": f"xong trước {self.judging_before.day}/{self.judging_before.month}/{self.judging_before.year}",
                    "before": judging_before,
                    "exclusive": True,
                },
            },
            "entrants": {"excluded": {"value": ["giám khảo", "thành viên Ban Tổ chức và thư ký"]}},
            "areas": [{"code": a, "name": n} for a, n in AREAS],
            "confirmation": {"by": "thủ trưởng đơn vị tiếp nhận", "covers": ["mức độ hiệu quả", "tính khả thi"], "required": True},
            "formats": {
                "allowed": ["written", "video"],
                "may_be_accompanied_by": ["product", "software", "image"],
                "word_companion_required_for": ["video", "image", "software"],
            },
            "group": {
                "min_members": 2, "max_members": None, "list_all_members": True,
                "representative": {"required": True, "fields": ["address", "phone"]},
            },
            "author_fields": ["name", "address", "phone"],
            "shares": {"must_sum_to": 100},
            "phone": {
                "pattern": "^0[35789][0-9]{8}$", "required_of": ["individual author", "representative"], "others": "warning",
            },
            "routes": [
                {"code": "own_unit", "name": "cơ quan, đơn vị mình đang công tác"},
                {"code": "district", "name": body["organiser_name"]},
                {"code": "commune", "name": "UBND cấp xã nơi cư trú"},
                {"code": "organisation", "name": "tổ chức mà mình là đoàn viên, hội viên"},
            ],
        } | rules
        self.place = body["place"]

    # --- units and people -------------------------------------------------------------------------------------------

    def unit(self, code, name, kind, quota="none", parent=""):
        self.units.append(dict(code=code, name=name, kind=kind, parent_code=parent, quota=quota, valid_from="", valid_to="",
                               successor_code=""))

    def unit_name(self, code):
        return next(u["name"] for u in self.units if u["code"] == code)

    def person(self):
        while True:
            sex = self.random.choice(["nam", "nữ"])
            name = " ".join(self.random.choice(part) for part in (phrases.FAMILY, phrases.MIDDLE[sex], phrases.GIVEN[sex]))
            if name not in self.used_names:
                self.used_names.add(name)
                return name

    def phone(self):
        self.phone_number += 1
        return f"0900000{self.phone_number:03d}"

    def judge(self, title, unit, chair=False):
        code = f"GK{len(self.judges) + 1:02d}"
        self.judges.append(dict(code=code, name=self.person(), title=title, unit_code=unit, chair="yes" if chair else "no"))
        return code

    # --- entries ----------------------------------------------------------------------------------------------------

    def entry(self, label=None, unit=None, members=1, category=None, video=False, citizen=False, route=None, verdict="selected",
              kinds=None, **fixed):
        """One entry. `fixed` overrides fields once everything else is made (times, authors, confirmation, ...)."""
        category = category or ("individual" if members == 1 else "collective")
        name, areas, today, does = self.topics.pop()
        kinds = kinds if kinds is not None else (["word", "video"] if video else self.random.choice([["word"], ["word", "image"]]))
        shares = [100 - (members - 1) * (100 // members)] + [100 // members] * (members - 1)
        standing = unit == self.rules["standing_body"]["unit_code"]
        kind_of_unit = next(u["kind"] for u in self.units if u["code"] == unit)
        if route is None:
            route = "district" if standing else "commune" if citizen else \
                "organisation" if "organisation" in kind_of_unit else "own_unit"
        months, some = self.random.randint(2, 8), self.random.randint(18, 140)
        words = dict(m=months, a=some, b=some + self.random.randint(2, 30), x=self.random.randint(20, 60), y=self.random.randint(2, 15))
        made = {
            "code": None,
            "title": name,
            "areas": areas.split(),
            "format": "video" if video else "written",
            "category": category,
            "authors": [
                {
                    "name": self.person(),
                    "role_title": self.random.choice(phrases.CITIZEN_TITLES if citizen else phrases.TITLES),
                    "unit_code": None if citizen else unit,
                    "address": f"Thôn {self.random.choice(phrases.VILLAGES)}, {self.place}",
                    "phone": self.phone(),
                    "share_percent": share,
                    "representative": index == 0,
                }
                for index, share in enumerate(shares)
            ],
            "receiving_unit_code": unit,
            "route": route,
            "submitted_at": None,
            "attachments": [
                {"name": {"word": "Thuyết minh.docx", "video": "Bài dự thi.mp4", "image": "Ảnh minh họa.jpg",
                          "software": "Bảng tính.zip", "product": "Ảnh sản phẩm mẫu.pdf"}[kind], "kind": kind,
                 "bytes": self.random.randint(200_000, 900_000) * (90 if kind == "video" else 1)}
                for kind in kinds
            ],
            "sections": {
                "hien_trang": today,
                "noi_dung": does,
                "tinh_moi": self.random.choice(phrases.NOVELTY),
                "hieu_qua": self.random.choice(phrases.EFFECT).format(**words),
                "kha_nang_ap_dung": self.random.choice(phrases.SPREAD).format(**words),
            },
            "already_applied": self.random.random() < 0.6,
            "screening": {
                "verdict": verdict,
                "reason": self.random.choice({"selected": phrases.SELECTED, "not_selected": phrases.NOT_SELECTED,
                                              "returned": phrases.RETURNED}[verdict]),
            },
            "confirmation": None,
            "forwarded_at": None,
            "label": label,
            "fixed": fixed,
        }
        self.entries.append(made)
        if label:
            self.by_label[label] = made
        return made

    def number(self):
        """Shuffles, then gives codes and times: handed in, confirmed and forwarded before the deadline, as offices do."""
        self.random.shuffle(self.entries)
        first, last = self.launch + timedelta(days=2), self.before - timedelta(days=4)
        days = (last - first).days
        moments = sorted(
            first + timedelta(days=self.random.randint(0, days), seconds=self.random.randint(27_000, 75_000)) for _ in self.entries
        )
        for index, (e, at) in enumerate(zip(self.entries, moments), 1):
            e["code"] = f"{self.rules['code']}-{index:03d}"
            e["submitted_at"] = at.isoformat()
            standing = e["receiving_unit_code"] == self.rules["standing_body"]["unit_code"]
            day = at.replace(hour=0, minute=0, second=0) + timedelta(days=1)
            confirmed = day + timedelta(seconds=self.random.randint(28_800, 41_400))
            forwarded = day + self.random.choice([timedelta(hours=14), timedelta(days=1, hours=8)])
            forwarded += timedelta(seconds=self.random.randint(0, 10_000))
            if e["screening"]["verdict"] == "selected":
                e["confirmation"] = {
                    "by": f"{self.person()}, Thủ trưởng đơn vị",
                    "level": self.random.choice(phrases.LEVELS),
                    "feasibility": self.random.choice(phrases.FEASIBILITY),
                    "at": confirmed.isoformat(),
                }
                e["forwarded_at"] = e["submitted_at"] if standing else forwarded.isoformat()
            fixed = e.pop("fixed")
            confirmed_at = fixed.pop("confirmed_at", None)
            e.update(fixed)
            if confirmed_at:
                e["confirmation"]["at"] = confirmed_at
        for judge in self.judges:
            for e in self.entries:
                if any(a["unit_code"] == judge["unit_code"] for a in e["authors"]):
                    self.conflict(judge["code"], e, "same_unit", "Tác giả công tác cùng đơn vị với giám khảo.")

    def code(self, label):
        return self.by_label[label]["code"]

    def conflict(self, judge, entry, kind="declared", note="Từng hướng dẫn tác giả viết bài."):
        self.conflicts.append(dict(judge_code=judge, entry_code=entry["code"], kind=kind, note=note))

    def decide(self, label, decision, kept="", reason=""):
        self.decisions.append(dict(entry_code=self.code(label), decision=decision, kept_entry_code=kept and self.code(kept),
                                   reason=reason))

    def chair_orders(self, labels, reason):
        chair = next(j["code"] for j in self.judges if j["chair"] == "yes")
        at = (self.judging_before - timedelta(days=2)).replace(hour=15, minute=30)
        self.chair.append(dict(decided_by=chair, decided_at=at.isoformat(),
                               entry_codes_in_order=" > ".join(self.code(label) for label in labels), reason=reason))

    # --- sheets -----------------------------------------------------------------------------------------------------

    def voted(self, entry, votes, source):
        self.votes.append(dict(entry_code=entry["code"], votes=votes, source=source))

    def side_prize(self, prize, reason, entry=None, unit="", votes=("", "")):
        code = entry["code"] if entry else ""
        self.side.append(dict(prize_code=prize, entry_code=code, unit_code=unit, reason=reason, votes_for=votes[0], votes_cast=votes[1]))

    def criteria(self, round_code="1"):
        judging = self.rules["judging"]
        by_code = {c["code"]: c for c in judging["criteria"]}
        for r in judging.get("rounds", []):
            if r["code"] == round_code and "criteria" in r:
                return [by_code[c] if isinstance(c, str) else c for c in r["criteria"]]
        return judging["criteria"]

    def free_judges(self, entry):
        recused = {c["judge_code"] for c in self.conflicts if c["entry_code"] == entry["code"]}
        hosts = {j["code"] for j in self.judges if j["unit_code"] == entry["receiving_unit_code"]}
        return [j["code"] for j in self.judges if j["code"] not in recused | hosts]

    def assign(self, entry, count, round_code="1"):
        """The judges with the fewest sheets in the round, never one in conflict."""
        free = self.free_judges(entry)
        self.random.shuffle(free)
        chosen = sorted(sorted(free, key=lambda j: self.load[round_code, j])[:count])
        if len(chosen) < count:
            raise ValueError(f"{entry['code']}: not enough judges free of conflict")
        self.load.update((round_code, j) for j in chosen)
        return chosen

    def fit(self, total, fixed, round_code):
        """A sheet with exactly this weighted total, marks spread like a person's; `fixed` marks stay."""
        criteria = self.criteria(round_code)
        free = [c for c in criteria if c["code"] not in fixed]
        points = {c["code"]: [p for p in allowed_points(c) if p > 0] for c in free}
        for _ in range(200):
            rest = total - sum(Fraction(fixed[c["code"]]) * weight_of(c) for c in criteria if c["code"] in fixed)
            ratio = float(rest / sum(Fraction(c["max"]) * weight_of(c) for c in free))
            at = {}
            for c in free:
                wish = float(c["max"]) * (ratio + self.random.uniform(-0.07, 0.07))
                at[c["code"]] = min(range(len(points[c["code"]])), key=lambda i: abs(float(points[c["code"]][i]) - wish))
            for _ in range(4000):
                gap = rest - sum(points[c["code"]][at[c["code"]]] * weight_of(c) for c in free)
                if gap == 0:
                    made = {c["code"]: points[c["code"]][at[c["code"]]] for c in free}
                    made |= {code: Fraction(value) for code, value in fixed.items()}
                    return {c["code"]: made[c["code"]] for c in criteria}
                way = 1 if gap > 0 else -1
                moves = []
                for c in free:
                    here, list_ = at[c["code"]], points[c["code"]]
                    if 0 <= here + way < len(list_) and abs(list_[here + way] - list_[here]) * weight_of(c) <= abs(gap):
                        moves.append(c["code"])
                if not moves:
                    break
                at[self.random.choice(moves)] += way
        raise ValueError(f"no sheet of {total} with {fixed}")

    def sheet(self, entry, judge, total, fixed=None, round_code="1"):
        self.sheets[round_code, judge, entry["code"]] = self.fit(Fraction(total), fixed or {}, round_code)

    def spread(self, total_sum, count, step, width=4):
        """`count` different-looking numbers on `step` around the mean, with exactly this sum."""
        step = Fraction(step)
        units, values = Fraction(total_sum) / step, []
        if units.denominator != 1:
            raise ValueError(f"{total_sum} is not on step {step}")
        for left in range(count, 1, -1):
            wish = (units - sum(values)) / left
            values.append(int(wish) + self.random.randint(-width, width))
        values.append(int(units) - sum(values))
        return [step * v for v in values]

    def mark(self, entry, totals, fixed=None, round_code="1", judges=None):
        """Sheets with these totals, one per judge; `fixed`: {criterion: [points of each judge]}."""
        judges = judges or self.assign(entry, len(totals), round_code)
        for index, (judge, total) in enumerate(zip(judges, totals)):
            mine = {c: values[index] for c, values in (fixed or {}).items()}
            self.sheet(entry, judge, total, mine, round_code)
        return judges

    def mark_around(self, entry, level, count, step="0.5", width=6, round_code="1", value=None, judges=None):
        """An ordinary entry: totals near `level`, whose value (by default the mean) nobody else in the round has."""
        value = value or oracle.mean
        used = self.used_values.setdefault(round_code, set())
        for _ in range(1000):
            centre = Fraction(round(level * count / Fraction(step))) * Fraction(step)
            totals = self.spread(centre + self.random.randint(-6, 6) * Fraction(step), count, step, width)
            if value(totals) not in used:
                used.add(value(totals))
                return self.mark(entry, totals, None, round_code, judges)
        raise ValueError("every value is taken")

    def mark_tied(self, labels, total_sum, sums, count, step="0.5", round_code="1", width=4):
        """Entries with different sheets but the same sum of totals and the same sums on the criteria of `sums`."""
        for label in labels:
            fixed = {c: self.spread(sum_, count, step, 2) for c, sum_ in sums.items()}
            self.mark(self.by_label[label], self.spread(total_sum, count, step, width), fixed, round_code)
        self.reserve(Fraction(total_sum) / count, round_code)

    def unmarked(self):
        """Entries that reach the judges and have no sheet yet, in no order, so that codes never rank."""
        done = {code for _, _, code in self.sheets}
        left = [e for e in self.entries if e["code"] not in done and oracle.intake(self, e)[0] is None]
        self.random.shuffle(left)
        return left

    def reserve(self, value, round_code="1"):
        self.used_values.setdefault(round_code, set()).add(Fraction(value))

    # --- writing ----------------------------------------------------------------------------------------------------

    def score_rows(self, with_rounds):
        rows = []
        order = [r["code"] for r in self.rules["judging"].get("rounds", [])] or ["1"]
        for key in sorted(self.sheets, key=lambda k: (order.index(k[0]), k[1], k[2])):
            round_code, judge, code = key
            for c in self.criteria(round_code):
                points = self.sheets[key][c["code"]]
                comment = ""
                if c["comment_required"]:
                    comment = phrases.ZERO_COMMENT if points == 0 else self.random.choice(phrases.COMMENTS)
                row = dict(judge_code=judge, entry_code=code, criterion=c["code"], points=decimal(points), comment=comment)
                rows.append(({"round": round_code} if with_rounds else {}) | row)
        return rows

    def write(self, root):
        """Writes the folder, has the oracle work out the results, and returns them."""
        folder = root / self.name
        folder.mkdir(parents=True, exist_ok=True)
        with_rounds = bool(self.rules["judging"].get("rounds"))

        def put(name, text):
            (folder / name).write_text(text, encoding="utf-8", newline="\n")

        def put_csv(name, columns, rows):
            out = io.StringIO()
            writer = csv.DictWriter(out, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            put(name, out.getvalue())

        put("README.md", self.readme.strip() + "\n")
        put("contest.json", json.dumps(self.rules, ensure_ascii=False, indent=2) + "\n")
        put_csv("units.csv", list(self.units[0]), self.units)
        lines = [{k: v for k, v in e.items() if k != "label"} for e in self.entries]
        put("entries.jsonl", "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in lines))
        put_csv("judges.csv", list(self.judges[0]), self.judges)
        conflicts = sorted(self.conflicts, key=lambda c: (c["entry_code"], c["judge_code"]))
        put_csv("conflicts.csv", ["judge_code", "entry_code", "kind", "note"], conflicts)
        columns = ["judge_code", "entry_code", "criterion", "points", "comment"]
        put_csv("scores.csv", (["round"] if with_rounds else []) + columns, self.score_rows(with_rounds))
        if self.thirds:
            put_csv("third-markers.csv", ["round", "entry_code", "judge_code"], self.thirds)
        if self.decisions:
            put_csv("decisions.csv", ["entry_code", "decision", "kept_entry_code", "reason"], self.decisions)
        if self.chair:
            put_csv("chair-decisions.csv", ["decided_by", "decided_at", "entry_codes_in_order", "reason"], self.chair)
        if self.votes:
            put_csv("votes.csv", ["entry_code", "votes", "source"], self.votes)
        if self.side:
            columns = ["prize_code", "entry_code", "unit_code", "reason", "votes_for", "votes_cast"]
            put_csv("side-prizes.csv", columns, self.side)
        found = oracle.result(folder)
        put("expected.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return found
