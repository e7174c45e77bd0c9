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
import random
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
SIZES, HELD, OTHER = ("n", "people"), ("<5", "~"), "Not stated / other"
LARGEST = 200_000_000  # bytes unpacked

def sha(body):
    return hashlib.sha256(body).hexdigest()

def record_hash(files):
    return sha("".join(f"{sha(files[name])}  {name}\n" for name in RECORD).encode())

def read_bundle(path):
    if Path(path).is_dir():
        members = [(p.name, p.stat().st_size, p.read_bytes) for p in Path(path).iterdir()]
    else:
        archive = zipfile.ZipFile(path)
        members = [(e.filename, e.file_size, archive.open(e).read) for e in archive.infolist()]
    if sorted(name for name, _, _ in members) != MEMBERS or sum(m[1] for m in members) > LARGEST:
        raise ValueError(f"too large, or not exactly the files {', '.join(MEMBERS)}")
    return {name: read() for name, _, read in members}

def load(files, name):
    text, keys, again = files[name].decode("utf-8"), HEADERS.get(name), io.StringIO()
    if keys:
        csv.field_size_limit(LARGEST)
        rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
        rows = [[int(v) if k in SIZES and v not in HELD else v for k, v in zip(keys, r)] for r in rows]  # noqa: B905
        csv.writer(again, lineterminator="\n").writerows([keys, *rows])
        value = [dict(zip(keys, row)) for row in rows]  # noqa: B905
    else:
        value = json.loads(text)
        again.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    if again.getvalue() != text or (keys and {*map(len, value)} - {len(keys)}):
        raise ValueError(f"{name} is not written as the format says")
    return value

def known(*cells):
    return all(isinstance(c, int) for c in cells)

def shares(counts, n):
    return {k: c / n if n >= 10 and known(c) else None for k, c in counts.items()}

def wilson(part, n):
    z = 1.959963984540054
    root = z * math.sqrt(part * (n - part) / n + z * z / 4)
    middle, below = part + z * z / 2, n + z * z
    return [max(0.0, (middle - root) / below), min(1.0, (middle + root) / below)]

def apart(a, n, b, m):
    """b of m people against a of n others, with Newcombe's interval."""
    if min(n, m) < 10:
        return None
    (low, high), (lower, upper), p, q = wilson(a, n), wilson(b, m), a / n, b / m
    less, more = math.hypot(q - lower, high - p), math.hypot(upper - q, p - low)
    return {"difference": q - p, "interval": [q - p - less, q - p + more]}

def common_ground(lines, level):
    rows = {x["group"]: (x["counts"].get(level), x["n"]) for x in lines if x["group"] != OTHER}
    if len(rows) < 2 or not known(*(part for part, _ in rows.values())):
        return None
    smoothed = {group: (part + 1) / (n + 2) for group, (part, n) in rows.items()}
    equal = statistics.fmean(part / n for part, n in rows.values())
    effective = len(rows) ** 2 / sum(1 / n for _, n in rows.values())
    own = {"least": min(smoothed.values()), "equal": equal, "effective": effective}
    return {"smoothed": smoothed, **own, "apart": apart(*sum(rows.values(), ())) if len(rows) == 2 else None}

def resampled(up, down, n, seed):
    """The middle 95 % of the net change when n people are drawn 999 times."""
    rng, nets = random.Random(int(sha(seed.encode())[:16], 16)), []  # noqa: S311
    for _ in range(999):
        drawn = [rng.random() * n for _ in range(n)]
        nets.append(sum(x < up for x in drawn) - sum(x >= n - down for x in drawn))
    return [sorted(nets)[place] / n for place in (24, 974)]

def tested(up, down, n, test):
    if not known(up, down):
        return {"net": None, "p": None, "test": test}
    m, low = up + down, min(up, down)
    last = math.comb(m, low) if m and test != "sign test" else 0  # half of it counts: mid-p
    tails = 2 * sum(math.comb(m, k) for k in range(low + 1)) - last
    p = 1 - last / 2 ** (m + 1) if up == down else tails / 2**m
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
        elif question and compact == row["answer"] and allowed(answer, question):
            answers[row["question"]].append(answer)
        else:
            problems.append(f"ballots.csv: what {row['receipt']} answers is not in rules.json")
    return answers

def figure(owner, name, **fields):
    return {"id": f"{owner}.{name}", "kind": name, "mark": "A", **fields}

