#!/usr/bin/env python3
"""Check the results bundle of a session survey: python3 verify.py BUNDLE [--expect HASH]

BUNDLE is bundle.zip or the unpacked folder; HASH is the record hash printed on the paper. Needs
Python 3.9 only. Exit 0 = everything agrees, 1 = differences. Written from docs/record-format.md.
"""

import argparse
import base64
import csv
import hashlib
import io
import json
import math
import statistics
import sys
import zipfile
from pathlib import Path

RECORD = ("ballots.csv", "groups.csv", "pairs.csv", "rules.json")
MEMBERS = sorted((*RECORD, "figures.json", "README", "verify.py"))
HEADERS = {
    "ballots.csv": ["question", "answer", "nonce", "receipt"],
    "groups.csv": ["question", "dimension", "group", "n", "cell", "people"],
    "pairs.csv": ["comparison", "table", "door", "cell", "people"],
}
SIZES, HELD = ("n", "people"), ("<5", "~")
LARGEST = 200_000_000  # bytes unpacked


def sha(body):
    return hashlib.sha256(body).hexdigest()


def record_hash(files):
    return sha("".join(f"{sha(files[name])}  {name}\n" for name in RECORD).encode())


def read_bundle(path):
    path = Path(path)
    if path.is_dir():
        sizes = [(p.name, p.stat().st_size) for p in path.iterdir()]
    else:
        archive = zipfile.ZipFile(path)
        sizes = [(entry.filename, entry.file_size) for entry in archive.infolist()]
    if sorted(name for name, _ in sizes) != MEMBERS or sum(s for _, s in sizes) > LARGEST:
        raise ValueError(f"too large, or not exactly the files {', '.join(MEMBERS)}")
    return {n: (path / n).read_bytes() if path.is_dir() else archive.read(n) for n in MEMBERS}


def load_json(body):
    value = json.loads(body.decode("utf-8"))
    if json.dumps(value, ensure_ascii=False, indent=1) + "\n" != body.decode("utf-8"):
        raise ValueError("a JSON file is not written as the format says")
    return value


def load_csv(body, keys):
    (_, *rows), again = csv.reader(io.StringIO(body.decode("utf-8"), newline="")), io.StringIO()
    rows = [[int(v) if k in SIZES and v not in HELD else v for k, v in zip(keys, r)] for r in rows]  # noqa: B905
    csv.writer(again, lineterminator="\n").writerows([keys, *rows])
    if again.getvalue().encode("utf-8") != body or {*map(len, rows)} - {len(keys)}:
        raise ValueError(f"not written as the format says: the CSV file {','.join(keys)}")
    return [dict(zip(keys, row)) for row in rows]  # noqa: B905


def known(*cells):
    return all(isinstance(c, int) for c in cells)


def shares(counts, n):
    return {k: c / n if n >= 10 and known(c) else None for k, c in counts.items()}


def wilson(part, n):
    z = 1.959963984540054
    root = z * math.sqrt(part * (n - part) / n + z * z / 4)
    middle, below = part + z * z / 2, n + z * z
    return [max(0.0, (middle - root) / below), min(1.0, (middle + root) / below)]


def tested(up, down, n, test):
    if not known(up, down):
        return {"net": None, "p": None, "test": test}
    m, ways, total, mid = up + down, 1, 1, test != "sign test"
    for i in range(1, min(up, down) + 1):
        ways = ways * (m - i + 1) // i
        total += ways
    p = (2 * total - ways * mid) / 2**m
    if up == down:
        p = 1 - ways / 2 ** (m + 1) if mid and m else 1.0
    return {"net": up - down, "p": min(1.0, p) if n >= 20 else None, "test": test}


