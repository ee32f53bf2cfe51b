"""A run: every case asked, and what came of them all."""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from langchain_core.callbacks import get_usage_metadata_callback
from pydantic import ValidationError

from qa.answering.calibration import weighing
from qa.errors import AnswerError
from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.reference import Reference
from qa.evaluation.metrics.catalog import worst
from qa.evaluation.metrics.measure import observe, right_if_answered, values
from qa.evaluation.runner.case_result import GoldPlace, Outcome, Usage
from qa.evaluation.runner.checkpoint import Partial
from qa.evaluation.runner.stages import Stage, lost
from qa.evaluation.runner.summary import Figure, Refusal, Time, figures, refusal, times
from qa.service import Service
from qa.types import Value
from vectorstore import LibraryError

FOLDER = "evaluations"
OnOutcome = Callable[[Outcome, int, int], None]
"""Called after each case with what came of it, how many are done and how many there are."""


class Run(Value):
    """What came of all cases, and under what they were asked."""

    made_with: dict[str, str]
    outcomes: tuple[Outcome, ...]

    @property
    def figures(self) -> dict[str, Figure]:
        """Each metric's mean with its 95 % interval, over the cases that it applies to."""
        return figures(self.outcomes)

    @property
    def refusal(self) -> Refusal:
        """Risk against coverage, and calibration where there are confidences."""
        return refusal(self.outcomes)

    @property
    def times(self) -> dict[str, Time]:
        """Seconds of each stage."""
        return times(self.outcomes)

    @property
    def stages(self) -> dict[str, int]:
        """How many cases were lost at each stage, in the order of the stages."""
        counts = Counter(outcome.lost for outcome in self.outcomes)
        return {stage.value: counts[stage.value] for stage in Stage if counts[stage.value]}

    @property
    def errors(self) -> dict[str, str]:
        """What was wrong with the cases that could not be measured, by id."""
        return {outcome.id: outcome.error for outcome in self.outcomes if outcome.error}

    def to_json(self, differences: Sequence[Value] = ()) -> str:
        """The run with its figures, and what a comparison found; `Run.read` takes it back."""
        shown = {
            "made_with": self.made_with,
            "figures": {name: figure.model_dump(mode="json") for name, figure in self.figures.items()},
            "refusal": self.refusal.model_dump(mode="json"),
            "stages": self.stages,
            "times": {name: seconds.model_dump(mode="json") for name, seconds in self.times.items()},
            "differences": [difference.model_dump(mode="json") for difference in differences],
            "cases": [outcome.model_dump(mode="json") for outcome in self.outcomes],
        }
        return json.dumps(shown, ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, path: str | Path) -> "Run":
        """A run that was written as JSON; raises InvalidCases where the file holds none."""
        try:
            held = json.loads(Path(path).read_text(encoding="utf-8"))
            return cls.model_validate({"made_with": held["made_with"], "outcomes": held["cases"]})
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidCases(f"{path}: cannot be read: {error}") from error
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            raise InvalidCases(f"{path}: not a run of this version (footnote evaluate PAIRS --json)") from error


def evaluate(service: Service, cases: Sequence[Case], on_outcome: OnOutcome | None = None, fresh: bool = False) -> Run:
    """Ask every case. A run that was broken off goes on where it stopped, unless it is to start afresh.

    A case that cannot be measured counts as the worst and says why; nothing is dropped. Raises InvalidCases where the
    documents were changed meanwhile.
    """
    conditions, done = made_with(service, cases), []
    for outcome in outcomes(service, cases, fresh):
        done.append(outcome)
        if on_outcome:
            on_outcome(outcome, len(done), len(cases))
    if made_with(service, cases) != conditions:
        raise InvalidCases("the documents were changed meanwhile, so the figures would mix both: evaluate again")
    return Run(made_with=conditions, outcomes=tuple(done))


def outcomes(service: Service, cases: Sequence[Case], fresh: bool = False) -> Iterator[Outcome]:
    """What comes of each case, in order, as it comes; may be left off and taken up again at any point."""
    partial = _partial(service, cases, fresh)
    reference = Reference(service.library, service.settings.collection)
    names = clusters(cases)
    for case, cluster in zip(cases, names, strict=True):
        outcome = partial.done.get(case.id)
        if outcome is None:
            outcome = _ask(service, reference, case, cluster)
            partial.add(outcome)
        yield outcome
    partial.finish()


def kept(service: Service, cases: Sequence[Case]) -> int:
    """How many cases were asked by a run that was broken off, so that the next goes on after them."""
    done = _partial(service, cases, fresh=False).done
    return sum(case.id in done for case in cases)


def _partial(service: Service, cases: Sequence[Case], fresh: bool) -> Partial:
    key = hashlib.sha256(json.dumps(made_with(service, cases), sort_keys=True).encode()).hexdigest()[:16]
    return Partial(service.library.store / FOLDER / f"{key}.jsonl", fresh)


def clusters(cases: Sequence[Case]) -> list[str]:
    """What each case stands or falls with: as it says, else its conversation, else the document of its evidence."""
    conversations = any(case.history for case in cases)
    names = []
    for case in cases:
        if case.cluster is not None:
            names.append(case.cluster)
        elif conversations:
            names.append(f"conversation: {case.history[0].content if case.history else case.question}")
        elif case.evidence:
            names.append(case.evidence[0].document)
        else:
            names.append(f"case: {case.id}")
    return names


def made_with(service: Service, cases: Sequence[Case]) -> dict[str, str]:
    """All that the outcomes depend on: cases, documents, models, version."""
    collection = service.settings.collection
    documents = [(document.name, document.document_id) for document in service.library.documents(collection)]
    return {
        "footnote": version("footnote-qa"),
        "model": service.settings.model,
        "embedding": service.library.models.embedding_id,
        "reader": service.library.models.reranker_id,
        "calibration": _hash(weighing(service.library).model_dump()),
        "collection": collection,
        "documents": f"{len(documents)}, {_hash(documents)}",
        "cases": f"{len(cases)}, {_hash([(case.id, case.fingerprint) for case in cases])}",
    }


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _ask(service: Service, reference: Reference, case: Case, cluster: str) -> Outcome:
    outcome = Outcome(
        id=case.id,
        question=case.question,
        fingerprint=case.fingerprint,
        cluster=cluster,
        answerable=case.answerable,
        answers=case.answers,
        values=worst(case),
    )
    began = time.perf_counter()
    with get_usage_metadata_callback() as usage:
        try:
            seen = observe(service, reference, case)
        except (InvalidCases, LibraryError) as error:
            lost_at, message = Stage.NOT_PARSED, f"{case.where}: {error}" if case.where else str(error)
        except AnswerError as error:
            lost_at, message = Stage.FAILED, str(error)
        else:
            found = values(seen, reference)
            right = bool(found["right"])
            return outcome.model_copy(
                update={
                    "gold": tuple(
                        GoldPlace(
                            document=piece.document,
                            start=span.start,
                            end=span.end,
                            text=reference.source(piece.document).text[span.start : span.end],
                        )
                        for piece in seen.pieces
                        for span in piece.spans
                    ),
                    "answer": seen.answer,
                    "values": found,
                    "right": right,
                    "right_if_answered": right_if_answered(seen),
                    "lost": None if right else lost(seen, reference).value,
                    "usage": Usage(
                        read=sum(spent["input_tokens"] for spent in usage.usage_metadata.values()),
                        written=sum(spent["output_tokens"] for spent in usage.usage_metadata.values()),
                    ),
                    "seconds": round(time.perf_counter() - began, 4),
                }
            )
    return outcome.model_copy(update={"lost": lost_at.value, "error": message})
