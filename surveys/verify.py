#!/usr/bin/env python3
"""Check the results bundle of a session survey: python3 verify.py BUNDLE [--expect HASH]

BUNDLE is bundle.zip or the unpacked folder; HASH is the record hash printed on the paper. Needs
Python 3.9 or newer and nothing else. Exit code 0 = everything agrees, 1 = a list of differences.
Written from docs/record-format.md.
"""

import argparse
import base64
import csv
import hashlib
import io
import json
import math
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


def load_csv(body, header):
    csv.field_size_limit(LARGEST)
    rows = list(csv.reader(io.StringIO(body.decode("utf-8"), newline=""), strict=True))
    if rows[0] != header or any(len(row) != len(header) for row in rows):
        raise ValueError(f"a CSV file does not have the fields {','.join(header)}")
    return [dict(zip(header, row)) for row in rows[1:]]  # noqa: B905


def cell(text):
    return text if text in ("<5", "~") else int(text)


def known(*cells):
    return all(isinstance(c, int) for c in cells)


def shares(counts, n):
    return {k: c / n if n >= 10 and known(c) else None for k, c in counts.items()}


def wilson(part, n):
    if n < 10:
        return None
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
    if kind == "multiple":
        return answer == sorted(set(answer)) and isinstance(answer, list) and set(answer) <= options
    return isinstance(answer, str) and (kind == "text" or answer in options)


def check_ballots(rows, questions, problems):
    """Add what is wrong to problems; give back question id -> answers."""
    answers = {q: [] for q in questions}
    receipts = [row["receipt"] for row in rows]
    if receipts != sorted(set(receipts)):
        problems.append("ballots.csv: not sorted by receipt, or a receipt is there twice")
    for row in rows:
        line = "igf-ballot-v1|{question}|{answer}|{nonce}".format(**row)
        code = base64.b32encode(hashlib.sha256(line.encode()).digest()).decode().lower()[:16]
        if row["receipt"] != code:
            problems.append(f"ballots.csv: {row['receipt']} does not belong to its answer")
        answer = json.loads(row["answer"])
        compact = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        question = questions.get(row["question"])
        if not question or compact != row["answer"] or not allowed(answer, question):
            problems.append(
                f"ballots.csv: {row['receipt']} question or answer is not in rules.json"
            )
        else:
            answers[row["question"]].append(answer)
    return answers


def question_figures(question, answers, voided, rows, problems):
    code, n = question["code"], len(answers)
    base = {"mark": "A", "question": question["id"], "wave": question["wave"], "n": n}
    if question["kind"] == "text":
        return [{"id": code + ".texts", "kind": "texts", "voided": voided, **base}]
    chosen = [o for a in answers for o in (a if isinstance(a, list) else [a])]
    counts = {o["id"]: chosen.count(o["id"]) for o in question["options"]}
    levels = {x["id"]: sum(counts[o] for o in x["options"]) for x in question["levels"]}
    total, found = levels or counts, []
    for kind, c in (("counts", counts), ("levels", levels))[: 2 if levels else 1]:
        ranges = {k: wilson(part, n) for k, part in c.items()}
        more = {"voided": voided, "counts": c, "shares": shares(c, n), "intervals": ranges}
        found.append({"id": f"{code}.{kind}", "kind": kind, **base, **more})
    for dimension in dict.fromkeys(row["dimension"] for row in rows):
        name, lines = f"{code}.by-{dimension}", []
        part = [row for row in rows if row["dimension"] == dimension]
        for group, size in dict.fromkeys((row["group"], row["n"]) for row in part):
            own = {
                r["cell"]: cell(r["people"]) for r in part if (r["group"], r["n"]) == (group, size)
            }
            line = {"group": group, "n": cell(size), "counts": own}
            lines.append({**line, "shares": shares(own, cell(size))})
        whole = len(part) == len(total) * len({line["group"] for line in lines})
        if not whole or not adds_up(lines, n, total, question["kind"]):
            problems.append(f"groups.csv: {name} does not add up, or shows 1-4 people")
        more = {"dimension": dimension, "of": "levels" if levels else "options", "rows": lines}
        found.append({"id": name, "kind": "breakdown", **base, **more})
    return found


def fits(cells, whole, part=False):
    """Whether no count is 1-4 and the counts add up to the whole, as far as they are shown."""
    seen = [c for c in cells if known(c)]
    less = sum(seen) < whole and (part or len(seen) < len(cells))
    return (sum(seen) == whole or less) and not any(0 < c < 5 for c in seen)


def adds_up(lines, n, total, kind):
    columns = [fits([x["counts"][key] for x in lines], total[key]) for key in total]
    rows = [fits(x["counts"].values(), x["n"]) or kind == "multiple" for x in lines]
    return (
        all(columns + rows) and sum(x["n"] for x in lines) == n and min(x["n"] for x in lines) > 9
    )


