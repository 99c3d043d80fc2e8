#!/usr/bin/env python3
"""Makes the contest folders for the mechanisms that Chương Mỹ 2024 does not use, each with its expected.json.

    python3 data/oracle/make_folders.py             writes them all below data/
    python3 data/oracle/make_folders.py NAME...     writes some

Deterministic: a second run changes no byte. Everybody in them is invented. Each maker ends with facts its folder must
show; they fail loudly if a change of the generator loses the case.
"""

import sys
import unicodedata
from fractions import Fraction
from pathlib import Path

from check_folder import check
from folder import Folder, criterion

ROOT = Path(__file__).resolve().parent.parent
NOVELTY_BANDS = [
    ("5", "Hoàn toàn mới", "22.5", "25"),
    ("4", "Cải tiến tốt", "17.5", "22"),
    ("3", "Cải tiến trung bình", "13", "17"),
    ("2", "Ít điểm mới", "0.5", "12.5"),
    ("1", "Không mới hoặc sao chép", "0", "0"),
]
COMMUNES = ["An Lạc", "Bình Trung", "Cẩm Sơn", "Đại Thịnh", "Hợp Tiến", "Khánh Vân", "Liên Hòa", "Minh Tân", "Phú Lâm", "Tân Hưng"]


def rubric(bands=True):
    return [
        criterion("tinh_moi", "Tính mới", "25", comment=True, bands=NOVELTY_BANDS if bands else None),
        criterion("kha_thi", "Tính khả thi", "25"),
        criterion("hieu_qua", "Hiệu quả", "30"),
        criterion("nhan_rong", "Khả năng nhân rộng", "15"),
        criterion("trinh_bay", "Trình bày", "5"),
    ]


def pooled(nhat, nhi, ba, amounts=(3_000_000, 2_000_000, 1_000_000), factor="3/2"):
    names = [("nhat", "Giải nhất"), ("nhi", "Giải nhì"), ("ba", "Giải ba")]
    return {
        "pooling": "pooled",
        "levels": [
            {"code": code, "name": name, "count": count, "individual_vnd": amount}
            for (code, name), count, amount in zip(names, (nhat, nhi, ba), amounts)
        ],
        "collective_factor": factor,
    }


def levels(*rows):
    names = {"nhat": "Giải nhất", "nhi": "Giải nhì", "ba": "Giải ba", "khuyen_khich": "Giải khuyến khích"}
    return [{"code": code, "name": names[code], "count": count, "vnd": vnd} for code, count, vnd in rows]


def quota(kinds, least, strength):
    return {"unit_kinds": kinds, "min": least, "strength": strength}


USUAL_QUOTAS = [
    quota(["district_office"], 1, "required"),
    quota(["commune", "town"], 1, "required"),
    quota(["mass_organisation"], 1, "encouraged"),
]


def district(name):
    return {
        "organiser": "H", "organiser_name": f"UBND huyện {name}", "standing": "H-NV", "standing_name": "Phòng Nội vụ",
        "place": f"huyện {name}",
    }


def judging(combine, tie_break=("hieu_qua", "tinh_moi", "chair"), criteria=None, **more):
    return {
        "criteria": criteria or rubric(),
        "combine": combine,
        "threshold": None,
        "tie_break": list(tie_break),
        "tie_break_basis": "all_sheets_of_the_last_round",
        "conflict": {"same_unit": True, "declared": True},
        "rounding": "2 decimals half up, in print only",
    } | more


def usual_units(f, name, communes=10):
    """A district with four offices, three organisations and some communes; returns where entries come from."""
    f.unit("T", "UBND tỉnh", "province")
    f.unit("H", f"UBND huyện {name}", "district", parent="T")
    for code, office in [("VP", "Văn phòng HĐND và UBND huyện"), ("NV", "Phòng Nội vụ"), ("TP", "Phòng Tư pháp"),
                         ("TCKH", "Phòng Tài chính - Kế hoạch"), ("VHTT", "Phòng Văn hóa và Thông tin")]:
        f.unit(f"H-{code}", office, "district_office", "required", "H")
    for code, body in [("MTTQ", "Ủy ban Mặt trận Tổ quốc huyện"), ("PN", "Hội Liên hiệp Phụ nữ huyện"), ("DTN", "Huyện đoàn")]:
        f.unit(f"H-{code}", body, "mass_organisation", "encouraged", "H")
    for index, commune in enumerate(COMMUNES[:communes], 1):
        f.unit(f"X{index:02d}", f"Xã {commune}", "commune", "required", "H")
    return ["H-VP", "H-TP", "H-TCKH", "H-MTTQ", "H-PN"] + [f"X{index:02d}" for index in range(1, communes + 1)]


def usual_judges(f, count=7):
    for title, unit in [("Phó Chủ tịch UBND huyện", "H"), ("Trưởng phòng Nội vụ", "H-NV"), ("Chánh Văn phòng", "H-VP"),
                        ("Trưởng phòng Tư pháp", "H-TP"), ("Trưởng phòng Văn hóa và Thông tin", "H-VHTT"),
                        ("Phó Chủ tịch Ủy ban Mặt trận Tổ quốc huyện", "H-MTTQ"), ("Phó Bí thư Huyện đoàn", "H-DTN"),
                        ("Phó Trưởng phòng Tài chính - Kế hoạch", "H-TCKH")][:count]:
        f.judge(title, unit, chair=unit == "H" and not f.judges)


def codes(f, labels):
    return sorted(f.code(label) for label in labels)


def holds(fact, what):
    if not fact:
        raise AssertionError(what)


def levels_of(total, count, most, least):
    """Evenly falling levels for ordinary entries."""
    return [most - (most - least) * index / max(1, count - 1) for index in range(count)]


# --- per-category --------------------------------------------------------------------------------------------------


