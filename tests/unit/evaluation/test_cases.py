"""Cases from every format, and what is said of those that cannot be used."""

import json
from pathlib import Path

import pytest

from qa.evaluation import Case, InvalidCases, documents, load

SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "The_lamp",
            "paragraphs": [
                {
                    "context": "The lamp was lit in 1871. It turns every 12 seconds.",
                    "qas": [
                        {
                            "id": "a",
                            "question": "When was it lit?",
                            "is_impossible": False,
                            "answers": [{"text": "1871", "answer_start": 20}, {"text": "in 1871", "answer_start": 17}],
                        },
                        {"id": "b", "question": "Who sold it?", "is_impossible": True, "answers": []},
                    ],
                },
                {
                    "context": "The keeper lives beside it.",
                    "qas": [
                        {"id": "c", "question": "Who lives?", "answers": [{"text": "The keeper", "answer_start": 0}]}
                    ],
                },
            ],
        }
    ],
}


def test_squad_brings_cases_and_documents_whose_offsets_meet(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps(SQUAD))
    a, b, c = load(path)
    assert (a.answers, a.answerable, b.answerable, b.evidence) == (("1871", "in 1871"), True, False, ())
    ((name, text),) = documents(path)
    assert [text[g.start : g.end] for g in (*a.evidence, *c.evidence)] == ["1871", "The keeper"]
    assert {case.cluster for case in (a, b, c)} == {name}


def test_beir_brings_judged_queries_and_its_corpus(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "d/1", "title": "Lamp", "text": "It turns."}\n{"_id": "d2", "text": "Else."}\n'
    )
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "Turns?"}\n{"_id": "q2", "text": "Not judged"}\n')
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td/1\t2\nq1\td2\t0\n")
    (case,) = load(tmp_path)
    (gold,) = case.evidence
    assert (case.id, gold.document, gold.relevance, gold.start) == ("q1", "d-1.txt", 2, None)
    assert dict(documents(tmp_path)) == {"d-1.txt": "Lamp\n\nIt turns.", "d2.txt": "Else."}


def test_tables_and_bare_questions(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(
        "Question,answer,document,quote,answerable\n"
        '"When, exactly?",1871,lamp.md,lit in 1871,\n\nWho sold it?,,,,no\n"In two\nlines?",,,,yes\n'
    )
    first, second, third = load(table)
    assert first.evidence[0].quote == "lit in 1871" and first.answers == ("1871",)
    assert (first.id, second.id, second.answerable, third.answerable) == ("1", "2", False, True)
    assert first.where.endswith("line 2") and second.where.endswith("line 4")
    (tmp_path / "pairs.tsv").write_text('id\tquestion\tanswers\ttags\nx\tWhen?\t["1871", "in 1871"]\tlamp, year\n')
    (row,) = load(tmp_path / "pairs.tsv")
    assert (row.id, row.answers, row.tags) == ("x", ("1871", "in 1871"), ("lamp", "year"))
    (tmp_path / "asked.txt").write_text("When?\n\nWho?\n")
    assert [case.question for case in load(tmp_path / "asked.txt")] == ["When?", "Who?"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("p.jsonl", "", "no case"),
        ("p.jsonl", "\n\n", "no case"),
        ("p.jsonl", '{"question": "a"}\n{"question": }', "line 2: not JSON"),
        ("p.jsonl", '{"question": "a"}\n\n[1]', "line 3"),
        ("p.jsonl", '{"question": "  "}', "line 1: question"),
        ("p.jsonl", '{"question": "a", "answer": "b"}', "line 1: answer"),
        ("p.jsonl", '{"question": "a", "evidence": [{"page": 1}]}', "line 1: evidence.0.document"),
        ("p.jsonl", '{"question": "a", "id": "x"}\n{"question": "b", "id": "x"}', "line 2: the id 'x'"),
        ("p.csv", "frage,antwort\na,b\n", "line 1: no column is called question"),
        ("p.csv", "question,anser\na,b\n", "line 1: unknown column 'anser'"),
        ("p.csv", "question,page\na,b,c\n", "line 2: more cells"),
        ("p.csv", "question,document,page\na,d.pdf,four\n", "line 2: evidence.0.page"),
        ("p.csv", "question,answerable\na,perhaps\n", "line 2: answerable"),
        ("p.csv", "question,answers\na,1871\n", "line 2: answers"),
        ("p.csv", 'question\n"a\n', "line 2"),
        ("p.json", "{", "SQuAD"),
        ("p.json", '{"data": [{"paragraphs": [{"context": "x"}]}]}', "SQuAD"),
        ("p.json", '{"data": []}', "no case"),
        ("p.xlsx", "x", ".jsonl"),
    ],
)
def test_bad_files_name_the_line(tmp_path: Path, name: str, content: str, words: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(InvalidCases, match=rf"{name}.*") as error:
        load(tmp_path / name)
    assert words in str(error.value) and "\n" not in str(error.value)


def test_a_squad_answer_that_does_not_stand_where_it_says_is_an_error(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(SQUAD).replace('"answer_start": 20', '"answer_start": 21'))
    (tmp_path / "set.json").write_text(json.dumps(wrong))
    with pytest.raises(InvalidCases, match="question a: '1871' does not stand at character 21"):
        load(tmp_path / "set.json")


def test_a_judgement_of_an_unknown_query_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d", "text": "x"}\n')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "x"}\n')
    (tmp_path / "qrels" / "test.tsv").write_text("q\td\t1\nz\td\t1\n")
    with pytest.raises(InvalidCases, match=r"test.tsv, line 2: queries.jsonl has no query 'z'"):
        load(tmp_path)


def test_a_case_is_known_by_what_is_asked_not_by_its_notes() -> None:
    assert Case(question="a", note="x", id="1", tags=("t",)).fingerprint == Case(question="a").fingerprint
    assert Case(question="a").fingerprint != Case(question="a", answerable=False).fingerprint
