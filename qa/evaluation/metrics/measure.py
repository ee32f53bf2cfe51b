"""One case asked, and everything measured about what came of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.evidence import select_evidence
from qa.evaluation.cases.case import Case
from qa.evaluation.cases.reference import Piece, Reference
from qa.evaluation.metrics import ranking, span_metrics, text_metrics
from qa.evaluation.metrics.catalog import DEPTHS, FIRST
from qa.evaluation.metrics.span_metrics import Overlap, Place, harmonic
from qa.service import Service
from qa.types import Answer
from vectorstore import Hit, Span

ENOUGH_WORDS = 0.5  # of a right answer: more of its words than not
_MARKER = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Observed:
    """A case, its evidence, and what the service did with it."""

    case: Case
    pieces: tuple[Piece, ...]
    answer: Answer
    candidates: tuple[Hit, ...]
    """Every passage that was ranked, best first; empty where there is no evidence to look for."""
    picked: tuple[Place, ...]
    """What the answer cites, or would have cited had it not been refused."""
    text: str
    """What the answer says without its markers, or would have said."""


def observe(service: Service, reference: Reference, case: Case) -> Observed:
    """Ask one case. Raises what the service raises, and InvalidCases where its evidence is not there."""
    collection = service.settings.collection
    pieces = tuple(reference.piece(gold) for gold in case.evidence) if case.answerable else ()
    answer = service.ask(case.question, case.history)
    ranked = service.library.search(answer.standalone, None, collection) if pieces else ()
    if not answer.refused:
        picked = tuple((c.document, Span(c.start, c.end)) for c in answer.citations)
        return Observed(case, pieces, answer, ranked, picked, _MARKER.sub("", answer.text))
    library = service.library
    hits = ranked[: len(answer.passages)] or library.search(answer.standalone, len(answer.passages) or 1, collection)
    found = select_evidence(library, answer.standalone, hits).evidence
    picked = tuple((piece.hit.source, Span(piece.start, piece.end)) for piece in found)
    return Observed(case, pieces, answer, ranked, picked, "\n".join(piece.quote for piece in found))


def touches(places: Sequence[Place], pieces: Sequence[Piece]) -> bool:
    """Whether any place shares a character with any piece of evidence."""
    return any(piece.touches(name, span.start, span.end) for name, span in places for piece in pieces)


def holds_answer(seen: Observed) -> bool:
    """Whether the words of a right answer are there, as far as one is known."""
    golds = seen.case.answers
    held = text_metrics.contains(seen.text, golds) or text_metrics.token_recall(seen.text, golds) >= ENOUGH_WORDS
    return not golds or bool(held)


def right_if_answered(seen: Observed) -> bool:
    """Whether what it picked and said is right, refused or not."""
    cited = not seen.pieces or touches(seen.picked, seen.pieces)
    return seen.case.answerable and cited and holds_answer(seen)


def values(seen: Observed, reference: Reference) -> dict[str, float]:
    """Every metric that applies to the case."""
    case, answer = seen.case, seen.answer
    found = {"right": float(right_if_answered(seen) if not answer.refused else not case.answerable)}
    found["answered" if case.answerable else "refused"] = float(answer.refused is not case.answerable)
    if seen.pieces:
        found |= _retrieval(seen, reference) | _citations(seen, reference)
    said = "" if answer.refused else answer.short or seen.text
    if case.answers or not case.answerable:
        golds = case.answers if case.answerable else ()
        found |= {"exact match": text_metrics.exact_match(said, golds), "token F1": text_metrics.token_f1(said, golds)}
    if case.answers and case.answerable:
        said = "" if answer.refused else seen.text
        found |= {
            "contains": text_metrics.contains(said, case.answers),
            "ROUGE-L": text_metrics.rouge_l(said, case.answers),
        }
    return found


def _retrieval(seen: Observed, reference: Reference) -> dict[str, float]:
    """By rank and by characters. Evidence that is a whole document is ranked by documents, all else by passages."""
    documents = all(gold.is_document for gold in seen.case.evidence)
    names = [hit.source if documents else hit.passage.passage_id for hit in seen.candidates]
    ranked = list(dict.fromkeys(names))
    held = [_units(piece, reference, documents) for piece in seen.pieces]
    relevant: dict[str, int] = {}
    for piece, units in zip(seen.pieces, held, strict=True):
        relevant |= {name: max(piece.relevance, relevant.get(name, 0)) for name in units}
    first = [(hit.source, Span(hit.passage.start, hit.passage.end)) for hit in seen.candidates[:FIRST]]
    overlap = _overlap(first, seen.pieces)
    return {
        **{f"recall@{k}": ranking.recall(ranked, held, k) for k in DEPTHS},
        f"precision@{FIRST}": ranking.precision(ranked, relevant, FIRST),
        "MRR": ranking.reciprocal_rank(ranked, relevant),
        "nDCG@10": ranking.ndcg(ranked, relevant, 10),
        "character recall": overlap.recall,
        "character precision": overlap.precision,
        "character IoU": overlap.iou,
        "characters read": float(overlap.returned),
    }


def _units(piece: Piece, reference: Reference, documents: bool) -> set[str]:
    if documents:
        return {piece.document}
    return {p.passage_id for p in reference.passages(piece.document) if piece.touches(piece.document, p.start, p.end)}


def _citations(seen: Observed, reference: Reference) -> dict[str, float]:
    cited = [] if seen.answer.refused else list(seen.picked)
    overlap = _overlap(span_metrics.union(cited), seen.pieces)
    said = {s for name, span in cited for s in _sentences(name, span, reference)}
    wanted = {s for name, span in _found(cited, seen.pieces) for s in _sentences(name, span, reference)}
    precision = len(said & wanted) / len(said) if said else 0.0
    recall = len(said & wanted) / len(wanted)
    return {
        "first citation": float(touches(cited[:1], seen.pieces)),
        "any citation": float(touches(cited, seen.pieces)),
        "citation precision": overlap.precision,
        "citation recall": overlap.recall,
        "citation F1": overlap.f1,
        "sentence precision": precision,
        "sentence recall": recall,
        "sentence F1": harmonic(precision, recall),
    }


def _sentences(name: str, span: Span, reference: Reference) -> set[Place]:
    """The sentences of a document that a span touches; where there is none, such as in a heading, the span."""
    return {(name, s) for s in reference.sentences(name) if s.overlap(span)} or {(name, span)}


def _overlap(places: Sequence[Place], pieces: Sequence[Piece]) -> Overlap:
    return span_metrics.overlap(places, _found(places, pieces))


def _found(places: Sequence[Place], pieces: Sequence[Piece]) -> list[Place]:
    """Where each piece of evidence stands; of one that stands in several places, the one most of which was found."""
    return [
        max(
            ((piece.document, span) for span in piece.spans), key=lambda gold: span_metrics.overlap(places, [gold]).held
        )
        for piece in pieces
    ]