def per_category():
    f = Folder(
        "per-category", 11, """
# Prizes per category

Huyện Thanh Giang (invented), 2023. 34 entries, 7 judges, 3 sheets an entry, plain mean, one table of prizes for individuals and
one for groups. What it exercises:

- two pools with their own places, amounts without a factor;
- collective entries: fewer judged entries than prizes, so one third prize is `unawarded`; places 1 and 2 equal in everything,
  the chair ordered them (against the order of codes);
- individual entries: places 3 and 4 equal in everything at the border second/third, no order by the chair: neither gets a
  prize, those behind keep theirs; places 5 and 6 equal only in the total; places 7 and 8 equal in everything inside one level: both share
  place 7, both get the prize, and the chair's order for them has no effect; further down three equal totals that the criteria part in two;
- deviation flag at 12: one sheet exactly 12 from the others (no flag), one 12,5 (flag).
""",
        "TG23", "Cuộc thi “Sáng kiến cải cách hành chính” huyện Thanh Giang năm 2023", district("Thanh Giang"),
        "2023-03-06", "2023-04-15T00:00:00+07:00", "2023-05-20T00:00:00+07:00",
        quotas=USUAL_QUOTAS,
        prizes={
            "pooling": "per_category",
            "per_category": {
                "individual": levels(("nhat", 1, 3_000_000), ("nhi", 2, 2_000_000), ("ba", 3, 1_200_000), ("khuyen_khich", 3, 500_000)),
                "collective": levels(("nhat", 1, 5_000_000), ("nhi", 2, 3_500_000), ("ba", 3, 2_000_000)),
            },
        },
        judging=judging(
            {"method": "mean"}, panel_size=7, judges_per_entry=3,
            deviation_flag={"more_than": "12", "against": "mean_of_the_other_sheets", "effect": "flag"},
        ),
    )
    homes = usual_units(f, "Thanh Giang")
    usual_judges(f)
    individual = ["first", "second", "open-a", "open-b", "by-effect-a", "by-effect-b", "shared-a", "shared-b",
                  "part-a", "part-b", "part-c", "at-12", "over-12"]
    collective = ["group-a", "group-b"]
    for index, label in enumerate(individual):
        f.entry(label, homes[index % len(homes)], citizen=index in (3, 7) and homes[index % len(homes)].startswith("X"))
    for index, label in enumerate(collective):
        f.entry(label, homes[9 + index], members=3 + index)
    for index in range(7):
        f.entry(None, homes[(4 + 2 * index) % len(homes)], video=index == 3)
    for index in range(3):
        f.entry(None, homes[11 + index], members=2 + index, video=index == 0)
    f.entry("direct", "H-NV", citizen=True)
    for index, verdict in enumerate(["not_selected", "not_selected", "not_selected", "returned", "returned"]):
        f.entry(None, homes[5 + index], members=1 + index % 2, verdict=verdict)
    f.entry("late", "X07", forwarded_at="2023-04-15T00:00:00+07:00", submitted_at="2023-04-13T09:10:00+07:00",
            confirmed_at="2023-04-14T16:40:00+07:00")
    f.entry("no-word", "X08", members=2, video=True, kinds=["video"])
    f.entry("shares", "X03", members=3)
    f.by_label["shares"]["authors"][2]["share_percent"] = 23
    f.number()
    f.conflict("GK01", f.by_label["first"])
    f.conflict("GK02", f.by_label["group-b"], note="Có người thân trong nhóm tác giả.")

    f.mark_tied(["first"], 279, {}, 3)
    f.mark_tied(["second"], 271, {}, 3)
    f.mark_tied(["open-a", "open-b"], 262, {"hieu_qua": 80, "tinh_moi": 68}, 3)
    f.mark_tied(["by-effect-a"], 256, {"hieu_qua": "77.5", "tinh_moi": 65}, 3)
    f.mark_tied(["by-effect-b"], 256, {"hieu_qua": 77, "tinh_moi": 67}, 3)
    f.mark_tied(["shared-a", "shared-b"], 250, {"hieu_qua": 75, "tinh_moi": 64}, 3)
    f.mark_tied(["part-a"], 226, {"hieu_qua": 70, "tinh_moi": 54}, 3)
    f.mark_tied(["part-b", "part-c"], 226, {"hieu_qua": 68, "tinh_moi": 58}, 3)
    f.mark_tied(["group-a", "group-b"], 265, {"hieu_qua": 79, "tinh_moi": 67}, 3)
    f.mark(f.by_label["at-12"], [70, 72, 59])
    f.reserve(67)
    f.mark(f.by_label["over-12"], [66, 62, "76.5"])
    f.reserve(Fraction("204.5") / 3)
    others = f.unmarked()
    for entry, level in zip(others, levels_of(0, len(others), 81, 55)):
        f.mark_around(entry, level, 3)
    groups = sorted(codes(f, ["group-a", "group-b"]), reverse=True)
    label_of = {f.code(label): label for label in f.by_label}
    f.chair_orders([label_of[c] for c in groups], "Bằng điểm mọi tiêu chí; ưu tiên bài có nhiều đơn vị cùng làm thử.")
    shared = sorted(codes(f, ["shared-a", "shared-b"]), reverse=True)
    f.chair_orders([label_of[c] for c in shared], "Ghi lại ý kiến của Trưởng ban, không ảnh hưởng giải thưởng.")
    r = f.write(ROOT)

    holds(r["unawarded"] == [{"pool": "collective", "level": "ba"}], "one third prize for groups stays unawarded")
    borders = [t for t in r["ties"] if t.get("needs_chair")]
    holds([(b["pool"], b["places"], b["chair_order"]) for b in borders]
          == [("individual", [3, 4], None), ("collective", [1, 2], groups)], "two borders")
    holds(not {p["entry"] for p in r["prizes"]} & set(codes(f, ["open-a", "open-b"])), "nobody of the open group")
    holds(all(r["entries"][c]["shared_place"] and r["entries"][c]["place"] == 7 for c in shared), "shared seventh place")
    holds([t["resolved_by"] for t in r["ties"] if "total" in t] == ["none", "criterion", "none", "partly", "none"], "ties")
    holds(r["entries"][f.code("at-12")]["rounds"]["1"]["deviating"] == [], "exactly 12 is not flagged")
    holds([d["difference"] for d in r["entries"][f.code("over-12")]["rounds"]["1"]["deviating"]] == ["25/2"], "12,5 is")
    return r


# --- the third marker, three ways ----------------------------------------------------------------------------------


def third_marker(name, seed, prefix, place, third, gap, criteria, amounts):
    says = {
        "third_mark_decides": "the third mark alone decides",
        "mean_of_three": "the mean of all three counts",
        "mean_of_two_closest": "the two closest marks count, the higher pair where both are equally close",
    }[third]
    g = Fraction(gap)
    f = Folder(
        name, seed, f"""
# Two marks, a third on a gap: `{third}`

Huyện {place} (invented), 2022. 17 entries, 6 judges, two sheets an entry; where the totals differ by {gap.replace(".", ",")} or more a third judge
marks and {says}. What it exercises:

- gaps of 0, half a step of the rubric below, exactly at and above {gap.replace(".", ",")};
- third marks between the two, outside them on either side, equal to one of them, and exactly in the middle;
- an entry whose value equals another's although one had three sheets and the other two; the tie-break looks at all sheets;
- `counted`, `gap`, `third_marker_needed`, `third-markers.csv`; weighted criteria where the rubric says so.
""",
        prefix, f"Cuộc thi “Ý tưởng cải cách hành chính” huyện {place} năm 2022", district(place),
        "2022-08-01", "2022-09-10T00:00:00+07:00", "2022-10-15T00:00:00+07:00",
        quotas=USUAL_QUOTAS, prizes=pooled(1, 2, 3, amounts),
        judging=judging({"method": "two_marks_third_on_gap", "gap": gap, "third": third}, panel_size=6, judges_per_entry=2,
                        criteria=criteria),
    )
    homes = usual_units(f, place, communes=6)
    usual_judges(f, 6)
    half, wide = Fraction(1, 2), Fraction(int(g) + 5)
    cases = {  # the first two totals, and the third where the gap calls for one
        "no-gap": (71, 71, None),
        "below": (84, 84 - g + half, None),
        "exactly": (86, 86 - g, 86 - g + 4),
        "above": (90, 90 - g - 1, 88),
        "outside-high": (77, 77 - g, 81),
        "outside-low": (76, 76 - g - 2, 76 - g - 5),
        "equal-to-one": (84, 84 - g, 84 - g),
        "middle": (88, 88 - wide, 88 - wide / 2),
        "even-a": (80, 80 - g - 3, 77),
    }
    low, third_mark, high = Fraction(77) - g, Fraction(77), Fraction(80)
    value = {
        "third_mark_decides": third_mark,
        "mean_of_three": (low + third_mark + high) / 3,
        "mean_of_two_closest": (third_mark + high) / 2,
    }[third]
    cases["even-b"] = (value + 1, value - 1, None)
    for index, label in enumerate(cases):
        f.entry(label, homes[(index * 3 + 1) % len(homes)], members=1 + (index % 3 == 2) * 2, video=index == 4)
    for index in range(3):
        f.entry(None, homes[index * 4 + 2], members=1 + index % 2)
    f.entry("late", "X02", submitted_at="2022-09-08T10:00:00+07:00", confirmed_at="2022-09-09T17:00:00+07:00",
            forwarded_at="2022-09-10T00:00:01+07:00")
    f.entry("phone", "X04")
    f.by_label["phone"]["authors"][0]["phone"] = "0900000"
    f.entry(None, "X05", verdict="not_selected")
    f.entry(None, "X06", verdict="returned")
    f.number()
    f.conflict("GK01", f.by_label["above"])

    for label, (a, b, c) in cases.items():
        entry, totals = f.by_label[label], [Fraction(a), Fraction(b)] + ([Fraction(c)] if c is not None else [])
        free = f.assign(entry, len(totals))
        f.random.shuffle(free)
        f.mark(entry, totals, judges=free)
        if c is not None:
            f.thirds.append({"round": "1", "entry_code": entry["code"], "judge_code": free[2]})
    for entry, level in zip(f.unmarked(), (69, 63, 58)):
        f.mark_around(entry, level, 2, step=half, width=2)
    f.thirds.sort(key=lambda row: row["entry_code"])
    r = f.write(ROOT)

    at = {label: r["entries"][f.code(label)]["rounds"]["1"] for label in cases}
    holds(not at["below"]["third_marker_needed"] and Fraction(at["below"]["gap"]) == g - half, "just below")
    holds(at["exactly"]["third_marker_needed"] and Fraction(at["exactly"]["gap"]) == g, "exactly")
    holds({x["counted"] for x in at.values()} == {2, {"third_mark_decides": 1, "mean_of_three": 3, "mean_of_two_closest": 2}[third]},
          "counted")
    if third == "mean_of_two_closest":
        totals = sorted(Fraction(t) for t in at["middle"]["totals"].values())
        holds(totals[1] - totals[0] == totals[2] - totals[1], "equally close")
        holds(Fraction(at["middle"]["mean"]["exact"]) == (totals[1] + totals[2]) / 2, "the higher pair")
    ties = [t for t in r["ties"] if "total" in t]
    holds([sorted(t["entries"]) for t in ties] == [codes(f, ["even-a", "even-b"])], "two sheets against three")
    holds(ties[0]["resolved_by"] == "criterion", "parted by a criterion")
    return r