def comparison_figures(plan, questions, answers, rows, problems):
    asked = [questions[code] for code in plan["questions"]]
    cells = {(r["table"], r["door"], r["cell"]): cell(r["people"]) for r in rows}
    ends = asked[0], asked[-1]
    sizes = [len(answers[q["id"]]) for q in ends]
    if len(cells) != len(rows) or not pairs_agree(cells, sizes):
        problems.append(f"pairs.csv: {plan['id']} does not add up, or shows 1-4 people")
        return []
    n = cells[("total", "", "both")]
    only = [size - n if known(n) else "~" for size in sizes]
    base = {"mark": "A", "n": n, "only_first": only[0], "only_last": only[1]}
    base.update(waves=[q["wave"] for q in ends], questions=[q["id"] for q in ends])

    def get(table, names, door=""):
        return {k: cells.get((table, door, name), "~") for k, name in names.items()}

    if plan["form"] != "levels":
        sides = {"stayed": "yes>yes", "left": "yes>no", "came": "no>yes", "neither": "no>no"}
        options = {o["id"]: get(f"option:{o['id']}", sides) for o in asked[0]["options"]}
        for parts in options.values():
            parts.update(tested(parts["came"], parts["left"], n, "mcnemar mid-p"))
        kept = get("kept", {k: k for k in ("kept", "changed") if plan["form"] == "choice"})
        figure = {"id": plan["id"] + ".choices", "kind": "choices", "options": options}
        return [{**figure, **base, **kept}]
    ids = [level["id"] for level in asked[0]["levels"]]

    def move(door):
        parts = get("move", {k: k for k in ("towards", "away", "stayed")}, door)
        size, test = cells[("total", door, "both")], ("sign test", "mcnemar mid-p")[len(ids) == 2]
        return {"n": size, **parts, **tested(parts["towards"], parts["away"], size, test)}

    doors = {door: move(door) for table, door, _ in cells if table == "total" and door}
    grid = get("levels", {f"{a}>{b}": f"{a}>{b}" for a in ids for b in ids})
    change = {"id": plan["id"] + ".change", "kind": "change", **base, **move(""), "doors": doors}
    table = {"id": plan["id"] + ".table", "kind": "table", **base, "levels": ids, "cells": grid}
    steps = {c: people for (table, _, c), people in cells.items() if table == "paths"}
    waves = [q["wave"] for q in asked]
    name = plan["id"].split(".")[0] + "." + "-".join(f"w{w}" for w in waves) + ".paths"
    paths = {"id": name, "mark": "A", "kind": "paths", "waves": waves, "support": ids[-1]}
    paths.update(n=sum(steps.values()), cells=steps)
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
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1.1e-6
    if type(a) is not type(b) or not isinstance(a, (dict, list)) or len(a) != len(b):
        return type(a) is type(b) and a == b
    if isinstance(a, list):
        return all(same(x, y) for x, y in zip(a, b))  # noqa: B905
    return all(k in b and same(a[k], b[k]) for k in a)


def compare(files, problems):
    """Add every difference to problems; give back how many figures were recomputed."""
    stated, rules = (load_json(files[name]) for name in ("figures.json", "rules.json"))
    if (rules["format"], list(rules["thresholds"].values())) != (1, [10, 5, 10, 20]):
        problems.append("rules.json: another format or other thresholds than this script knows")
    ballots, groups, pairs = (load_csv(files[name], HEADERS[name]) for name in HEADERS)
    by_id, by_code = ({q[key]: q for q in rules["questions"]} for key in ("id", "code"))
    answers = check_ballots(ballots, by_id, problems)
    counted = [("people", rules["people"]["joined"], {})]
    for w in (wave["number"] for wave in rules["waves"]):
        counted.append((f"w{w}.people", rules["people"]["answered"][str(w)], {"wave": w}))
    base = {"mark": "B", "kind": "people"}
    found = [{"id": i, **base, "n": sum(d.values()), "doors": d, **w} for i, d, w in counted]
    plans = {plan["id"]: plan for plan in rules["comparisons"]}
    strays = {r["question"] for r in groups} - set(by_id)
    if strays or {r["comparison"] for r in pairs} != set(plans):
        problems.append("groups.csv or pairs.csv: lines that belong to nothing, or lines missing")
    voided = {w["number"]: w["voided"] for w in rules["waves"]}
    for q in rules["questions"]:
        rows = [row for row in groups if row["question"] == q["id"]]
        found += question_figures(q, answers[q["id"]], voided[q["wave"]], rows, problems)
    for plan in plans.values():
        rows = [row for row in pairs if row["comparison"] == plan["id"]]
        found += comparison_figures(plan, by_code, answers, rows, problems)
    if [f["id"] for f in stated["figures"]] != [f["id"] for f in found]:
        problems.append("figures.json: figures are missing, added or in another order")
    for ours, theirs in zip(found, stated["figures"]):  # noqa: B905
        if not same(ours, theirs):
            problems.append(f"figures.json: {ours['id']} is not what the record gives")
    rest = {key: value for key, value in stated.items() if key != "figures"}
    hashes = {name: sha(files[name]) for name in ("README", "verify.py")}
    if rest != {"format": 1, "record": record_hash(files), "files": hashes}:
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
    for problem in problems:
        print("DIFFERENT  " + ascii(problem)[1:-1])
    if not problems:
        origin = "" if options.expect else "; consistent, origin not checked (use --expect HASH)"
        print(f"OK  {count} figures recomputed, every receipt belongs to its answer{origin}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