def allowed(answer, question):
    options, kind = {o["id"] for o in question["options"]}, question["kind"]
    if kind == "number" and answer != "abstain":
        low, high, most = (question["number"][key] for key in ("min", "max", "decimals"))
        return type(answer) in (int, float) and low <= answer == round(answer, most) <= high
    if kind in ("multiple", "ranking") and isinstance(answer, list):
        once = answer and len(set(answer)) == len(answer) and set(answer) <= options
        return once and (kind == "ranking" or answer == sorted(answer))
    one = kind == "text" or (kind in ("single", "agreement", "consent") and answer in options)
    return isinstance(answer, str) and (answer == "abstain" or one)


def ranked(rankings, ids):
    n, more = len(rankings), len(ids) + 1
    seen = [{o: r.index(o) + 1 if o in r else (len(r) + more) / 2 for o in ids} for r in rankings]
    pairs = {f"{x}>{y}": sum(p[x] < p[y] for p in seen) for x in ids for y in ids if x != y}
    means = {o: sum(p[o] for p in seen) / n if n > 9 else None for o in ids}
    return {"ranks": means, "pairs": pairs}


def numbers(values):
    few, names = len(values) < 10, ("low_quartile", "median", "high_quartile")
    cuts = [None] * 3 if few else statistics.quantiles(values, n=4, method="inclusive")
    return {"mean": None if few else statistics.fmean(values), **dict(zip(names, cuts))}  # noqa: B905


def check_ballots(rows, questions, problems):
    """Add what is wrong to problems; give back question id -> answers, abstentions among them."""
    answers = {q: [] for q in questions}
    if [row["receipt"] for row in rows] != sorted({row["receipt"] for row in rows}):
        problems.append("ballots.csv: not sorted by receipt, or a receipt is there twice")
    for row in rows:
        line = "igf-ballot-v1|{question}|{answer}|{nonce}".format(**row)
        code = base64.b32encode(hashlib.sha256(line.encode()).digest()).decode().lower()[:16]
        answer, question = json.loads(row["answer"]), questions.get(row["question"])
        compact = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        if row["receipt"] != code:
            problems.append(f"ballots.csv: {row['receipt']} does not belong to its answer")
        if question and compact == row["answer"] and allowed(answer, question):
            answers[row["question"]].append(answer)
        else:
            problems.append(f"ballots.csv: what {row['receipt']} answers is not in rules.json")
    return answers


def figure(owner, name, *parts):
    merged = {key: value for part in parts for key, value in part.items()}
    return {"id": f"{owner}.{name}", "kind": name, "mark": "A", **merged}


def question_figures(question, given, voided, rows, problems):
    answers = [answer for answer in given if answer != "abstain"]
    code, n, kind, found = question["code"], len(answers), question["kind"], []
    base = {"question": question["id"], "wave": question["wave"], "n": n}
    more = {"voided": voided, "abstained": len(given) - n}
    if kind in ("text", "number"):
        return [figure(code, f"{kind}s", base, more, numbers(answers) if kind == "number" else {})]
    firsts = [a[:1] for a in answers] if kind == "ranking" else answers
    chosen = [o for a in firsts for o in (a if isinstance(a, list) else [a])]
    counts = {o["id"]: chosen.count(o["id"]) for o in question["options"]}
    levels = {x["id"]: sum(counts[o] for o in x["options"]) for x in question["levels"]}
    for name, c in (("counts", counts), ("levels", levels))[: 2 if levels else 1]:
        ranges = {k: wilson(part, n) if n > 9 else None for k, part in c.items()}
        own = {"counts": c, "shares": shares(c, n), "intervals": ranges}
        found.append(figure(code, name, base, more, own))
        if kind == "ranking":
            found.append(figure(code, "ranking", base, more, ranked(answers, list(counts))))
    for dimension in dict.fromkeys(row["dimension"] for row in rows):
        lines, total = [], levels or counts
        part = [row for row in rows if row["dimension"] == dimension]
        for group, size in dict.fromkeys((row["group"], row["n"]) for row in part):
            own = {r["cell"]: r["people"] for r in part if (r["group"], r["n"]) == (group, size)}
            lines.append({"group": group, "n": size, "counts": own, "shares": shares(own, size)})
        full = len(part) == len(total) * len({line["group"] for line in lines})
        columns = [fits([x["counts"][key] for x in lines], total[key]) for key in total]
        across = [fits(x["counts"].values(), x["n"]) or kind == "multiple" for x in lines]
        sizes = [x["n"] for x in lines]
        if not full or not all(columns + across) or sum(sizes) != n or min(sizes) < 10:
            problems.append(f"groups.csv: {code} {dimension} does not add up, or shows 1-4 people")
        own = {"dimension": dimension, "of": "levels" if levels else "options", "rows": lines}
        found.append(figure(code, f"by-{dimension}", base, own, {"kind": "breakdown"}))
    return found