def short_rubric(weight=None):
    return [
        criterion("tinh_moi", "Tính mới", "30", comment=True),
        criterion("kha_thi", "Tính khả thi", "20"),
        criterion("hieu_qua", "Hiệu quả", "20" if weight else "40", weight=weight),
        criterion("trinh_bay", "Trình bày", "10"),
    ]


def third_marker_decides():
    return third_marker("third-marker-decides", 21, "BD22", "Bình Dục", "third_mark_decides", "10", short_rubric(),
                        (3_000_000, 2_000_000, 1_000_000))


def third_marker_mean_of_three():
    return third_marker("third-marker-mean-of-three", 22, "KS22", "Khe Sung", "mean_of_three", "15", short_rubric("2"),
                        (4_000_000, 2_500_000, 1_500_000))


def third_marker_two_closest():
    return third_marker("third-marker-two-closest", 23, "LT22", "Lộc Thung", "mean_of_two_closest", "8.5", short_rubric(),
                        (2_000_000, 1_000_000, 600_000))


# --- drop-high-low -------------------------------------------------------------------------------------------------


def drop_high_low():
    f = Folder(
        "drop-high-low", 31, """
# One highest and one lowest sheet dropped, from five sheets on

Huyện Đông Quan Hạ (invented), 2021. 20 entries, a panel of 7 that marks everything except where a judge is recused, so entries have 7,
6, 5 or 4 sheets. What it exercises:

- 5, 6 and 7 sheets: one highest and one lowest total dropped; 4 sheets: nothing dropped, not even an outlier;
- two sheets with the same highest total, or the same lowest, or all the same: only one of them goes at each end;
- threshold 50 in the only round: one entry exactly at 50 after dropping although its plain mean is lower (ranked), one below 50 although
  its plain mean is higher (judged, not ranked);
- two entries with the same value: the criteria decide, over all sheets, dropped ones included.
""",
        "DQ21", "Cuộc thi “Giải pháp cải cách hành chính” huyện Đông Quan Hạ năm 2021", district("Đông Quan Hạ"),
        "2021-06-01", "2021-07-20T17:00:00+07:00", "2021-08-31T00:00:00+07:00",
        quotas=USUAL_QUOTAS, prizes=pooled(1, 2, 3),
        judging=judging({"method": "drop_high_low", "applies_from_judges": 5}, panel_size=7, judges_per_entry=7, threshold="50"),
    )
    homes = usual_units(f, "Đông Quan Hạ", communes=9)
    usual_judges(f)
    cases = {  # totals, one per judge that is not recused
        "equal-high": [92, 92, 90, 88, "87.5", 86, 80],
        "equal-low": [93, 88, "86.5", 85, 83, 78, 78],
        "all-equal": [80, 80, 80, 80, 80],
        "four-outlier": [88, 86, 85, 55],
        "five": [90, "84.5", 82, 79, 60],
        "six": [85, 81, 77, 76, 74, 70],
        "exactly-50": [58, 51, 50, 50, 49, 50, 30],
        "below-50": [75, 50, 50, 50, "49.5", 50, 48],
        "tie-a": [79, 78, 76, 75, 74, 73, 60],
        "tie-b": [90, 77, 77, 75, 74, 73, 72],
        "seven": [72, 71, 70, 70, 68, 66, 65],
        "four": [69, 67, 66, "64.5"],
    }
    for index, label in enumerate(cases):
        f.entry(label, f"X{index % 9 + 1:02d}", members=(1, 1, 3)[index % 3], video=index == 5, citizen=index in (3, 9))
    f.entry("direct", "H-NV")
    f.entry("late", "X03", submitted_at="2021-07-19T08:00:00+07:00", confirmed_at="2021-07-20T15:00:00+07:00",
            forwarded_at="2021-07-20T17:00:00+07:00")
    f.entry("last-moment", "X05", submitted_at="2021-07-19T08:30:00+07:00", confirmed_at="2021-07-20T15:30:00+07:00",
            forwarded_at="2021-07-20T16:59:59+07:00")
    f.entry(None, homes[0])
    f.entry(None, homes[3], members=2)
    f.entry("one-member", "X07", category="collective")
    f.entry(None, "X08", verdict="not_selected")
    f.entry(None, "X09", verdict="returned")
    f.number()
    everybody = [j["code"] for j in f.judges]
    fixed = {
        "tie-a": {"hieu_qua": [25, 24, 23, 23, 22, 22, 19]},
        "tie-b": {"hieu_qua": [28, 23, 23, 22, 21, 21, 21]},
    }
    for label, totals in cases.items():
        entry = f.by_label[label]
        for judge in f.random.sample(f.free_judges(entry), len(f.free_judges(entry)) - len(totals)):
            f.conflict(judge, entry, note="Đã góp ý hoàn thiện bài cho tác giả.")
        order = list(range(len(totals)))
        f.random.shuffle(order)
        free = f.free_judges(entry)
        extra = {c: [values[i] for i in order] for c, values in fixed.get(label, {}).items()}
        f.mark(entry, [totals[i] for i in order], extra, judges=free)
        kept = sorted(map(Fraction, totals))
        f.reserve(sum(kept[1:-1]) / (len(kept) - 2) if len(kept) >= 5 else sum(kept) / len(kept))
    others = f.unmarked()
    for entry, level in zip(others, levels_of(0, len(others), 71, 57)):
        free = f.free_judges(entry)
        f.mark_around(entry, level, len(free), judges=free, value=lambda t: sum(sorted(t)[1:-1]) / (len(t) - 2))
    r = f.write(ROOT)

    at = {label: r["entries"][f.code(label)]["rounds"]["1"] for label in cases}
    holds(everybody == sorted(r["sheets_per_judge"]), "the whole panel")
    holds({len(x["judges"]) for x in at.values()} == {4, 5, 6, 7}, "4 to 7 sheets")
    holds("dropped_values" not in at["four-outlier"] and at["four-outlier"]["counted"] == 4, "nothing dropped from four")
    holds(at["equal-high"]["dropped_values"] == ["80", "92"] and at["equal-high"]["counted"] == 5, "equal highest")
    holds(at["exactly-50"]["passed_threshold"] and at["exactly-50"]["mean"]["exact"] == "50", "exactly at the threshold")
    holds(Fraction(at["exactly-50"]["sum"]) / 7 < 50 < Fraction(at["below-50"]["sum"]) / 7, "plain means say the opposite")
    holds(not at["below-50"]["passed_threshold"] and "place" not in r["entries"][f.code("below-50")], "below the threshold")
    ties = [t for t in r["ties"] if "total" in t]
    holds([sorted(t["entries"]) for t in ties] == [codes(f, ["tie-a", "tie-b"])] and ties[0]["resolved_by"] == "criterion", "a tie")
    return r


