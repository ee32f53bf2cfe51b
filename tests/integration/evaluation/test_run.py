"""A run over a real library: its summaries, where cases were lost, resuming, and errors."""

import json
from pathlib import Path

import pytest

from qa import Service, Settings
from qa.evaluation import (
    CaseResult,
    InvalidCases,
    Run,
    case_results,
    completed_cases,
    evaluate,
    load,
)
from tests.integration.evaluation.lamp import CASES, LAMP, cases
from vectorstore import Library, SentenceEmbedder


def one(service: Service, **fields: object) -> str | None:
    (result,) = evaluate(service, cases([{"id": "x", **fields}])).results
    return result.lost


def test_right_answers_score_the_best(run: Run) -> None:
    assert [result.right for result in run.results] == [True] * 4
    assert run.stages == {} and run.errors == {}
    summaries = run.summaries
    for name in ("right", "answered", "refused", "recall@1", "MRR", "nDCG@10", "first citation", "contains"):
        assert summaries[name].mean == 1.0, name
    assert (summaries["right"].cases, summaries["refused"].cases, summaries["recall@5"].cases) == (4, 1, 3)
    assert summaries["right"].narrow and summaries["right"].low < 1.0
    values = run.results[0].values
    gold, quote = len("lit in 1871"), "It was lit in 1871 by Ida Holm."
    assert values["citation precision"] == gold / len(quote) and values["citation recall"] == 1.0
    assert values["sentence precision"] == values["sentence recall"] == 1.0
    no_answer = {"right": 1.0, "not answered": 1.0, "refused": 1.0, "exact match": 1.0, "token F1": 1.0}
    assert run.results[2].values == no_answer
    assert all(gold.text == LAMP[gold.start : gold.end] for result in run.results for gold in result.gold)


def test_evidence_on_a_page_is_not_the_whole_document(samples: Library) -> None:
    asked = "How long is the cable from Turbine 3 to the shore?"
    (best,) = samples.search(asked, 1)
    pages = len(samples.source("operations-handbook.pdf").pages)
    evidence = [[{"document": "operations-handbook.pdf", "page": page}] for page in range(1, pages + 1)]
    fields = [{"id": str(page), "question": asked, "evidence": gold} for page, gold in enumerate(evidence, 1)]
    found = evaluate(Service(Settings(store=samples.store), samples), cases(fields)).results
    assert pages == 5
    on_page = [float(best.source == "operations-handbook.pdf" and best.passage.page == page) for page in range(1, 6)]
    assert [result.values["recall@1"] for result in found] == on_page


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({"question": "When was the lamp lit?", "answerable": False}, "should have been refused"),
        ({"question": "When was the lamp lit?", "evidence": [{"document": "no.md"}]}, "not parsed"),
        ({"question": "When?", "evidence": [{"document": "lamp.md", "quote": "never there"}]}, "not parsed"),
        ({"question": "When was the lamp lit?", "evidence": [{"document": "lamp.md", "page": 2}]}, "not parsed"),
        ({"question": "x" * 20_000}, "failed"),
        ({"question": "Which zeppelin landed in Portugal yesterday?"}, "refused wrongly"),
        (
            {
                "question": "When was the lamp lit?",
                "evidence": [{"document": "other.md", "quote": "closed on Mondays"}],
            },
            "not picked as evidence",
        ),
        (
            {"question": "When was the lamp lit?", "answers": ["1871"], "evidence": [{"document": "other.md"}]},
            "cited wrongly",
        ),
        (
            {
                "question": "When was the lamp lit?",
                "answers": ["In the year of the great flood"],
                "evidence": [{"document": "lamp.md", "quote": "lit in 1871"}],
            },
            "written wrongly",
        ),
    ],
)
def test_a_wrong_case_is_lost_at_a_stage(service: Service, fields: dict[str, object], stage: str) -> None:
    assert one(service, **fields) == stage


