"""Tampering with one file of a bundle: answers, pairs, groups, rules, figures, script, README."""

import csv
import io
import json
from collections.abc import Callable
from random import Random

from surveys import record
from tests.proofs.tamperings import Members, also_restated, on_a_file
from tests.surveys.simulated import row


def rows_of(members: Members, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(members[name].decode(), newline="")))


def with_rows(members: Members, name: str, rows: list[list[str]]) -> Members:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return {**members, name: buffer.getvalue().encode()}


def with_cell(members: Members, name: str, rng: Random, column: int, value) -> Members:
    """One cell of a table changed by `value`, in a row where it changes."""
    rows = rows_of(members, name)
    spots = [n for n in range(1, len(rows)) if value(rows[n][column]) != rows[n][column]]
    spot = rng.choice(spots)
    rows[spot][column] = value(rows[spot][column])
    return with_rows(members, name, rows)


def plus_one(text: str) -> str:
    return str(int(text) + 1) if text.isdigit() else text


@also_restated
def an_answer_changed(members, rng):
    def other(answer: str) -> str:
        return {'"4"': '"5"', '"1"': '"2"', '"support"': '"object"'}.get(answer, answer)

    return with_cell(members, "ballots.csv", rng, 1, other)


@also_restated
def an_answer_nobody_could_give(members, rng):
    rows = rows_of(members, "ballots.csv")
    spot = rng.randrange(1, len(rows))
    rows[spot][1] = rng.choice(['"77"', "null", "true", "[]", "{}", "1e3", '["1","1"]'])
    return with_rows(members, "ballots.csv", rows)


@also_restated
def a_nonce_changed(members, rng):
    return with_cell(members, "ballots.csv", rng, 2, lambda nonce: nonce[::-1])


@also_restated
def a_receipt_changed(members, rng):
    return with_cell(members, "ballots.csv", rng, 3, lambda code: code[::-1])


@also_restated
def an_answer_moved_to_another_question(members, rng):
    return with_cell(members, "ballots.csv", rng, 0, lambda asking: asking[:-1] + "9")


@also_restated
def an_answer_taken_out(members, rng):
    rows = rows_of(members, "ballots.csv")
    del rows[rng.randrange(1, len(rows))]
    return with_rows(members, "ballots.csv", rows)


@also_restated
def an_answer_put_in(members, rng):
    rows = rows_of(members, "ballots.csv")
    made = row("a-1", "nobody", rng.choice("12345"), rng)
    rows.append([made.asking, json.dumps(made.answer), made.nonce, made.receipt])
    return with_rows(members, "ballots.csv", rows[:1] + sorted(rows[1:], key=lambda r: r[3]))


@also_restated
def an_answer_twice(members, rng):
    rows = rows_of(members, "ballots.csv")
    spot = rng.randrange(1, len(rows))
    return with_rows(members, "ballots.csv", rows[:spot] + [rows[spot]] + rows[spot:])


@also_restated
def answers_in_another_order(members, rng):
    rows = rows_of(members, "ballots.csv")
    spot = rng.randrange(1, len(rows) - 1)
    rows[spot], rows[spot + 1] = rows[spot + 1], rows[spot]
    return with_rows(members, "ballots.csv", rows)


@also_restated
def answers_in_the_order_of_voting(members, rng):
    rows = rows_of(members, "ballots.csv")
    return with_rows(members, "ballots.csv", rows[:1] + rng.sample(rows[1:], len(rows) - 1))


@also_restated
def a_pair_more(members, rng):
    return with_cell(members, "pairs.csv", rng, 4, plus_one)


@also_restated
def a_hidden_pair_shown(members, rng):
    return with_cell(members, "pairs.csv", rng, 4, lambda n: "7" if n in ("<5", "~") else n)


@also_restated
def a_small_pair_shown(members, rng):
    return with_cell(members, "pairs.csv", rng, 4, lambda n: "3" if n in ("<5", "~") else n)


@also_restated
def a_line_of_pairs_taken_out(members, rng):
    rows = rows_of(members, "pairs.csv")
    shown = [n for n, found in enumerate(rows) if found[4].isdigit()]
    del rows[rng.choice(shown)]
    return with_rows(members, "pairs.csv", rows)


@also_restated
def a_line_of_pairs_twice(members, rng):
    rows = rows_of(members, "pairs.csv")
    return with_rows(members, "pairs.csv", [*rows, rng.choice(rows[1:])])


@also_restated
def a_person_more_in_a_group(members, rng):
    return with_cell(members, "groups.csv", rng, 5, plus_one)