# --- two-rounds ----------------------------------------------------------------------------------------------------


def two_rounds():
    first = [
        criterion("tinh_moi", "Tính mới", "25", comment=True, bands=NOVELTY_BANDS),
        criterion("kha_thi", "Tính khả thi", "30"),
        criterion("hieu_qua", "Hiệu quả", "35"),
        criterion("thuyet_minh", "Thuyết minh, chấm thang 50, hệ số 0,2", "50", step="0.1", weight="0.2"),
    ]
    second = [
        criterion("noi_dung", "Nội dung", "60", step="1"),
        criterion("thuyet_trinh", "Thuyết trình", "20", comment=True),
        criterion("tra_loi", "Trả lời câu hỏi", "20"),
    ]
    f = Folder(
        "two-rounds", 41, """
# Two rounds, the last decides

Huyện Hải Vân Thượng (invented), 2024. 23 entries. Round `so_khao`: 5 judges an entry on the contest's rubric, mean ≥ 75 goes on. Round `chung_khao`:
the whole panel of 8 except recused judges, on three criteria of its own. What it exercises:

- an entry with a mean of exactly 75 (goes on) and one with 18749/250, which prints as 75,00 and is below (does not);
- a criterion on the scale of 50 with step 0.1 and weight 0.2 in the first round;
- criteria written out in a round; `scores.csv` with the column `round`; places from the last round alone: the best of the first
  round is not the winner, the one at the threshold gets a prize;
- equal values in the last round: one pair parted by `tra_loi`, one pair equal in everything at a border with the chair's order;
- deviation flag in both rounds at 15.
""",
        "HV24", "Cuộc thi “Tìm kiếm sáng kiến cải cách hành chính” huyện Hải Vân Thượng năm 2024", district("Hải Vân Thượng"),
        "2024-07-01", "2024-08-16T00:00:00+07:00", "2024-10-10T00:00:00+07:00",
        quotas=USUAL_QUOTAS, prizes=pooled(1, 2, 4),
        judging=judging(
            {"method": "mean"}, tie_break=("tra_loi", "noi_dung", "chair"), criteria=first, panel_size=8, judges_per_entry=5,
            rounds=[
                {"code": "so_khao", "name": "Sơ khảo", "combine": {"method": "mean"}, "threshold": "75"},
                {"code": "chung_khao", "name": "Chung khảo", "combine": {"method": "mean"}, "threshold": None, "criteria": second},
            ],
            final="last_round_decides",
            deviation_flag={"more_than": "15", "against": "mean_of_the_other_sheets", "effect": "flag"},
        ),
    )
    homes = usual_units(f, "Hải Vân Thượng")
    usual_judges(f, 7)
    f.judge("Chuyên viên cao cấp UBND huyện", "H")
    labels = ["best-first", "exactly-75", "hair-below", "winner", "pair-a", "pair-b", "border-a", "border-b", "plain-a", "plain-b"]
    for index, label in enumerate(labels):
        f.entry(label, f"X{index + 1:02d}", members=1 + (index % 3 == 1) * 2, video=index == 3, citizen=index == 7)
    for index in range(8):
        f.entry(None, homes[(index * 3) % len(homes)], members=1 + index % 2 * 3)
    f.entry("late", "X02", submitted_at="2024-08-16T00:00:00+07:00", forwarded_at="2024-08-16T09:00:00+07:00",
            confirmed_at="2024-08-16T08:00:00+07:00")
    f.entry("not-new", "X04")
    f.entry(None, "X06", verdict="not_selected")
    f.entry(None, "X07", verdict="not_selected", members=2)
    f.entry(None, "X09", verdict="returned")
    f.number()
    f.decide("not-new", "not_new", reason="Giải pháp đã áp dụng trong huyện từ năm 2021, không còn tính mới.")
    f.conflict("GK05", f.by_label["winner"])
    f.conflict("GK01", f.by_label["pair-b"], note="Có người thân trong nhóm tác giả.")

    one = {"best-first": [95, 93, 94, "92.5", 91], "winner": [82, 80, "79.5", 84, 81], "pair-a": [85, 83, 80, 84, 86],
           "pair-b": [77, 79, 76, 78, 81], "border-a": [88, 86, 84, 87, 83], "border-b": [76, 75, 78, 77, "76.5"],
           "plain-a": [90, 72, 88, 86, 91], "plain-b": [80, 78, 79, 77, 76],
           "exactly-75": ["75.02", "74.5", "76", "73.48", "76"], "hair-below": ["75.02", "74.5", "76", "73.46", "76"]}
    for label, totals in one.items():
        f.mark(f.by_label[label], totals, round_code="so_khao")
    for entry, level in zip(f.unmarked(), levels_of(0, 8, 73, 52)):
        f.mark_around(entry, level, 5, width=5, round_code="so_khao")
    two = {"winner": 94, "best-first": 90, "pair-a": 85, "pair-b": 85, "exactly-75": 82, "plain-a": 80, "border-a": 78,
           "border-b": 78, "plain-b": 71}
    answers = {"pair-a": Fraction("17.5"), "pair-b": Fraction("16.5"), "border-a": Fraction(15), "border-b": Fraction(15)}
    for label, level in two.items():
        entry = f.by_label[label]
        free = f.free_judges(entry)
        fixed = {}
        if label in answers:
            fixed["tra_loi"] = f.spread(answers[label] * len(free), len(free), "0.5", 2)
        if label.startswith("border"):
            fixed["noi_dung"] = f.spread(48 * len(free), len(free), 1, 2)
        totals = f.spread(level * len(free), len(free), "0.5", 4)
        if label == "plain-a":
            totals = [level] * (len(free) - 2) + [level - 14, level + 14]
        f.mark(entry, totals, fixed, "chung_khao", free)
    order = sorted(["border-a", "border-b"], key=f.code, reverse=True)
    f.chair_orders(order, "Bằng điểm chung khảo và mọi tiêu chí; ưu tiên bài trả lời câu hỏi phụ tốt hơn.")
    r = f.write(ROOT)

    at = {label: r["entries"][f.code(label)] for label in one}
    holds(at["exactly-75"]["rounds"]["so_khao"]["mean"]["exact"] == "75" and at["exactly-75"]["stage"] == "judged", "exactly 75")
    below = at["hair-below"]
    holds(below["rounds"]["so_khao"]["mean"] == {"exact": "18749/250", "text": "75,00"}, "prints as 75,00")
    holds(below["stage"] == "below_threshold" and list(below["rounds"]) == ["so_khao"] and "place" not in below, "below")
    holds(at["winner"]["place"] == 1 and at["best-first"]["place"] == 2, "the last round decides")
    holds(r["stages"]["below_threshold"] == 9 and r["stages"]["judged"] == 9, "nine go on")
    holds([t["resolved_by"] for t in r["ties"] if "total" in t] == ["criterion", "none"], "two pairs")
    holds([t["chair_order"] for t in r["ties"] if "places" in t] == [[f.code(label) for label in order]], "the chair's order")
    flags = [len(e["rounds"]["chung_khao"]["deviating"]) for e in r["entries"].values() if "chung_khao" in e.get("rounds", {})]
    holds(sum(flags) == 2, "two flags in the last round")
    return r