def fits(cells, whole, part=False):
    """Whether no count is 1-4 and the counts add up to the whole, as far as they are shown."""
    seen = [c for c in cells if known(c)]
    less = sum(seen) < whole and (part or len(seen) < len(cells))
    return (sum(seen) == whole or less) and not any(0 < c < 5 for c in seen)


def comparison_figures(plan, questions, answers, rows, problems):
    asked = [questions[code] for code in plan["questions"]]
    cells = {(r["table"], r["door"], r["cell"]): r["people"] for r in rows}
    ends = asked[0], asked[-1]
    sizes = [sum(answer != "abstain" for answer in answers[q["id"]]) for q in ends]
    if len(cells) != len(rows) or not pairs_agree(cells, sizes):
        problems.append(f"pairs.csv: {plan['id']} does not add up, or shows 1-4 people")
        return []
    n = cells[("total", "", "both")]
    only = [size - n if known(n) else "~" for size in sizes]
    base = {"n": n, "only_first": only[0], "only_last": only[1]}
    base.update(waves=[q["wave"] for q in ends], questions=[q["id"] for q in ends])

    def get(table, names, door=""):
        return {k: cells.get((table, door, name), "~") for k, name in names.items()}

    if plan["form"] != "levels":
        sides = {"stayed": "yes>yes", "left": "yes>no", "came": "no>yes", "neither": "no>no"}
        options = {o["id"]: get(f"option:{o['id']}", sides) for o in asked[0]["options"]}
        for parts in options.values():
            parts.update(tested(parts["came"], parts["left"], n, "mcnemar mid-p"))
        kept = get("kept", {k: k for k in ("kept", "changed") if plan["form"] == "choice"})
        return [figure(plan["id"], "choices", base, kept, {"options": options})]
    ids, moves = [level["id"] for level in asked[0]["levels"]], {}
    for door, size in [(d, people) for (t, d, _), people in cells.items() if t == "total"]:
        parts = get("move", {k: k for k in ("towards", "away", "stayed")}, door)
        test = ("sign test", "mcnemar mid-p")[len(ids) == 2]
        moves[door] = {"n": size, **parts, **tested(parts["towards"], parts["away"], size, test)}
    grid = get("levels", {f"{a}>{b}": f"{a}>{b}" for a in ids for b in ids})
    change = figure(plan["id"], "change", base, moves.pop(""), {"doors": moves})
    table = figure(plan["id"], "table", base, {"levels": ids, "cells": grid})
    steps = {c: people for (table, _, c), people in cells.items() if table == "paths"}
    name = "-".join([asked[0]["code"], *(q["code"].split(".")[1] for q in asked[1:])])
    own = {"support": ids[-1], "n": sum(steps.values()), "cells": steps}
    paths = figure(name, "paths", {"waves": [q["wave"] for q in asked]}, own)
    return [change, table, paths] if steps else [change, table]