@also_restated
def a_larger_group(members, rng):
    return with_cell(members, "groups.csv", rng, 3, plus_one)


@also_restated
def a_hidden_count_of_a_group_shown(members, rng):
    return with_cell(members, "groups.csv", rng, 5, lambda n: "2" if n in ("<5", "~") else n)


@also_restated
def a_line_of_groups_taken_out(members, rng):
    rows = rows_of(members, "groups.csv")
    del rows[rng.randrange(1, len(rows))]
    return with_rows(members, "groups.csv", rows)


@also_restated
def a_group_with_another_name(members, rng):
    return with_cell(members, "groups.csv", rng, 2, lambda name: name + "s")


@on_a_file
def a_line_of_groups_elsewhere(members, rng):
    rows = rows_of(members, "groups.csv")
    return with_rows(members, "groups.csv", [rows[0], *rows[2:], rows[1]])


def with_json(members: Members, name: str, change: Callable[[dict], object]) -> Members:
    value = json.loads(members[name])
    change(value)
    return {**members, name: record.as_json(value)}


@on_a_file
def another_wording(members, rng):
    def reword(rules):
        rng.choice(rules["questions"])["text"] += "!"

    return with_json(members, "rules.json", reword)


@on_a_file
def options_exchanged(members, rng):
    def exchange(rules):
        asked = [q["options"] for q in rules["questions"] if len(q["options"]) > 1]
        options = rng.choice(asked)
        options[0]["text"], options[-1]["text"] = options[-1]["text"], options[0]["text"]

    return with_json(members, "rules.json", exchange)


@also_restated
def other_thresholds(members, rng):
    key = rng.choice(["group", "cell", "percent", "pairs"])
    return with_json(members, "rules.json", lambda rules: rules["thresholds"].update({key: 1}))


@also_restated
def more_people_joined(members, rng):
    def more(rules):
        rules["people"]["joined"][rng.choice(["room", "online"])] += rng.randint(1, 9)

    return with_json(members, "rules.json", more)


@also_restated
def another_wave_voided(members, rng):
    def void(rules):
        rng.choice(rules["waves"])["voided"] = True

    return with_json(members, "rules.json", void)


@also_restated
def a_comparison_not_planned(members, rng):
    def plan(rules):
        rules["comparisons"].append({**rules["comparisons"][0], "id": "q2.w1-w2"})

    return with_json(members, "rules.json", plan)


@also_restated
def a_question_taken_out(members, rng):
    def take_out(rules):
        del rules["questions"][rng.randrange(len(rules["questions"]))]

    return with_json(members, "rules.json", take_out)


def _numbers_in(value, found):
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(one, (dict, list)):
            _numbers_in(one, found)
        elif isinstance(one, (int, float)):
            found.append((value, key))
    return found


@on_a_file
def a_figure_changed(members, rng):
    def change(stated):
        place, key = rng.choice(_numbers_in(stated["figures"], []))
        place[key] = not place[key] if isinstance(place[key], bool) else place[key] + 0.001

    return with_json(members, "figures.json", change)


@on_a_file
def a_figure_taken_out(members, rng):
    def take_out(stated):
        del stated["figures"][rng.randrange(len(stated["figures"]))]

    return with_json(members, "figures.json", take_out)


@on_a_file
def a_figure_put_in(members, rng):
    def put_in(stated):
        stated["figures"].append({"id": "q9.w1.counts", "mark": "A", "kind": "counts", "n": 99})

    return with_json(members, "figures.json", put_in)


@on_a_file
def figures_in_another_order(members, rng):
    return with_json(members, "figures.json", lambda stated: stated["figures"].reverse())


@on_a_file
def a_figure_with_another_field(members, rng):
    def add(stated):
        rng.choice(stated["figures"])["note"] = "significant"

    return with_json(members, "figures.json", add)


@on_a_file
def another_mark(members, rng):
    def mark(stated):
        figure = rng.choice(stated["figures"])
        figure["mark"] = "A" if figure["mark"] == "B" else "B"

    return with_json(members, "figures.json", mark)


@on_a_file
def another_script(members, rng):
    text = members["verify.py"].replace(b"int(bool(problems))", b"0")
    return {**members, "verify.py": text}


@on_a_file
def another_readme(members, rng):
    return {**members, "README": members["README"] + b"Everything is fine.\n"}


@on_a_file
def one_bit_anywhere(members, rng):
    name = rng.choice(sorted(members))
    content = bytearray(members[name])
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return {**members, name: bytes(content)}