# --- weighted-rounds -----------------------------------------------------------------------------------------------


def weighted_rounds():
    criteria = [
        criterion("tinh_moi", "Tính mới", "20", step="0.25", weight="1.5", comment=True),
        criterion("kha_thi", "Tính khả thi", "20", step="0.25"),
        criterion("hieu_qua", "Hiệu quả", "20", step="0.25", weight="1.5"),
        criterion("nhan_rong", "Khả năng nhân rộng", "20", step="0.25", weight="0.5"),
        criterion("thuyet_trinh", "Thuyết trình", "20", step="0.25", weight="0.5"),
    ]
    f = Folder(
        "weighted-rounds", 51, """
# Two rounds with weights

Huyện Sơn Trà Nội (invented), 2020. 20 entries. Round `ho_so` (2/5): 3 judges, four of the contest's five criteria, mean ≥ 40 goes on.
Round `trinh_bay` (3/5): 5 judges, all five criteria. What it exercises:

- criteria with weights 1.5 and 0.5, step 0.25, so totals in eighths; means over 3 and 5 sheets, so final figures in 600ths;
- a round that names its criteria by code, and one that leaves them to the contest;
- the same final figure from different rounds (parted by `hieu_qua` of the last round), and two that print alike and are not equal;
- `zero_disqualifies` on `tinh_moi`: a mean of 0 in the last round, a mean of 0 in the first round only (both without a place), and a single 0
  among other marks (keeps its place);
- one entry below the threshold of the first round, one exactly at it.
""",
        "ST20", "Cuộc thi “Sáng kiến vì người dân” huyện Sơn Trà Nội năm 2020", district("Sơn Trà Nội"),
        "2020-09-01", "2020-10-20T00:00:00+07:00", "2020-12-01T00:00:00+07:00",
        quotas=USUAL_QUOTAS, prizes=pooled(1, 1, 3, (5_000_000, 3_000_000, 1_500_000), "6/5"),
        judging=judging(
            {"method": "mean"}, criteria=criteria, panel_size=7, judges_per_entry=3,
            rounds=[
                {"code": "ho_so", "name": "Chấm hồ sơ", "combine": {"method": "mean"}, "threshold": "40",
                 "criteria": ["tinh_moi", "kha_thi", "hieu_qua", "nhan_rong"]},
                {"code": "trinh_bay", "name": "Trình bày", "combine": {"method": "mean"}, "threshold": None},
            ],
            final="weighted_rounds", round_weights={"ho_so": "2/5", "trinh_bay": "3/5"},
            zero_disqualifies=["tinh_moi"],
        ),
    )
    homes = usual_units(f, "Sơn Trà Nội", communes=8)
    usual_judges(f)
    # sums of the totals: 3 sheets in the first round (of 90), 5 in the second (of 100)
    cases = {
        "same-a": (240, 425), "same-b": (249, 415),          # 2/5 × 80 + 3/5 × 85 = 2/5 × 83 + 3/5 × 83 = 83
        "print-a": (231, "390.125"), "print-b": ("231.375", "389.75"),
        "zero-last": (210, 330), "zero-first": (180, 360), "one-zero": (204, 350),
        "at-40": (120, 300), "below-40": ("119.875", None), "top": (258, 460),
    }
    for index, label in enumerate(cases):
        f.entry(label, f"X{index % 8 + 1:02d}", members=1 + (index % 4 == 3) * 3, video=index == 6)
    for index in range(5):
        f.entry(None, homes[index], members=1 + index % 2)
    f.entry("direct", "H-NV", citizen=True, submitted_at="2020-10-19T23:59:59+07:00", confirmed_at="2020-10-21T08:30:00+07:00",
            forwarded_at="2020-10-19T23:59:59+07:00")
    f.entry("late", "H-NV", citizen=True, verdict="returned", submitted_at="2020-10-20T00:00:00+07:00")
    f.entry("two-heads", "X05", members=2)
    f.by_label["two-heads"]["authors"][1]["representative"] = True
    f.entry(None, "X06", verdict="not_selected")
    f.entry(None, "X08", verdict="returned")
    f.number()
    f.conflict("GK02", f.by_label["top"])
    zeros = {"zero-last": {"trinh_bay": [0] * 5}, "zero-first": {"ho_so": [0] * 3},
             "one-zero": {"ho_so": [15, 0, 14], "trinh_bay": [14, 15, 0, 13, 14]}}
    better = {"same-a": {"hieu_qua": 85}, "same-b": {"hieu_qua": 83}}
    for label, (first, second) in cases.items():
        entry = f.by_label[label]
        for round_code, total, count in (("ho_so", first, 3), ("trinh_bay", second, 5)):
            if total is None:
                continue
            fixed = {"tinh_moi": zeros[label][round_code]} if round_code in zeros.get(label, {}) else {}
            if label in better and round_code == "trinh_bay":
                fixed = {"hieu_qua": f.spread(better[label]["hieu_qua"], 5, "0.25", 4)}
            totals = f.spread(total, count, "0.125", 24)
            if label == "zero-first" and round_code == "ho_so":
                totals = [Fraction(x) for x in ("54", "50.5", "51.5")]
            if label == "zero-last" and round_code == "trinh_bay":
                totals = [Fraction(x) for x in ("58", "60", "57.25", "61", "59.5")]
            if label == "one-zero":
                low = fixed["tinh_moi"].index(0)
                totals = [Fraction(72 if i != low else 52) + Fraction(i, 8) for i in range(count)]
            f.mark(entry, totals, fixed, round_code)
            f.reserve(sum(totals) / count, round_code)
    for entry, level in zip(f.unmarked(), levels_of(0, 6, 74, 58)):
        f.mark_around(entry, level * 0.9, 3, step="0.125", width=24, round_code="ho_so")
        f.mark_around(entry, level + 1, 5, step="0.125", width=24, round_code="trinh_bay")
    r = f.write(ROOT)

    at = {label: r["entries"][f.code(label)] for label in cases}
    lines = {line["entry"]: line for line in r["ranking"]["all"]}
    ties = [t for t in r["ties"] if "total" in t]
    holds([(t["entries"], t["total"], t["resolved_by"]) for t in ties] == [([f.code("same-a"), f.code("same-b")], "83", "criterion")],
          "one tie from different rounds")
    a, b = lines[f.code("print-a")], lines[f.code("print-b")]
    holds(a["text"] == b["text"] and a["exact"] != b["exact"], f"print alike: {a} {b}")
    holds(all("place" not in at[label] and at[label]["stage"] == "judged" for label in ("zero-last", "zero-first")), "no place")
    holds("place" in at["one-zero"], "one zero is no disqualification")
    holds(at["below-40"]["stage"] == "below_threshold" and at["at-40"]["stage"] == "judged", "threshold")
    return r


# --- group-limits --------------------------------------------------------------------------------------------------


