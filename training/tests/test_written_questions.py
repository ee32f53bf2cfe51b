"""The written questions: evidence stands at its places, and what measures or is chosen by is never trained on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from training.data.reading_set import NO, OPEN, YES, ReadingSet
from training.data.written_questions import key, reserved, written_questions
from training.examples.large_examples import large_examples
from training.examples.passage_pool import PassagePool
from vectorstore import SentenceEmbedder


@pytest.fixture(scope="module")
def rows(data: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (data / "written/questions.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_development_part_is_read_by_nobody(rows: list[dict[str, str]], reading_sets: list[ReadingSet]) -> None:
    measured = {row["paragraph"] for row in rows if row["part"] == "dev"}
    used = {True: set[str](), False: set[str]()}
    for reading_set in reading_sets:
        names = [key(paragraph.text) for paragraph in reading_set.paragraphs]
        kept = {names[i] for i in reserved(reading_set)}
        assert measured & set(names) <= kept
        for chosen_by, found in used.items():
            own = {names[written.question.paragraph] for written in written_questions(reading_set, chosen_by)}
            assert own <= kept if chosen_by else not own & kept
            found |= own
    assert not measured & (used[True] | used[False])
    assert len(used[False]) > 7 * len(used[True]) > 0


def test_each_has_what_answers_it_at_its_place(rows: list[dict[str, str]], reading_sets: list[ReadingSet]) -> None:
    wanted = {(row["paragraph"], row.get("standalone", row.get("question"))): row for row in rows}
    for reading_set in reading_sets:
        for written in written_questions(reading_set, False):
            text = reading_set.paragraphs[written.question.paragraph].text
            row = wanted[key(text), written.question.text]
            if written.kind == "reworded":
                assert {text[a:b] for a, b in written.question.answers} == {row["answer"]}
            evidence = [text[a:b] for a, b in written.evidence]
            if "evidence" in row:
                assert evidence == ([row["evidence"]] if isinstance(row["evidence"], str) else row["evidence"])
            assert bool(evidence) == (written.verdict != OPEN)
            assert written.verdict == {"trap": OPEN, "yes_no": YES if row.get("answer") == "yes" else NO}.get(
                written.kind, written.verdict
            )


def test_a_round_trains_on_no_reserved_paragraph(
    few: Callable[[int], list[ReadingSet]], embedder: SentenceEmbedder, tmp_path: Path
) -> None:
    sets = [reading_set for reading_set in few(40) if reading_set.name in ("wiki", "squad2")]
    pool = PassagePool(sets, embedder, tmp_path)
    first, second = large_examples(pool, 0), large_examples(PassagePool(sets, embedder, tmp_path), 0)
    assert first == second
    asked: dict[bool, set[str]] = {True: set(), False: set()}
    for reading_set in sets:
        for question in reading_set.questions:
            asked[question.paragraph in reserved(reading_set)].add(question.text)
    kept = asked[True] - asked[False]  # one is asked of two paragraphs
    shown = {one.passage.text for one in pool.passages if one.reserved}
    assert kept and shown
    assert not kept & {example.question for example in first}
    for example in first:
        right = example.candidates[max(example.right, 0)]
        assert (example.right < 0) == (example.verdict == OPEN or (right.answer is None and not right.evidence))
        assert not any(c.evidence or c.answer for c in example.candidates[1:])
        # The passages of a paragraph that is left open may go on into the next one.
        assert example.right < 0 or not any(c.text in shown for c in example.candidates[1:])
        if right.answer:
            assert any(a <= right.answer[0] < b for a, b in right.evidence)
