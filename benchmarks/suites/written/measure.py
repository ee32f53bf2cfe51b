"""The written questions asked of the product."""

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.lib.cached_library import add, open_service
from benchmarks.lib.progress import evaluated, say
from benchmarks.lib.summary import Summary, summary_of_run
from benchmarks.suites.written.cases import FILES, WrittenCase, cases, is_gone
from benchmarks.suites.written.figures import Asked, area, figures
from benchmarks.suites.written.paragraphs import paragraphs
from qa import Service
from qa.evaluation import Run
from qa.types import Turn

LOOSE = ("this", "that", "here")  # a question with one of these may suit only a reader who is given the paragraph


class Measured(NamedTuple):
    """The summary, and every case with its result."""

    summary: Summary
    asked: list[Asked]


def measure() -> Summary:
    """Every question of the part that judges."""
    return measured("dev").summary


def measured(part: str, sample: int | None = None, seed: int = 0) -> Measured:
    """The questions of a part, or a sample of each kind, by kind."""
    chosen = cases(part, sample, seed)
    service = open_service("written", FILES, lambda library, on_progress: add(library, _documents(None), on_progress))
    main = _asked("written", service, [case for case in chosen if case.kind != "gone"])
    without = open_service(
        f"written-gone-{part}", FILES, lambda library, on_progress: add(library, _documents(part), on_progress)
    )
    gone = _asked("written, gone", without, [case for case in chosen if case.kind == "gone"])
    asked = [*main, *gone]
    kinds = {kind: [one for one in asked if one[0].kind == kind] for kind in dict.fromkeys(c.kind for c in chosen)}
    groups = {kind: figures(some) for kind, some in kinds.items()}
    loose = [one for one in kinds["reworded"] if set(one[0].question.casefold().split()) & set(LOOSE)]
    groups["reworded, this or that"] = figures(loose)
    for kind in ("ordinary", "reworded"):
        against = area((result for _, result in kinds[kind]), (result for _, result in kinds["trap"]))
        if against:
            groups[kind] = groups[kind].model_copy(
                update={"figures": groups[kind].figures | {"AUC against trap": against}}
            )
    return Measured(summary_of_run(Run(made_with={}, results=tuple(r for _, r in asked)), groups), asked)


def _documents(without: str | None) -> list[tuple[str, str]]:
    """The name and text of each paragraph, but for those that are gone for a part."""
    every = paragraphs().values()
    return [(one.name, one.text) for one in every if without is None or not is_gone(one, without)]


def _asked(name: str, service: Service, some: Sequence[WrittenCase]) -> list[Asked]:
    """The cases with their results; a follow-up follows what the product itself said to the question before."""
    if any(case.first for case in some):
        say(f"{name}: the questions before the follow-ups")
    ready = [_with_history(service, case) if case.first else case for case in some]
    return list(zip(ready, evaluated(name, service, ready).results, strict=True))


def _with_history(service: Service, case: WrittenCase) -> WrittenCase:
    first = str(case.first)
    said = Turn(role="user", content=first), Turn(role="assistant", content=service.ask(first).text)
    return case.model_copy(update={"history": said})