def group_limits():
    body = {"organiser": "TP", "organiser_name": "UBND thành phố Sông Vân", "standing": "TP-NV", "standing_name": "Phòng Nội vụ thành phố",
            "place": "thành phố Sông Vân"}
    deadline = "2025-03-31T17:00:00+07:00"
    f = Folder(
        "group-limits", 61, """
# Intake: group sizes, reasons, quotas

Thành phố Sông Vân (invented), 2025. 45 entries, 14 of them judged (3 judges each, plain mean, no ties). What it exercises:

- groups of 2 to 5: sizes 1, 2, 5 and 6; no representative, two representatives; several reasons at once, in their order; shares that
  do not sum to 100, also with halves (`33.5`);
- late entries with other reasons, a late one that the unit had not selected, one handed in after the deadline and never forwarded; the last valid millisecond;
  an instant written in UTC (`Z`) that is in time;
- unconfirmed: forwarded in time without confirmation; never forwarded, with and without confirmation; without confirmation and with reasons (rejected);
- an author who is a judge under a decomposed name (NFD), and one with a judge's name from another unit (no reason);
- a video without any video file and without Word text, pictures and software without it, a product without it (not asked for);
- bad numbers of several co-authors (warnings, also on an entry that was not selected), of two representatives (a reason each), landline numbers that
  this contest's pattern allows;
- every decision: duplicate, merged, not_new, off_topic; a decision on an entry with another reason, and on one that was not selected (no effect);
- kinds of units of its own, `min` 2, a unit whose own column says encouraged or none although its kind is required, a unit without entries.
""",
        "SV25", "Cuộc thi “Sáng kiến cải cách thủ tục hành chính” thành phố Sông Vân năm 2025", body,
        "2025-02-10", deadline, "2025-04-30T00:00:00+07:00",
        quotas=[
            quota(["city_department"], 1, "required"),
            quota(["ward"], 2, "required"),
            quota(["public_school", "hospital"], 1, "encouraged"),
            quota(["professional_organisation"], 2, "encouraged"),
        ],
        prizes=pooled(1, 1, 2, (2_500_000, 1_500_000, 800_000), "2"),
        judging=judging({"method": "mean"}, panel_size=5, judges_per_entry=3),
    )
    f.rules["group"]["max_members"] = 5
    f.rules["formats"]["word_companion_required_for"] = ["image", "software"]
    f.rules["phone"]["pattern"] = "^(0[35789][0-9]{8}|02[0-9]{9})$"
    f.unit("TP", "UBND thành phố Sông Vân", "city")
    for code, name in [("NV", "Phòng Nội vụ thành phố"), ("TNMT", "Phòng Tài nguyên và Môi trường thành phố"),
                       ("KT", "Phòng Kinh tế thành phố"), ("VHTT", "Phòng Văn hóa và Thông tin thành phố"), ("TTR", "Thanh tra thành phố")]:
        f.unit(f"TP-{code}", name, "city_department", "required", "TP")
    for number, (name, asked) in enumerate([("Bến Gỗ", "required"), ("Cầu Đá", "required"), ("Đồng Tranh", "required"),
                                            ("Giếng Vuông", "encouraged"), ("Hàng Kênh Đông", "none"),
                                            ("Thủy Nham", "required")], 1):
        f.unit(f"P{number}", f"Phường {name}", "ward", asked, "TP")
    f.unit("TH1", "Trường Trung học cơ sở Lê Thạch", "public_school", "encouraged", "TP")
    f.unit("BV", "Bệnh viện đa khoa Sông Vân", "hospital", "encouraged", "TP")
    f.unit("HLG", "Hội Luật gia thành phố", "professional_organisation", "encouraged", "TP")
    f.unit("HTX", "Hợp tác xã dịch vụ Cầu Đá", "cooperative", "none", "TP")
    f.judge("Phó Chủ tịch UBND thành phố", "TP", chair=True)
    f.judge("Trưởng phòng Nội vụ", "TP-NV")
    f.judge("Trưởng phòng Kinh tế", "TP-KT")
    f.judge("Phó Chánh Thanh tra", "TP-TTR")
    f.judge("Phó Giám đốc Bệnh viện", "BV")

    def authors(label):
        return f.by_label[label]["authors"]

    # judged
    f.entry("two", "P1", members=2)
    f.entry("five", "P1", members=5)
    f.entry("halves", "P2", members=3)
    for author, share in zip(authors("halves"), (33.5, 33.5, 33)):
        author["share_percent"] = share
    f.entry("co-phones", "P2", members=4)
    for author, phone in zip(authors("co-phones")[1:3], ("09000O0001", "")):
        author["phone"] = phone
    f.entry("landline", "P4", citizen=True)
    authors("landline")[0]["phone"] = "02900000071"
    f.entry("namesake", "TP-TNMT")
    f.entry("product", "HTX", kinds=["product"])
    f.entry("last-ms", "TH1", submitted_at="2025-03-28T08:00:00+07:00", confirmed_at="2025-03-31T15:00:00+07:00",
            forwarded_at="2025-03-31T16:59:59.999+07:00")
    f.entry("utc", "TP-VHTT", submitted_at="2025-03-28T10:00:00+07:00", confirmed_at="2025-03-31T16:00:00+07:00",
            forwarded_at="2025-03-31T09:59:00Z")
    f.entry("direct", "TP-NV", citizen=True)
    f.entry("kept-a", "P4", members=2)
    f.entry("kept-b", "P5")
    f.entry("hospital", "BV")
    f.entry("video", "HLG", video=True, kinds=["word", "video"])
    # reasons
    f.entry("one", "P3", category="collective")
    f.entry("six", "P3", members=6)
    f.entry("nobody", "P2", members=3)
    authors("nobody")[0]["representative"] = False
    f.entry("both", "P1", members=3)
    authors("both")[2]["representative"] = True
    authors("both")[0]["phone"] = "+84900000072"
    authors("both")[2]["phone"] = "090000007"
    f.entry("judge-nfd", "TP-KT")
    f.entry("video-bare", "P1", video=True, kinds=[])
    f.entry("image-bare", "P5", kinds=["image"])
    f.entry("software-bare", "TH1", kinds=["software", "image"])
    f.entry("shares-over", "P4", members=3)
    authors("shares-over")[1]["share_percent"] = 43
    f.entry("single-share", "P3")
    authors("single-share")[0]["share_percent"] = 99.5
    f.entry("everything", "P2", members=6, kinds=["software"])
    for author in authors("everything"):
        author["representative"], author["share_percent"], author["phone"] = False, 10, "không có"
    f.entry("everything-judge", "TP-TTR", category="collective", kinds=["image"])
    authors("everything-judge")[0].update(representative=True, share_percent=50, phone="113")
    f.entry("dup", "P1")
    f.entry("merged", "HLG", members=2)
    f.entry("not-new", "TP-TNMT")
    f.entry("off-topic", "HTX")
    f.by_label["off-topic"]["title"] = "Trồng thử giống bưởi chín sớm trên đất bãi"
    f.by_label["off-topic"]["sections"].update(
        hien_trang="Đất bãi trồng ngô cho thu nhập thấp.", noi_dung="Trồng thử hai trăm gốc bưởi, ghi ngày ra hoa và ngày hái.",
        hieu_qua="Vụ đầu hái sớm hơn mười hai ngày so với giống cũ.",
    )
    f.entry("dup-and-phone", "P5")
    authors("dup-and-phone")[0]["phone"] = "0100000000"
    # late
    f.entry("late", "P3", submitted_at="2025-03-28T09:00:00+07:00", confirmed_at="2025-03-30T09:00:00+07:00", forwarded_at=deadline)
    f.entry("late-more", "HLG", members=6, submitted_at="2025-03-28T09:30:00+07:00", confirmed_at="2025-03-30T09:30:00+07:00",
            forwarded_at="2025-04-01T08:00:00+07:00", kinds=["image"])
    authors("late-more")[3]["phone"] = "12345"
    f.entry("late-dup", "P2", submitted_at="2025-03-28T09:45:00+07:00", confirmed_at="2025-03-30T09:45:00+07:00",
            forwarded_at="2025-03-31T17:00:00.001+07:00")
    f.entry("late-unsent", "P4", submitted_at="2025-04-01T10:00:00+07:00", confirmation=None, forwarded_at=None)
    f.entry("late-refused", "P5", verdict="not_selected", submitted_at="2025-03-31T17:00:00+07:00")
    f.entry("late-direct", "TP-NV", verdict="returned", submitted_at="2025-03-31T18:20:00+07:00", citizen=True)
    # unconfirmed
    f.entry("unconfirmed", "P3", confirmation=None)
    f.entry("unconfirmed-direct", "TP-NV", confirmation=None, citizen=True)
    f.entry("unsent", "TP-VHTT", confirmation=None, forwarded_at=None)
    f.entry("unsent-confirmed", "HLG", forwarded_at=None)
    f.entry("unconfirmed-shares", "P4", members=2, confirmation=None)
    authors("unconfirmed-shares")[1]["share_percent"] = 30
    # the unit's verdict
    f.entry("refused-warnings", "TH1", members=4, verdict="not_selected")
    for author in authors("refused-warnings")[1:]:
        author["phone"] = "?"
    f.entry("refused-decided", "P1", verdict="not_selected")
    f.entry("returned-small", "BV", category="collective", verdict="returned")
    f.number()

    judge = f.judges[2]["name"]
    authors("judge-nfd")[0]["name"] = unicodedata.normalize("NFD", judge)
    authors("namesake")[0]["name"] = judge
    authors("everything-judge")[0]["name"] = f.judges[3]["name"]
    f.decide("dup", "duplicate", "two", "Trùng nội dung với bài đã nhận trước")
    f.decide("merged", "merged", "kept-a", "Cùng tác giả, cùng nội dung, gửi qua hai nơi; nhập vào bài nhận trước")
    f.decide("not-new", "not_new", reason="Đã áp dụng tại thành phố từ năm 2022, không còn tính mới")
    f.decide("off-topic", "off_topic", reason="Nội dung về giống cây trồng, không thuộc cải cách hành chính")
    f.decide("dup-and-phone", "duplicate", "kept-b", "Sao chép phần lớn bài đã nhận trước")
    f.decide("late-dup", "duplicate", "five", "Trùng nội dung với bài đã nhận trước")
    f.decide("refused-decided", "off_topic", reason="Đơn vị đã loại, ghi lại để theo dõi")
    for copy, kept in (("dup", "two"), ("merged", "kept-a"), ("dup-and-phone", "kept-b"), ("late-dup", "five")):
        f.by_label[copy]["title"], f.by_label[copy]["areas"] = f.by_label[kept]["title"], f.by_label[kept]["areas"]
        f.by_label[copy]["sections"] = dict(f.by_label[kept]["sections"])
    f.by_label["merged"]["authors"] = [dict(a) for a in f.by_label["kept-a"]["authors"]]
    f.conflict("GK04", f.by_label["five"])
    for entry, level in zip(f.unmarked(), levels_of(0, 14, 90, 56)):
        f.mark_around(entry, level, 3)
    r = f.write(ROOT)

    at = {label: r["entries"][f.code(label)] for label in f.by_label}
    reasons = {
        "one": ["group_too_small"], "six": ["group_too_large"], "nobody": ["no_representative"],
        "both": ["no_representative", "bad_contact_phone", "bad_contact_phone"], "judge-nfd": ["author_is_judge"],
        "video-bare": ["no_word_text"], "image-bare": ["no_word_text"], "software-bare": ["no_word_text"],
        "shares-over": ["shares_not_100"], "single-share": ["shares_not_100"],
        "everything": ["group_too_large", "no_representative", "no_word_text", "shares_not_100"],
        "everything-judge": ["author_is_judge", "group_too_small", "no_word_text", "shares_not_100", "bad_contact_phone"],
        "dup-and-phone": ["bad_contact_phone", "duplicate"], "late": ["late"],
        "late-more": ["late", "group_too_large", "no_word_text"], "late-dup": ["late", "duplicate"], "late-unsent": ["late"],
        "late-refused": ["late"], "late-direct": ["late"], "unconfirmed": [], "unconfirmed-shares": ["shares_not_100"],
        "dup": ["duplicate"], "merged": ["merged"], "not-new": ["not_new"], "off-topic": ["off_topic"],
        "refused-decided": [], "refused-warnings": [], "returned-small": [], "namesake": [], "product": [],
    }
    for label, expected in reasons.items():
        holds(at[label]["reasons"] == expected, f"{label}: {at[label]['reasons']}")
    holds(at["everything"]["warnings"] == ["bad_phone_co_author"] * 6, "six warnings")
    holds(at["refused-warnings"]["warnings"] == ["bad_phone_co_author"] * 3, "warnings stay")
    for label in ("unconfirmed", "unconfirmed-direct", "unsent", "unsent-confirmed"):
        holds(at[label]["stage"] == "unconfirmed", label)
    holds(r["stages"]["judged"] == 14 and r["ties"] == [], "fourteen judged, no tie")
    board = {row["unit_code"]: row for row in r["quota_board"]}
    holds("P5" not in board and board["P4"]["quota"] == "encouraged" and board["P4"]["met"] and not board["P3"]["met"], "board")
    return r