def test_what_search_does_not_bring_was_cut_or_not_found_or_ranked_too_low(
    tmp_path: Path, embedder: SentenceEmbedder
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    buoys = [f"The buoy number {n} is painted in the colour {n * 7} of the chart." for n in range(800)]
    (folder / "buoys.md").write_text("\n\n".join(buoys))
    library = Library.open(tmp_path / "store", embedder)
    library.sync(folder)
    service = Service(Settings(store=library.store), library)
    asked = "In which colour is buoy number 3 painted?"
    found = [hit.passage for hit in library.search(asked, None)]
    missed = [passage not in found for passage in library.passages("buoys.md")]
    pair = next(i for i in range(len(missed)) if missed[i] and missed[i + 1])
    first, second = library.passages("buoys.md")[pair : pair + 2]

    def lost(start: int, end: int) -> str | None:
        return one(service, question=asked, evidence=[{"document": "buoys.md", "start": start, "end": end}])

    assert lost(first.start, first.end) == "not among the candidates"
    assert lost(first.end - 20, second.start + 20) == "not whole in any passage"
    assert lost(found[20].start, found[20].end) == "ranked too low"


def test_a_case_that_fails_counts_as_the_worst_and_says_why(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('\n{"question": "When?", "answers": ["x"], "evidence": [{"document": "gone.md"}]}\n')
    run = evaluate(service, load(path))
    assert next(iter(run.errors.values())).startswith(f"{path}, line 2: gone.md")
    summaries = run.summaries
    assert {summaries[n].mean for n in ("right", "answered", "recall@5", "token F1", "first citation")} == {0.0}
    assert "characters read" not in summaries


def test_a_confidence_is_judged_by_whether_there_is_an_answer_not_by_whether_it_was_right(run: Run) -> None:
    def stated(right: bool, answerable: bool) -> CaseResult:
        result = run.results[0]
        assert result.answer
        answer = result.answer.model_copy(update={"confidence": 0.9})
        return result.model_copy(update={"answer": answer, "answerable": answerable, "right_if_answered": right})

    for right in (True, False):
        sure = run.model_copy(update={"results": (stated(right, True), stated(right, False))}).refusal
        assert sure.calibration_error == pytest.approx(0.4) and sure.brier == pytest.approx((0.01 + 0.81) / 2)


def test_two_runs_are_the_same_apart_from_times(service: Service, run: Run) -> None:
    def timeless(value: object) -> object:
        if isinstance(value, dict):
            return {key: timeless(item) for key, item in value.items() if key not in ("seconds", "times")}
        return [timeless(item) for item in value] if isinstance(value, list) else value

    again = evaluate(service, cases(CASES))
    assert json.dumps(timeless(json.loads(again.to_json()))) == json.dumps(timeless(json.loads(run.to_json())))


def test_a_run_that_was_broken_off_goes_on(service: Service, run: Run) -> None:
    class Broken(Exception):
        pass

    def stop_after_two(result: object, done: int, total: int) -> None:
        if done == 2:
            raise Broken

    with pytest.raises(Broken):
        evaluate(service, cases(CASES), stop_after_two)
    (checkpoint,) = (service.library.store / "evaluations").glob("*.jsonl")
    lines = checkpoint.read_text().splitlines()
    marked = json.loads(lines[0]) | {"seconds": 99.0}
    checkpoint.write_text(json.dumps(marked) + "\n" + lines[1][:50])  # the second was not written whole

    assert completed_cases(service, cases(CASES)) == 1
    asked: list[str] = []
    continued = evaluate(service, cases(CASES), lambda result, done, total: asked.append(result.id))
    assert asked == [case["id"] for case in CASES]
    assert continued.results[0].seconds == 99.0 and continued.summaries == run.summaries
    assert not checkpoint.exists()

    with pytest.raises(Broken):
        evaluate(service, cases(CASES), stop_after_two)
    checkpoint.write_text(json.dumps(marked) + "\n")
    assert evaluate(service, cases(CASES), fresh=True).results[0].seconds != 99.0
    assert next(case_results(service, cases(CASES))).seconds != 99.0


def test_a_collection_is_an_argument(service: Service, run: Run) -> None:
    elsewhere = Service(Settings(store=service.library.store, collection="elsewhere"), service.library)
    asked = evaluate(elsewhere, cases(CASES), collection="default")
    assert asked.made_with == run.made_with and asked.summaries == run.summaries
    (unasked,) = case_results(elsewhere, cases(CASES[:1]))
    assert unasked.lost == "not parsed"  # its own collection holds nothing


def test_documents_that_change_meanwhile_are_noticed(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    library = Library.open(tmp_path / "store", embedder)
    (tmp_path / "lamp.md").write_text(LAMP)
    library.add([tmp_path / "lamp.md"])

    def change(result: object, done: int, total: int) -> None:
        (tmp_path / "more.md").write_text("Another document.")
        library.add([tmp_path / "more.md"])

    with pytest.raises(InvalidCases, match="changed meanwhile"):
        evaluate(Service(Settings(store=library.store), library), cases(CASES[:1]), change)