def question_figures(question, given, voided, rows, problems):
    answers = [answer for answer in given if answer != "abstain"]
    code, n, kind = question["code"], len(answers), question["kind"]
    base = {"question": question["id"], "wave": question["wave"], "n": n}
    full = {**base, "voided": voided, "abstained": len(given) - n}
    if kind in ("text", "number"):
        yield figure(code, f"{kind}s", **full, **(numbers(answers) if kind == "number" else {}))
    firsts = [a[:1] for a in answers] if kind == "ranking" else answers
    chosen = [o for a in firsts for o in (a if isinstance(a, list) else [a])]
    counts = {o["id"]: chosen.count(o["id"]) for o in question["options"]}
    levels = {x["id"]: sum(counts[o] for o in x["options"]) for x in question["levels"]}
    for name, c in (("counts", counts), ("levels", levels)):
        if c:
            ranges = {k: wilson(part, n) if n > 9 else None for k, part in c.items()}
            yield figure(code, name, **full, counts=c, shares=shares(c, n), intervals=ranges)
        if c and kind == "ranking":
            yield figure(code, "ranking", **full, **ranked(answers, list(c)))
    for dimension in dict.fromkeys(row["dimension"] for row in rows):
        lines, total, part = [], levels or counts, [row for row in rows if row["dimension"] == dimension]
        for group, size in dict.fromkeys((row["group"], row["n"]) for row in part):
            own = {r["cell"]: r["people"] for r in part if (r["group"], r["n"]) == (group, size)}
            lines.append({"group": group, "n": size, "counts": own, "shares": shares(own, size)})
        good = [len(part) == len(total) * len({line["group"] for line in lines})]
        good += [sum(x["n"] for x in lines) == n, min(x["n"] for x in lines) >= 10]
        good += [fits([x["counts"][key] for x in lines], total[key]) for key in total]
        good += [fits(x["counts"].values(), x["n"]) or kind == "multiple" for x in lines]
        if not all(good):
            problems.append(f"groups.csv: {code} {dimension} does not add up, or shows 1-4 people")
        own = {"kind": "breakdown", "dimension": dimension, "of": "levels" if levels else "options", "rows": lines}
        yield figure(code, f"by-{dimension}", **base, **own, across=common_ground(lines, max(levels, default="")))

def fits(cells, whole, part=False):
    """Whether no count is 1-4 and the counts add up to the whole, as far as they are shown."""
    seen = [c for c in cells if known(c)]
    less = sum(seen) < whole and (part or len(seen) < len(cells))
    return (sum(seen) == whole or less) and not any(0 < c < 5 for c in seen)

def pick(cells, table, names, door=""):
    return {name: cells.get((table, door, cell), "~") for name, cell in names.items()}

