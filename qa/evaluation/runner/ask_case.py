"""One case asked and measured; a case that cannot be measured has the worst values and an error."""

import time

from langchain_core.callbacks import get_usage_metadata_callback

from qa.advice import explained
from qa.errors import AnswerError
from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.located_evidence import CollectionReader
from qa.evaluation.metrics.catalog import worst_values
from qa.evaluation.metrics.measure import metric_values
from qa.evaluation.metrics.observation import Observation, observe, right_if_answered
from qa.evaluation.runner.case_result import CaseResult, GoldSpan, TokenUsage
from qa.evaluation.runner.stages import Stage, failed_stage
from qa.service import Service
from vectorstore import LibraryError


def ask_case(service: Service, documents: CollectionReader, case: Case, cluster: str) -> CaseResult:
    """The result of a case, asked of one collection."""
    unanswered = CaseResult(
        id=case.id,
        question=case.question,
        fingerprint=case.fingerprint,
        cluster=cluster,
        answerable=case.answerable,
        tags=case.tags,
        answers=case.answers,
        values=worst_values(case),
    )
    began = time.perf_counter()
    with get_usage_metadata_callback() as usage:
        try:
            observed = observe(service, documents, case)
        except (InvalidCases, LibraryError) as error:
            message = f"{case.where}: {explained(error)}" if case.where else explained(error)
            return unanswered.model_copy(update={"lost": Stage.NOT_PARSED.value, "error": message})
        except AnswerError as error:
            return unanswered.model_copy(update={"lost": Stage.FAILED.value, "error": str(error)})
        values = metric_values(observed, documents)
        right = bool(values["right"])
        return unanswered.model_copy(
            update={
                "gold": _gold_spans(observed, documents),
                "answer": observed.answer,
                "values": values,
                "right": right,
                "right_if_answered": right_if_answered(observed),
                "lost": None if right else failed_stage(observed, documents).value,
                "usage": TokenUsage(
                    read=sum(tokens["input_tokens"] for tokens in usage.usage_metadata.values()),
                    written=sum(tokens["output_tokens"] for tokens in usage.usage_metadata.values()),
                ),
                "seconds": round(time.perf_counter() - began, 4),
            }
        )


def _gold_spans(observed: Observation, documents: CollectionReader) -> tuple[GoldSpan, ...]:
    return tuple(
        GoldSpan(
            document=piece.document,
            start=span.start,
            end=span.end,
            text=documents.source(piece.document).text[span.start : span.end],
        )
        for piece in observed.evidence
        for span in piece.spans
    )
