"""What is done with runs: kept in a file, compared, held against thresholds, judged by a model."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from qa import Service
from qa.evaluation import (
    InvalidCases,
    Run,
    below_threshold,
    compare,
    judge,
    run_table,
    threshold,
    worse_than_baseline,
)
from qa.evaluation.cases.clusters import case_clusters
from tests.integration.evaluation.lamp import cases


def test_a_run_comes_back_from_its_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(run.to_json(), encoding="utf-8")
    assert Run.read(tmp_path / "run.json") == run
    for content in ("", "[]", "{}", '{"made_with": {}, "cases": [{"id": 1}]}'):
        (tmp_path / "bad.json").write_text(content)
        with pytest.raises(InvalidCases, match=r"bad\.json"):
            Run.read(tmp_path / "bad.json")


def changed(run: Run, right: Sequence[bool]) -> Run:
    """The run many times over, with other outcomes of the metric `right`."""
    result = run.results[0]
    many = [
        result.model_copy(update={"id": str(n), "cluster": str(n), "values": {"right": float(ok)}})
        for n, ok in enumerate(right)
    ]
    return Run(made_with=run.made_with, results=tuple(many))


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
    assert worse_than_baseline([worse_]) and not worse_than_baseline([better, unsure, same])
    for text in (run_table(before, [unsure]), run_table(before, [worse_])):
        assert "against the baseline" in text


def test_runs_of_other_cases_are_not_compared(service: Service, run: Run) -> None:
    other = Run(made_with=run.made_with, results=run.results[:2])
    with pytest.raises(InvalidCases, match="the baseline lacks 2, such as none"):
        compare(other, run)
    with pytest.raises(InvalidCases, match="these lack 2, such as none"):
        compare(run, other)
    reworded = run.results[0].model_copy(update={"fingerprint": "another"})
    with pytest.raises(InvalidCases, match="1 have changed since it was made, such as lit"):
        compare(run, Run(made_with=run.made_with, results=(reworded, *run.results[1:])))


def test_thresholds(run: Run) -> None:
    assert below_threshold(run, [threshold("right=0.99"), threshold("recall@5=100%")]) == []
    (line,) = below_threshold(changed(run, [True, False]), [threshold("right=60%")])
    assert line == "right: 50.0% is under 60.0%"
    (line,) = below_threshold(changed(run, [True]), [threshold("recall@5=0.1")])
    assert "no case" in line
    for wrong in ("right", "right=high", "speed=1", "=1"):
        with pytest.raises(InvalidCases, match="--fail-under"):
            threshold(wrong)


def test_cases_cluster_by_conversation_or_document() -> None:
    turn = {"role": "user", "content": "How high is it?"}
    talk = cases([{"question": "How high is it?"}, {"question": "And wide?", "history": [turn]}, {"question": "Else?"}])
    assert len(set(case_clusters(talk))) == 2
    papers = cases([{"id": str(n), "question": "?", "evidence": [{"document": d}]} for n, d in enumerate("aab")])
    assert case_clusters(papers) == ["a", "a", "b"]
    assert case_clusters(cases([{"question": "?", "cluster": "mine"}])) == ["mine"]


def scripted(*said: str) -> GenericFakeChatModel:
    def messages() -> Iterator[AIMessage]:
        yield from map(AIMessage, said)

    return GenericFakeChatModel(messages=messages())


def test_a_judges_verdict_is_a_word_or_an_error(run: Run) -> None:
    judged = judge(run, scripted("RIGHT", "Probably right, I think"), "some:model")
    assert [result.verdict for result in judged.results] == [True, None, None, None]
    (error,) = judged.errors.values()
    assert "gave no verdict: 'Probably right" in error
    assert judged.summaries == run.summaries and judged.made_with["judge"] == "some:model"
    assert "judged right by some:model: 1 of 1" in run_table(judged)
