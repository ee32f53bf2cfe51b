"""The written questions asked of the product."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.lib.cached_library import add, code, digest, open_service
from benchmarks.lib.progress import evaluated, file_reporter, say
from benchmarks.lib.summary import Summary, summary_of_run
from benchmarks.suites.written.cases import FILES, WrittenCase, cases, is_gone
from benchmarks.suites.written.figures import Asked, area, figures
from benchmarks.suites.written.paragraphs import Paragraph, paragraphs
from qa import Service
from qa.evaluation import Run, made_with
from qa.types import Turn
from vectorstore import Library
from vectorstore.filesystem import write_atomically
from vectorstore.ingest.progress import OnProgress

LOOSE = ("this", "that", "here")  # a question with one of these may suit only a reader who is given the paragraph


class Measured(NamedTuple):
    """The summary, and every case with its result."""

    summary: Summary
    asked: list[Asked]


def measure() -> Summary:
    """Every question of the part that judges."""
    return measured("dev").summary


def measured(part: str, sample: int | None = None, seed: int = 0) -> Measured:
    """The questions of a part, or a sample of each kind, by kind; `gone` ones once their paragraphs are taken out."""
    chosen = cases(part, sample, seed)
    service = open_service("written", FILES, _fill)
    _put_back(service.library)
    asked = _asked(service, [case for case in chosen if case.kind != "gone"])
    say("written: taking paragraphs out")
    service.library.remove([paragraph.name for paragraph in paragraphs().values() if is_gone(paragraph, part)])
    asked += _asked(service, [case for case in chosen if case.kind == "gone"])
    _put_back(service.library)
    kinds = _by_kind(asked)
    groups = {kind: figures(some) for kind, some in kinds.items()}
    for kind in ("ordinary", "reworded"):
        told_apart = area((result for _, result in kinds[kind]), (result for _, result in kinds["trap"]))
        groups[kind] = groups[kind].model_copy(
            update={"figures": groups[kind].figures | {"AUC against trap": told_apart}}
        )
    return Measured(summary_of_run(Run(made_with={}, results=tuple(result for _, result in asked)), groups), asked)


def _by_kind(asked: Iterable[Asked]) -> dict[str, list[Asked]]:
    """The questions of each kind, and apart from these the reworded ones that point at a paragraph."""
    kinds: dict[str, list[Asked]] = {}
    for one in asked:
        kinds.setdefault(one[0].kind, []).append(one)
    loose = [one for one in kinds["reworded"] if set(one[0].question.casefold().split()) & set(LOOSE)]
    return kinds | ({"reworded, this or that": loose} if loose else {})


def _fill(library: Library, on_progress: OnProgress, some: Iterable[Paragraph] | None = None) -> None:
    added = paragraphs().values() if some is None else some
    add(library, [(paragraph.name, paragraph.text) for paragraph in added], on_progress)


def _put_back(library: Library) -> None:
    """Adds the paragraphs that were taken out, also by a run that was broken off."""
    present = {document.name for document in library.documents()}
    if missing := [paragraph for paragraph in paragraphs().values() if paragraph.name not in present]:
        _fill(library, file_reporter("written"), missing)


def _asked(service: Service, some: Sequence[WrittenCase]) -> list[Asked]:
    """The cases with their results; a follow-up follows what the product itself said to the question before."""
    said = _answers(service, [case.first for case in some if case.first])
    ready = [_with_history(case, case.first, said[case.first]) if case.first else case for case in some]
    return list(zip(ready, _run(service, ready).results, strict=True))


def _with_history(case: WrittenCase, first: str, answer: str) -> WrittenCase:
    turns = Turn(role="user", content=first), Turn(role="assistant", content=answer)
    return case.model_copy(update={"history": turns})


def _answers(service: Service, questions: Sequence[str]) -> dict[str, str]:
    """The product's answer to each question; kept until its code changes, as what is unfinished of an evaluation."""
    path = service.library.artifacts.path("evaluations/first-answers.json")
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if missing := [question for question in questions if question not in known]:
        say(f"written: {len(missing)} questions before follow-ups")
        known |= {question: service.ask(question).text for question in missing}
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, json.dumps(known, ensure_ascii=False))
    return known


def _run(service: Service, some: Sequence[WrittenCase]) -> Run:
    """The evaluation of the cases; kept once finished, since what follows it may be broken off."""
    conditions = _conditions(made_with(service, some))
    name = f"{digest(*code('qa'))}-{conditions['cases'].split()[-1]}.json"
    path = service.library.store / "finished" / name  # no artifact: those go with the documents that they name
    if path.exists() and _conditions((kept := Run.read(path)).made_with) == conditions:
        return kept
    run = evaluated("written", service, some)
    path.parent.mkdir(exist_ok=True)
    results = [result.model_dump(mode="json") for result in run.results]
    write_atomically(path, json.dumps({"made_with": run.made_with, "cases": results}, ensure_ascii=False))
    return run


def _conditions(all_of_them: Mapping[str, str]) -> dict[str, str]:
    """Conditions but for the documents: paragraphs that were put back are the same in another order."""
    return {name: value for name, value in all_of_them.items() if name != "documents"}
