"""A run over a real library: its figures, where cases were lost, comparison, gates, resuming, a judge."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from qa import Service, Settings
from qa.evaluation import (
    Case,
    InvalidCases,
    Outcome,
    Run,
    below,
    compare,
    evaluate,
    floor,
    judge,
    kept,
    load,
    outcomes,
    table,
    worse,
)
from qa.evaluation.runner.run import clusters
from vectorstore import Library, SentenceEmbedder

LAMP = (
    "# The lamp\n\nThe lamp turns once every 12 seconds.\n\nIt was lit in 1871 by Ida Holm.\n\n"
    "## Oil\n\nThe tank holds 400 litres of colza oil.\n"
)
CASES = [
    {
        "id": "lit",
        "question": "When was the lamp lit?",
        "answers": ["1871"],
        "evidence": [{"document": "lamp.md", "quote": "lit in 1871"}],
    },
    {
        "id": "tank",
        "question": "How much oil does the tank hold?",
        "answers": ["400 litres"],
        "evidence": [{"document": "lamp.md", "quote": "400 litres of colza oil"}],
    },
    {"id": "none", "question": "Which zeppelin landed in Portugal yesterday?", "answerable": False},
    {"id": "page", "question": "How often does the lamp turn?", "evidence": [{"document": "lamp.md"}]},
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Service:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "lamp.md").write_text(LAMP)
    (folder / "other.md").write_text("# The slipway\n\nThe slipway is closed on Mondays.\n")
    library = Library.open(tmp_path_factory.mktemp("store"), embedder)
    library.sync(folder)
    return Service(Settings(store=library.store), library)


@pytest.fixture(scope="module")
def run(service: Service) -> Run:
    return evaluate(service, cases(CASES))


def cases(fields: Sequence[dict[str, object]]) -> list[Case]:
    return [Case.model_validate(one) for one in fields]


def one(service: Service, **fields: object) -> str | None:
    (outcome,) = evaluate(service, cases([{"id": "x", **fields}])).outcomes
    return outcome.lost


def test_right_answers_score_the_best(run: Run) -> None:
    assert [outcome.right for outcome in run.outcomes] == [True] * 4
    assert run.stages == {} and run.errors == {}
    figures = run.figures
    for name in ("right", "answered", "refused", "recall@1", "MRR", "nDCG@10", "first citation", "contains"):
        assert figures[name].mean == 1.0, name
    assert (figures["right"].cases, figures["refused"].cases, figures["recall@5"].cases) == (4, 1, 3)
    assert figures["right"].narrow and figures["right"].low < 1.0
    values = run.outcomes[0].values
    gold, quote = len("lit in 1871"), "It was lit in 1871 by Ida Holm."
    assert values["citation precision"] == gold / len(quote) and values["citation recall"] == 1.0
    assert values["sentence precision"] == values["sentence recall"] == 1.0
    assert run.outcomes[2].values == {"right": 1.0, "refused": 1.0, "exact match": 1.0, "token F1": 1.0}
    assert all(gold.text == LAMP[gold.start : gold.end] for outcome in run.outcomes for gold in outcome.gold)


def test_evidence_on_a_page_is_not_the_whole_document(samples: Library) -> None:
    asked = "How long is the cable from Turbine 3 to the shore?"
    (best,) = samples.search(asked, 1)
    pages = len(samples.source("operations-handbook.pdf").pages)
    evidence = [[{"document": "operations-handbook.pdf", "page": page}] for page in range(1, pages + 1)]
    fields = [{"id": str(page), "question": asked, "evidence": gold} for page, gold in enumerate(evidence, 1)]
    found = evaluate(Service(Settings(store=samples.store), samples), cases(fields)).outcomes
    assert pages == 5
    on_page = [float(best.source == "operations-handbook.pdf" and best.passage.page == page) for page in range(1, 6)]
    assert [outcome.values["recall@1"] for outcome in found] == on_page


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
    figures = run.figures
    assert {figures[n].mean for n in ("right", "answered", "recall@5", "token F1", "first citation")} == {0.0}
    assert "characters read" not in figures


def test_a_confidence_is_judged_by_whether_there_is_an_answer_not_by_whether_it_was_right(run: Run) -> None:
    def stated(right: bool, answerable: bool) -> Outcome:
        outcome = run.outcomes[0]
        assert outcome.answer
        answer = outcome.answer.model_copy(update={"confidence": 0.9})
        return outcome.model_copy(update={"answer": answer, "answerable": answerable, "right_if_answered": right})

    for right in (True, False):
        sure = run.model_copy(update={"outcomes": (stated(right, True), stated(right, False))}).refusal
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

    def stop_after_two(outcome: object, done: int, total: int) -> None:
        if done == 2:
            raise Broken

    with pytest.raises(Broken):
        evaluate(service, cases(CASES), stop_after_two)
    (partial,) = (service.library.store / "evaluations").glob("*.jsonl")
    lines = partial.read_text().splitlines()
    marked = json.loads(lines[0]) | {"seconds": 99.0}
    partial.write_text(json.dumps(marked) + "\n" + lines[1][:50])  # the second was not written whole

    assert kept(service, cases(CASES)) == 1
    asked: list[str] = []
    continued = evaluate(service, cases(CASES), lambda outcome, done, total: asked.append(outcome.id))
    assert asked == [case["id"] for case in CASES]
    assert continued.outcomes[0].seconds == 99.0 and continued.figures == run.figures
    assert not partial.exists()

    with pytest.raises(Broken):
        evaluate(service, cases(CASES), stop_after_two)
    partial.write_text(json.dumps(marked) + "\n")
    assert evaluate(service, cases(CASES), fresh=True).outcomes[0].seconds != 99.0
    assert next(outcomes(service, cases(CASES))).seconds != 99.0


def test_documents_that_change_meanwhile_are_noticed(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    library = Library.open(tmp_path / "store", embedder)
    (tmp_path / "lamp.md").write_text(LAMP)
    library.add([tmp_path / "lamp.md"])

    def change(outcome: object, done: int, total: int) -> None:
        (tmp_path / "more.md").write_text("Another document.")
        library.add([tmp_path / "more.md"])

    with pytest.raises(InvalidCases, match="changed meanwhile"):
        evaluate(Service(Settings(store=library.store), library), cases(CASES[:1]), change)


def test_a_run_comes_back_from_its_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(run.to_json(), encoding="utf-8")
    assert Run.read(tmp_path / "run.json") == run
    for content in ("", "[]", "{}", '{"made_with": {}, "cases": [{"id": 1}]}'):
        (tmp_path / "bad.json").write_text(content)
        with pytest.raises(InvalidCases, match=r"bad\.json"):
            Run.read(tmp_path / "bad.json")


def changed(run: Run, right: Sequence[bool]) -> Run:
    """The run many times over, with other outcomes of the metric `right`."""
    outcome = run.outcomes[0]
    many = [
        outcome.model_copy(update={"id": str(n), "cluster": str(n), "values": {"right": float(ok)}})
        for n, ok in enumerate(right)
    ]
    return Run(made_with=run.made_with, outcomes=tuple(many))


def test_a_comparison_says_better_worse_or_cannot_tell(run: Run) -> None:
    before = changed(run, [True] * 50 + [False] * 50)
    (better,) = compare(before, changed(run, [True] * 70 + [False] * 30))
    (worse_,) = compare(before, changed(run, [True] * 30 + [False] * 70))
    (unsure,) = compare(before, changed(run, [True] * 53 + [False] * 47))
    (same,) = compare(before, before)
    assert [d.verdict for d in (better, worse_, unsure, same)] == ["better", "worse", "cannot tell", "cannot tell"]
    assert better.test == "McNemar" and better.change == pytest.approx(0.2) and better.low > 0
    assert "cannot tell with 100 cases" in unsure.words and 0.03 < unsure.smallest <= 0.1
    assert same.differing == 0 and same.p == 1.0
    assert worse([worse_]) and not worse([better, unsure, same])
    for text in (table(before, [unsure]), table(before, [worse_])):
        assert "against the baseline" in text


def test_runs_of_other_cases_are_not_compared(service: Service, run: Run) -> None:
    other = Run(made_with=run.made_with, outcomes=run.outcomes[:2])
    with pytest.raises(InvalidCases, match="the baseline lacks 2, such as none"):
        compare(other, run)
    with pytest.raises(InvalidCases, match="these lack 2, such as none"):
        compare(run, other)
    reworded = run.outcomes[0].model_copy(update={"fingerprint": "another"})
    with pytest.raises(InvalidCases, match="1 have changed since it was made, such as lit"):
        compare(run, Run(made_with=run.made_with, outcomes=(reworded, *run.outcomes[1:])))


def test_floors(run: Run) -> None:
    assert below(run, [floor("right=0.99"), floor("recall@5=100%")]) == []
    (line,) = below(changed(run, [True, False]), [floor("right=60%")])
    assert line == "right: 50.0% is under 60.0%"
    (line,) = below(changed(run, [True]), [floor("recall@5=0.1")])
    assert "no case" in line
    for wrong in ("right", "right=high", "speed=1", "=1"):
        with pytest.raises(InvalidCases, match="--fail-under"):
            floor(wrong)


def test_cases_cluster_by_conversation_or_document() -> None:
    turn = {"role": "user", "content": "How high is it?"}
    talk = cases([{"question": "How high is it?"}, {"question": "And wide?", "history": [turn]}, {"question": "Else?"}])
    assert len(set(clusters(talk))) == 2
    papers = cases([{"id": str(n), "question": "?", "evidence": [{"document": d}]} for n, d in enumerate("aab")])
    assert clusters(papers) == ["a", "a", "b"]
    assert clusters(cases([{"question": "?", "cluster": "mine"}])) == ["mine"]


def scripted(*said: str) -> GenericFakeChatModel:
    def messages() -> Iterator[AIMessage]:
        yield from map(AIMessage, said)

    return GenericFakeChatModel(messages=messages())


def test_a_judges_verdict_is_a_word_or_an_error(run: Run) -> None:
    judged = judge(run, scripted("RIGHT", "Probably right, I think"), "some:model")
    assert [outcome.verdict for outcome in judged.outcomes] == [True, None, None, None]
    (error,) = judged.errors.values()
    assert "gave no verdict: 'Probably right" in error
    assert judged.figures == run.figures and judged.made_with["judge"] == "some:model"
    assert "judged right by some:model: 1 of 1" in table(judged)
