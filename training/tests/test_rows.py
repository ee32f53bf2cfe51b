"""Groups kept as tokens: what is drawn is what the product would make of the same question and passages."""

from dataclasses import fields
from pathlib import Path

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from training.corpus import words
from training.groups import Candidate, Group
from training.rows import Drawer, Rows, joined, rows_of
from vectorstore.models.pair_encoding import collate, encode

BLUE = "The bridge over the quiet river is painted blue, and has been for years."
AT = (BLUE.index("blue"), BLUE.index("blue") + 4)
GROUPS = [
    Group("colour of the bridge", (Candidate(BLUE, "Bridges", AT, 0.5), Candidate("It rains.", "", None)), 0, "own"),
    Group("who painted it", (Candidate(BLUE, "", None),), -1, "trap"),
    Group("painted river", (Candidate("Rain.", "", None), Candidate(BLUE, "", None, 0.2)), 1, "cloze"),
    Group("what falls", (Candidate("Snow fell for a week. " * 90 + "Then hail.", "Weather", (1985, 1989)),), 0, "own"),
]
WORDS = words()
ROWS = rows_of(GROUPS, WORDS)


def same(one: Rows, other: Rows) -> bool:
    return all(torch.equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(Rows))


@settings(deadline=None)
@given(st.lists(st.integers(0, len(GROUPS) - 1), min_size=1, max_size=6))
def test_a_drawn_batch_is_what_the_reader_would_read(picked: list[int]) -> None:
    drawn = Drawer(ROWS, torch.device("cpu")).draw(picked)
    groups = [GROUPS[i] for i in picked]
    encoded = [
        row
        for g in groups
        for row in encode(WORDS, g.question, [c.text for c in g.candidates], [c.context for c in g.candidates])
    ]
    wanted = collate(encoded)
    for field in fields(wanted):
        assert torch.equal(getattr(drawn.batch, field.name), getattr(wanted, field.name)), field.name
    flat = [(number, k, g) for number, g in enumerate(groups) for k in range(len(g.candidates))]
    assert drawn.group.tolist() == [number for number, _, _ in flat]
    assert drawn.place.tolist() == [k for _, k, _ in flat]
    assert drawn.right.tolist() == [float(k == g.right) for _, k, g in flat]
    assert drawn.judged.tolist() == [g.kind != "cloze" for _, _, g in flat]


def test_the_target_is_the_answer_and_the_first_token_where_it_was_cut_off() -> None:
    drawn = Drawer(ROWS, torch.device("cpu")).draw(range(len(GROUPS)))
    first, last = drawn.targets[0].tolist()
    assert WORDS.decode(drawn.batch.ids[0, first : last + 1].tolist()) == "blue"
    assert drawn.targets[1:].sum() == 0
    assert drawn.placed.tolist() == [True, False, False, False, False, True]


def test_groups_are_chosen_joined_and_kept_whole(tmp_path: Path) -> None:
    assert same(joined([ROWS.chosen([0, 1]), ROWS.chosen([2, 3])]), ROWS)
    assert same(ROWS.chosen([2, 0]), rows_of([GROUPS[2], GROUPS[0]], WORDS))
    ROWS.save(tmp_path / "rows")
    assert same(Rows.load(tmp_path / "rows"), ROWS)


def test_word_numbers_fit() -> None:
    assert WORDS.get_vocab_size() < 2**15


def test_a_group_is_as_wide_as_its_longest_row() -> None:
    assert [ROWS.chosen([i]).lengths.max() for i in range(len(ROWS))] == ROWS.widths().tolist()
