"""A language model's opinion of the answers: optional, apart from all metrics, and never guessed at."""

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser

from qa.evaluation.runner.case_result import Outcome
from qa.evaluation.runner.run import OnOutcome, Run
from qa.prompts import render

VERDICTS = {"RIGHT": True, "WRONG": False}


def judge(run: Run, model: BaseChatModel, name: str, on_outcome: OnOutcome | None = None) -> Run:
    """The run with a verdict for each case that has right answers and was answered.

    A verdict that is not exactly one of the two words, or a model that breaks off, is an error of the case.
    """
    judged = []
    for outcome in run.outcomes:
        judged.append(_judged(outcome, model, name))
        if on_outcome:
            on_outcome(judged[-1], len(judged), len(run.outcomes))
    return Run(made_with={**run.made_with, "judge": name}, outcomes=tuple(judged))


def _judged(outcome: Outcome, model: BaseChatModel, name: str) -> Outcome:
    if not outcome.answers or outcome.answer is None or outcome.answer.refused:
        return outcome
    prompt = render(
        "judge",
        question=outcome.question,
        references="\n".join(f"- {gold}" for gold in outcome.answers),
        answer=outcome.answer.text,
        fence="~~~",
    )
    try:
        said = "".join((model | StrOutputParser()).stream(prompt)).strip()
    except Exception as error:  # each provider raises its own kinds
        return outcome.model_copy(update={"error": f"{outcome.id}: the judge {name} did not answer: {error}"})
    if said not in VERDICTS:
        return outcome.model_copy(update={"error": f"{outcome.id}: the judge {name} gave no verdict: {said[:80]!r}"})
    return outcome.model_copy(update={"verdict": VERDICTS[said]})
