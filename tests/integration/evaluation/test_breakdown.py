"""What a run tells apart: the verdicts, the tags of cases, and the page that a citation names."""

import json
from pathlib import Path
from typing import cast

import pytest

from qa import Service, Settings
from qa.evaluation import Case, CaseResult, Run, compare, evaluate, run_table
from qa.evaluation.metrics.observation import Observation
from qa.evaluation.metrics.verdict import VERDICTS, verdict_metrics
from qa.evaluation.report.page import report_page
from qa.types import Answer, Verdict
from tests.integration.evaluation.lamp import CASES, cases
from vectorstore import Library

TAGS = {"lit": ["history", "numbers"], "tank": ["numbers"], "none": ["absent | gone"]}


def tagged(run: Run) -> Run:
    """The run as if its cases had carried tags."""
    results = (result.model_copy(update={"tags": tuple(TAGS.get(result.id, ()))}) for result in run.results)
    return run.model_copy(update={"results": tuple(results)})


def _with_verdict(result: CaseResult, verdict: Verdict) -> CaseResult:
    assert result.answer
    return result.model_copy(update={"id": verdict, "answer": result.answer.model_copy(update={"verdict": verdict})})


def test_each_tag_has_the_figures_of_its_cases(run: Run) -> None:
    tags = tagged(run).tags
    assert {tag: summary.cases for tag, summary in tags.items()} == {"history": 1, "numbers": 2, "absent | gone": 1}
    assert tags["numbers"].figures["right"].mean == 1.0 and "refused" not in tags["numbers"].figures
    assert tags["absent | gone"].verdicts["not found"].coverage.mean == 1.0
    assert run.tags == {}


def test_tags_of_a_file_reach_the_run_its_table_and_its_report(service: Service, run: Run) -> None:
    fields = [case | {"tags": TAGS.get(str(case["id"]), [])} for case in CASES]
    asked = evaluate(service, cases(fields))
    assert asked.tags == tagged(run).tags
    assert compare(run, asked)  # tags are no part of what is asked
    assert json.loads(asked.to_json())["tags"]["numbers"]["figures"]["right"]["mean"] == 1.0
    (line,) = [line for line in run_table(asked).splitlines() if line.startswith("numbers")]
    assert line.split()[:2] == ["numbers", "2"]
    page = report_page(asked)
    assert 'data-kind="tag absent   gone"' in page and 'data-kinds="right|not found|tag absent   gone"' in page


def observed(verdict: Verdict, text: str, answerable: bool = True) -> dict[str, float]:
    case = Case(question="When was the lamp lit?", answers=("1871",) if answerable else (), answerable=answerable)
    answer = Answer(question=case.question, standalone=case.question, verdict=verdict, text=text)
    return verdict_metrics(Observation(case, (), answer, (), (), text))


def test_what_may_answer_is_right_from_the_right_place_and_where_there_is_no_answer() -> None:
    right, wrong = "It was lit in 1871.", "The tank holds 400 litres."
    for verdict, said, counted in (
        ("answered", right, {"right": 1, "answered": 1, "answered right": 1, "uncertain right": 0}),
        ("answered", wrong, {"right": 0, "answered": 1, "answered right": 0, "uncertain right": 0}),
        ("uncertain", right, {"right": 1, "answered": 0, "answered right": 0, "uncertain right": 1}),
        ("uncertain", wrong, {"right": 0, "answered": 0, "answered right": 0, "uncertain right": 0}),
        ("not found", right, {"right": 0, "answered": 0, "answered right": 0, "uncertain right": 0}),
    ):
        assert observed(cast(Verdict, verdict), said) == counted, (verdict, said)
    none = {verdict: observed(verdict, right, answerable=False) for verdict in VERDICTS}
    assert none["answered"] == {"right": 0, "not answered": 0, "refused": 0}
    assert none["uncertain"] == {"right": 1, "not answered": 1, "refused": 0}
    assert none["not found"] == {"right": 1, "not answered": 1, "refused": 1}


def test_each_verdict_has_its_coverage_and_its_risk(run: Run) -> None:
    wrong = run.results[0].model_copy(update={"id": "wrong", "right_if_answered": False})
    missed = run.results[2].model_copy(update={"id": "missed", "answerable": True})
    unsure = _with_verdict(run.results[1], "uncertain")
    failed = run.results[0].model_copy(update={"id": "failed", "answer": None, "right_if_answered": False})
    verdicts = run.model_copy(update={"results": (*run.results, wrong, missed, unsure, failed)}).verdicts
    assert [verdicts[name].coverage.mean for name in verdicts] == pytest.approx([4 / 8, 1 / 8, 2 / 8])
    assert verdicts["answered"].risk and verdicts["answered"].risk.mean == pytest.approx(1 / 4)
    assert verdicts["uncertain"].risk and verdicts["uncertain"].risk.mean == 0
    assert run.verdicts["uncertain"].risk is None
    assert verdicts["not found"].risk and verdicts["not found"].risk.mean == pytest.approx(1 / 2)


def test_a_baseline_of_an_earlier_version_is_compared_in_what_it_measured(run: Run, tmp_path: Path) -> None:
    earlier = json.loads(run.to_json())
    for name in ("verdicts", "tags"):
        del earlier[name]
    for result in earlier["cases"]:
        del result["tags"]
        for name in ("answered right", "uncertain right", "not answered", "short answer right"):
            result["values"].pop(name, None)
    (tmp_path / "run.json").write_text(json.dumps(earlier))
    compared = {difference.metric for difference in compare(Run.read(tmp_path / "run.json"), run)}
    assert {"right", "answered", "refused", "first citation"} <= compared
    assert not compared & {"not answered", "short answer right"}


def test_the_page_that_a_citation_names_is_that_of_the_evidence_or_not(samples: Library) -> None:
    question = "How long is the cable from Turbine 3 to the shore?"
    service = Service(Settings(store=samples.store), samples)
    (cited, *_) = service.ask(question).citations
    assert cited.page
    named = [{"document": cited.document, "page": page} for page in (cited.page, cited.page % 5 + 1)]
    paged = [{"id": str(n), "question": question, "evidence": [gold]} for n, gold in enumerate(named)]
    unpaged = {"id": "md", "question": "How was Turbine 1 tested?", "evidence": [{"document": "faq.md"}]}
    values = [result.values for result in evaluate(service, cases([*paged, unpaged])).results]
    assert [value.get("page right") for value in values] == [1.0, 0.0, None]