# --- chair-orders-three --------------------------------------------------------------------------------------------


def chair_orders_three():
    f = Folder(
        "chair-orders-three", 71, """
# Three equal entries across two borders

Huyện Yên Bình Hạ (invented), 2022. 26 entries, 6 judges and a reserve, 4 sheets an entry, prizes per category, tie-break `hieu_qua` and then a vote of the
committee (`committee_vote`). What it exercises:

- individual entries: places 1 to 3 equal in everything, one prize of each level, so the group crosses two borders; the committee's order is given
  and is neither the order of codes nor its reverse;
- places 5 to 7 equal at the border consolation prize/none; the order on record names only two of the three, so it settles nothing: nobody gets the
  prize, and it is not `unawarded` either;
- collective entries: no ties at all;
- units without a quota, a quota of 0 (met with nothing), a judge without a single sheet.
""",
        "YB22", "Hội thi “Sáng kiến cải cách hành chính” huyện Yên Bình Hạ năm 2022", district("Yên Bình Hạ"),
        "2022-02-14", "2022-04-01T00:00:00+07:00", "2022-05-15T00:00:00+07:00",
        quotas=USUAL_QUOTAS + [quota(["cooperative"], 0, "encouraged")],
        prizes={
            "pooling": "per_category",
            "per_category": {
                "individual": levels(("nhat", 1, 4_000_000), ("nhi", 1, 3_000_000), ("ba", 1, 2_000_000), ("khuyen_khich", 2, 1_000_000)),
                "collective": levels(("nhat", 1, 6_000_000), ("nhi", 1, 4_500_000), ("ba", 2, 3_000_000)),
            },
        },
        judging=judging({"method": "mean"}, tie_break=("hieu_qua", "committee_vote"), panel_size=7, judges_per_entry=4),
    )
    homes = usual_units(f, "Yên Bình Hạ", communes=8)
    f.unit("HTX1", "Hợp tác xã nông nghiệp An Lạc", "cooperative", "encouraged", "H")
    f.unit("HTX2", "Hợp tác xã vận tải Cẩm Sơn", "cooperative", "encouraged", "H")
    f.unit("TTYT", "Trung tâm Y tế huyện", "service_unit", "none", "H")
    usual_judges(f, 6)
    f.judge("Phó Trưởng phòng Tài chính - Kế hoạch (dự khuyết)", "H-TCKH")
    labels = ["three-a", "three-b", "three-c", "fourth", "edge-a", "edge-b", "edge-c"]
    for index, label in enumerate(labels):
        f.entry(label, f"X{index + 1:02d}", citizen=index == 2)
    for index in range(5):
        f.entry(None, homes[index])
    for index, home in enumerate(["H-PN", "X08", "X02", "TTYT", "HTX2", "X05"]):
        f.entry(None, home, members=2 + index % 3, video=index == 1)
    f.entry("direct", "H-NV")
    f.entry("dup", "X03")
    f.entry("late", "X06", members=2, submitted_at="2022-03-30T10:00:00+07:00", confirmed_at="2022-03-31T10:00:00+07:00",
            forwarded_at="2022-04-01T07:30:00+07:00")
    for index, verdict in enumerate(["not_selected", "not_selected", "returned", "returned", "not_selected"]):
        f.entry(None, homes[6 + index], members=1 + index % 2, verdict=verdict)
    f.number()
    f.decide("dup", "duplicate", "three-a", "Trùng nội dung với bài đã nhận trước")
    f.by_label["dup"]["title"] = f.by_label["three-a"]["title"]
    f.by_label["dup"]["sections"] = dict(f.by_label["three-a"]["sections"])
    f.conflict("GK03", f.by_label["three-b"])
    f.load["1", "GK07"] = 1_000  # the reserve judge is never called

    f.mark_tied(["three-a", "three-b", "three-c"], 362, {"hieu_qua": 108}, 4)
    f.mark_tied(["fourth"], 350, {}, 4)
    f.mark_tied(["edge-a", "edge-b", "edge-c"], 341, {"hieu_qua": 101}, 4)
    others = f.unmarked()
    for entry, level in zip(others, levels_of(0, len(others), 83, 54)):
        f.mark_around(entry, level, 4)
    by_code = sorted(["three-a", "three-b", "three-c"], key=f.code)
    order = [by_code[1], by_code[2], by_code[0]]
    f.chair_orders(order, "Ban Tổ chức biểu quyết 9/11, 8/11 phiếu theo thứ tự này.")
    f.chair_orders(sorted(["edge-a", "edge-c"], key=f.code), "Mới biểu quyết hai trong ba bài, chưa đủ để xếp.")
    r = f.write(ROOT)

    borders = [t for t in r["ties"] if "places" in t]
    holds([(t["pool"], t["places"], t["chair_order"]) for t in borders]
          == [("individual", [1, 3], [f.code(label) for label in order]), ("individual", [5, 7], None)], "two groups")
    holds([p["level"] for p in r["prizes"] if p["pool"] == "individual"] == ["nhat", "nhi", "ba", "khuyen_khich"], "prizes")
    holds(all(t["pool"] == "individual" for t in r["ties"]) and r["unawarded"] == [], "the other pool has no ties")
    holds(r["sheets_per_judge"]["GK07"] == 0, "a judge without sheets")
    zero = [row for row in r["quota_board"] if row["min"] == 0]
    holds(any(row["accepted"] == 0 and row["met"] for row in zero), "a quota of 0 is met with nothing")
    return r


