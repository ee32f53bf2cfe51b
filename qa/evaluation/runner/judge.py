"""A language model's opinion of the answers: optional, and separate from all metrics."""

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser

from qa.evaluation.runner.case_result import CaseResult
from qa.evaluation.runner.evaluate import OnCaseResult
from qa.evaluation.runner.run import Run
from qa.prompts import render

VERDICTS = {"RIGHT": True, "WRONG": False}


def judge(run: Run, model: BaseChatModel, name: str, on_result: OnCaseResult | None = None) -> Run:
    """The run with a verdict for each case that has gold answers and was answered.

    A reply that is not exactly one of the two words, or a model that breaks off, is an error of the case.
    """
    results: list[CaseResult] = []
    for result in run.results:
        results.append(_judged(result, model, name))
        if on_result:
            on_result(results[-1], len(results), len(run.results))
    return Run(made_with={**run.made_with, "judge": name}, results=tuple(results))


def _judged(result: CaseResult, model: BaseChatModel, name: str) -> CaseResult:
    if not result.answers or result.answer is None or result.answer.refused:
        return result
    prompt = render(
        "judge",
        question=result.question,
        references="\n".join(f"- {gold}" for gold in result.answers),
        answer=result.answer.text,
        fence="~~~",
    )
    try:
        reply = "".join((model | StrOutputParser()).stream(prompt)).strip()
    except Exception as error:  # each provider raises its own kinds
        return result.model_copy(update={"error": f"{result.id}: the judge {name} did not answer: {error}"})
    if reply not in VERDICTS:
        return result.model_copy(update={"error": f"{result.id}: the judge {name} gave no verdict: {reply[:80]!r}"})
    return result.model_copy(update={"verdict": VERDICTS[reply]})