def pairs_agree(cells, sizes):
    """Whether the lines of a comparison agree with the ballots and with each other."""
    both = {door: people for (table, door, _), people in cells.items() if table == "total"}
    if not known(both[""]):
        return both == {"": "~"} and len(cells) == 1
    good = both[""] <= min(sizes) and (len(both) == 1 or sum(both.values()) == 2 * both[""])
    for table, door in {(t, d) for t, d, _ in cells if t != "total"}:
        row = [people for (t, d, _), people in cells.items() if (t, d) == (table, door)]
        good = good and fits(row, both[door], part=table == "paths")
    return good


def same(a, b):
    if type(a) is not type(b) or not isinstance(a, (dict, list)) or len(a) != len(b):
        return type(a) is type(b) and (abs(a - b) <= 5.1e-7 if type(a) is float else a == b)
    keys = a if isinstance(a, dict) else range(len(a))
    return all((isinstance(a, list) or k in b) and same(a[k], b[k]) for k in keys)


def compare(files, problems):
    """Add every difference to problems; give back how many figures were recomputed."""
    stated, rules = (load_json(files[name]) for name in ("figures.json", "rules.json"))
    figures = stated.pop("figures")
    if (rules["format"], list(rules["thresholds"].values())) != (1, [10, 5, 10, 20]):
        problems.append("rules.json: another format or other thresholds than this script knows")
    ballots, groups, pairs = (load_csv(files[name], HEADERS[name]) for name in HEADERS)
    by_id, by_code = ({q[key]: q for q in rules["questions"]} for key in ("id", "code"))
    answers = check_ballots(ballots, by_id, problems)
    voided, doors = {w["number"]: w["voided"] for w in rules["waves"]}, rules["people"]["answered"]
    counted = [("people", rules["people"]["joined"], {})]
    counted += [(f"w{w}.people", doors[str(w)], {"wave": w}) for w in voided]
    base = {"mark": "B", "kind": "people"}
    found = [{"id": i, **base, "n": sum(d.values()), "doors": d, **w} for i, d, w in counted]
    plans = {plan["id"]: plan for plan in rules["comparisons"]}
    if {r["question"] for r in groups} - {*by_id} or {r["comparison"] for r in pairs} != {*plans}:
        problems.append("groups.csv or pairs.csv: lines that belong to nothing, or lines missing")
    for q in rules["questions"]:
        rows = [row for row in groups if row["question"] == q["id"]]
        found += question_figures(q, answers[q["id"]], voided[q["wave"]], rows, problems)
    for plan in plans.values():
        rows = [row for row in pairs if row["comparison"] == plan["id"]]
        found += comparison_figures(plan, by_code, answers, rows, problems)
    if [f["id"] for f in figures] != [f["id"] for f in found]:
        problems.append("figures.json: figures are missing, added or in another order")
    wrong = [a["id"] for a, b in zip(found, figures) if not same(a, b)]  # noqa: B905
    problems += [f"figures.json: {name} is not what the record gives" for name in wrong]
    hashes = {name: sha(files[name]) for name in ("README", "verify.py")}
    if stated != {"format": 1, "record": record_hash(files), "files": hashes}:
        problems.append("the hashes in figures.json are not those of the record, README, verify.py")
    return len(found)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle")
    parser.add_argument("--expect", metavar="HASH", help="record hash printed on the paper")
    options = parser.parse_args(arguments)
    problems, count, files = [], 0, None
    try:
        files = read_bundle(options.bundle)
        count = compare(files, problems)
    except Exception as error:  # whatever is wrong with the input, say so and fail
        problems.append(f"cannot be read as a bundle: {type(error).__name__}: {error}")
    if files:
        print(f"record {record_hash(files)}")
        if options.expect and "".join(options.expect.split()).lower() != record_hash(files):
            problems.append("the record is not the one whose hash you gave")
    print(*(f"DIFFERENT  {ascii(problem)[1:-1]}\n" for problem in problems), sep="", end="")
    if not problems:
        origin = "" if options.expect else "; consistent, origin not checked (use --expect HASH)"
        print(f"OK  {count} figures recomputed, every receipt belongs to its answer{origin}")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