# --- community-vote ------------------------------------------------------------------------------------------------


def community_vote():
    f = Folder(
        "community-vote", 41, """
# Hội thi huyện Sông Thượng 2024 (invented)

Shows: a community vote that makes a fifth of the ranked figure (votes of two places added up, an entry without any), side prizes.

- Places 1 and 2 are the other way round than the judges alone would have them; the tie of the judges' values at 3 and 4 is told apart by votes.
- `video`: not beside a main prize. `xa_tich_cuc`: for a commune. `nhom_tre`: a group, with the factor 3/2 and a vote of the committee; one of
  two is not given.
""",
        "ST24", "Hội thi “Dân vận khéo, hành chính gần dân” huyện Sông Thượng năm 2024", district("Sông Thượng"),
        "2024-03-04", "2024-04-20T00:00:00+07:00", "2024-06-10T00:00:00+07:00",
        quotas=USUAL_QUOTAS,
        prizes=pooled(1, 1, 2) | {"side": [
            {"code": "video", "name": "Video clip ấn tượng", "count": 1, "vnd": 500_000, "formats": ["video"], "beside_main": False},
            {"code": "xa_tich_cuc", "name": "Xã có nhiều bài dự thi nhất", "count": 1, "vnd": 800_000, "to": "unit", "unit_kinds": ["commune"]},
            {"code": "nhom_tre", "name": "Nhóm tác giả trẻ", "count": 2, "vnd": 400_000, "categories": ["collective"],
             "collective_factor": "3/2", "committee_majority": "1/2"},
        ]},
        judging=judging({"method": "mean"}, judges_per_entry=3, community_vote={
            "weight": "1/5", "scale": "share_of_most", "voters": "residents", "once_per": "phone",
            "opens": "2024-04-22T08:00:00+07:00", "closes": "2024-05-12T17:00:00+07:00",
        }),
    )
    homes = usual_units(f, "Sông Thượng", communes=8)
    usual_judges(f, 6)
    for label, home in [("first", "X01"), ("second", "X02"), ("tied-a", "X03"), ("tied-b", "H-VP")]:
        f.entry(label, home)
    f.entry("video", "X01", video=True)
    f.entry("group", "X01", members=3)
    f.entry("plain-group", "H-PN", members=2)
    for index in range(9):
        f.entry(None, homes[index])
    f.entry("not", "X04", verdict="not_selected")
    f.number()
    f.mark_tied(["first"], 280, {}, 3)
    f.mark_tied(["second"], 274, {}, 3)
    f.mark_tied(["tied-a", "tied-b"], 262, {"hieu_qua": 78, "tinh_moi": 66}, 3)
    others = f.unmarked()
    for entry, level in zip(others, levels_of(0, len(others), 80, 52)):
        f.mark_around(entry, level, 3)
    votes = {"first": (40, 160), "second": (210, 790), "tied-a": (90, 0), "tied-b": (60, 31), "video": (12, 405), "group": (33, 7)}
    for label, (paper, portal) in votes.items():
        f.voted(f.by_label[label], paper, "paper")
        f.voted(f.by_label[label], portal, "portal")
    f.voted(f.by_label["plain-group"], 0, "paper")
    f.side_prize("video", "Dựng hình tốt, dễ hiểu, nhiều người chia sẻ.", f.by_label["video"])
    f.side_prize("xa_tich_cuc", "Có nhiều bài vào vòng chấm nhất.", unit="X01")
    f.side_prize("nhom_tre", "Cả ba tác giả dưới 30 tuổi.", f.by_label["group"], votes=(6, 9))
    r = f.write(ROOT)

    places = {label: r["entries"][f.code(label)]["place"] for label in ["first", "second", "tied-a", "tied-b"]}
    holds(places == {"first": 2, "second": 1, "tied-a": 4, "tied-b": 3}, f"the votes turn places round: {places}")
    holds(r["entries"][f.code("second")]["community_vote"]["of"] == 1000, "votes add up")
    holds([p["amount_vnd"] for p in r["side_prizes"]] == [500_000, 800_000, 600_000], "side prizes")
    holds(r["side_unawarded"] == ["nhom_tre"], "one is not given")
    holds(r["budget_total_vnd"] == sum(p["amount_vnd"] for p in r["prizes"]) + 1_900_000, "all money together")
    return r


MAKERS = {
    "per-category": per_category,
    "third-marker-decides": third_marker_decides,
    "third-marker-mean-of-three": third_marker_mean_of_three,
    "third-marker-two-closest": third_marker_two_closest,
    "drop-high-low": drop_high_low,
    "two-rounds": two_rounds,
    "weighted-rounds": weighted_rounds,
    "group-limits": group_limits,
    "chair-orders-three": chair_orders_three,
    "community-vote": community_vote,
}


def main(names):
    for name in names or MAKERS:
        made = MAKERS[name]()
        faults = check(ROOT / name)
        for fault in faults:
            print(f"  {name}: {fault}")
        print(f"{name}: {len(made['entries'])} entries, {made['sheets']} sheets, {made['stages']}")
        if faults:
            sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