def comparison_figures(plan, questions, made, record, rows, problems):
    asked = [questions[code] for code in plan["questions"]]
    cells = {(r["table"], r["door"], r["cell"]): r["people"] for r in rows}
    kind = "levels" if plan["form"] == "levels" else "counts"
    ends = [made[f"{asked[place]['code']}.{kind}"] for place in (0, -1)]
    if len(cells) != len(rows) or not pairs_agree(cells, [end["n"] for end in ends]):
        problems.append(f"pairs.csv: {plan['id']} does not add up, or shows 1-4 people")
        return
    n = cells[("total", "", "both")]
    base = {"planned": True, "waves": [x["wave"] for x in ends], "questions": [x["question"] for x in ends], "n": n}
    base["only_first"], base["only_last"] = (end["n"] - n if known(n) else "~" for end in ends)
    if plan["form"] != "levels":
        sides = {"stayed": "yes>yes", "left": "yes>no", "came": "no>yes", "neither": "no>no"}
        options = {o["id"]: pick(cells, f"option:{o['id']}", sides) for o in asked[0]["options"]}
        for parts in options.values():
            parts.update(tested(parts["came"], parts["left"], n, "mcnemar mid-p"))
        kept = pick(cells, "kept", {k: k for k in ("kept", "changed") if plan["form"] == "choice"})
        yield figure(plan["id"], "choices", **base, **kept, options=options)
        return
    ids, moves = [level["id"] for level in asked[0]["levels"]], {}
    for door, size in [(d, people) for (t, d, _), people in cells.items() if t == "total"]:
        parts = pick(cells, "move", {k: k for k in ("towards", "away", "stayed")}, door)
        test = ("sign test", "mcnemar mid-p")[len(ids) == 2]
        moves[door] = {"n": size, **parts, **tested(parts["towards"], parts["away"], size, test)}
    own, support = moves.pop(""), [(end["counts"][ids[-1]], end["n"]) for end in ends]
    if own["p"] is not None:
        own["interval"] = resampled(own["towards"], own["away"], n, f"{record}|{plan['id']}")
    two = apart(*support[0], *support[1]) if not known(n) or n < 20 and 2 * n <= min(x["n"] for x in ends) else None
    yield figure(plan["id"], "change", **{**base, "interval": None, **own}, doors=moves, apart=two)
    grid = pick(cells, "levels", {f"{a}>{b}": f"{a}>{b}" for a in ids for b in ids})
    yield figure(plan["id"], "table", **base, levels=ids, cells=grid)
    steps = {c: people for (table, _, c), people in cells.items() if table == "paths"}
    if steps:
        name = "-".join([asked[0]["code"], *(q["code"].split(".")[1] for q in asked[1:])])
        own = {"waves": [q["wave"] for q in asked], "support": ids[-1], "n": sum(steps.values())}
        yield figure(name, "paths", planned=True, **own, cells=steps)

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
    stated, rules = (load(files, name) for name in ("figures.json", "rules.json"))
    figures, record = stated.pop("figures"), record_hash(files)
    if (rules["format"], list(rules["thresholds"].values())) != (1, [10, 5, 10, 20]):
        problems.append("rules.json: another format or other thresholds than this script knows")
    ballots, groups, pairs = (load(files, name) for name in HEADERS)
    by_id, by_code = ({q[key]: q for q in rules["questions"]} for key in ("id", "code"))
    answers = check_ballots(ballots, by_id, problems)
    voided, people = {w["number"]: w["voided"] for w in rules["waves"]}, rules["people"]
    counted = [(f"w{w}.people", people["answered"][str(w)], {"wave": w}) for w in voided]
    counted = [("people", people["joined"], {}), *counted]
    made = {i: {"id": i, "mark": "B", "kind": "people", "n": sum(d.values()), "doors": d, **w} for i, d, w in counted}
    plans = {plan["id"]: plan for plan in rules["comparisons"]}
    if {r["question"] for r in groups} - {*by_id} or {r["comparison"] for r in pairs} != {*plans}:
        problems.append("groups.csv or pairs.csv: lines that belong to nothing, or lines missing")
    for q in rules["questions"]:
        rows = [row for row in groups if row["question"] == q["id"]]
        for found in question_figures(q, answers[q["id"]], voided[q["wave"]], rows, problems):
            made[found["id"]] = found
    for plan in plans.values():
        rows = [row for row in pairs if row["comparison"] == plan["id"]]
        for found in comparison_figures(plan, by_code, made, record, rows, problems):
            made[found["id"]] = found
    if not same(list(made.values()), figures):
        wrong = [f["id"] for f in figures if not same(f, made.get(f["id"]))] or "number or order"
        problems.append(f"figures.json is not what the record gives: {wrong}")
    if stated != {"format": 1, "record": record, "files": {n: sha(files[n]) for n in ("README", "verify.py")}}:
        problems.append("the hashes in figures.json are not those of the record, README, verify.py")
    return len(made)

def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle")
    parser.add_argument("--expect", metavar="HASH", help="record hash printed on the paper")
    options = parser.parse_args(arguments)
    problems, count = [], 0
    try:
        files = read_bundle(options.bundle)
        print(f"record {record_hash(files)}")
        if options.expect and "".join(options.expect.split()).lower() != record_hash(files):
            problems.append("the record is not the one whose hash you gave")
        count = compare(files, problems)
    except Exception as error:  # whatever is wrong with the input, say so and fail
        problems.append(f"cannot be read as a bundle: {type(error).__name__}: {error}")
    print(*(f"DIFFERENT  {ascii(problem)[1:-1]}\n" for problem in problems), sep="", end="")
    if not problems:
        origin = "" if options.expect else "; consistent, origin not checked (use --expect HASH)"
        print(f"OK  {count} figures recomputed, every receipt belongs to its answer{origin}")
    return int(bool(problems))

if __name__ == "__main__":
    sys.exit(main())
