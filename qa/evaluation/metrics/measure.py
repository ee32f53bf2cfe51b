"""Every metric of one observed case."""

from collections.abc import Sequence

from qa.evaluation.cases.located_evidence import CollectionReader, LocatedEvidence
from qa.evaluation.metrics import ranking, span_metrics, text_metrics
from qa.evaluation.metrics.catalog import DEPTHS, TOP_K
from qa.evaluation.metrics.observation import Observation, any_overlap
from qa.evaluation.metrics.span_metrics import DocumentSpan, SpanOverlap, harmonic_mean
from qa.evaluation.metrics.verdict import verdict_metrics
from vectorstore import Span


def metric_values(observed: Observation, documents: CollectionReader) -> dict[str, float]:
    """Every metric that applies to the case, by name."""
    values = verdict_metrics(observed)
    if observed.evidence:
        values |= _retrieval(observed, documents) | _citations(observed, documents) | _page(observed)
    return values | _words(observed)


def _words(observed: Observation) -> dict[str, float]:
    case, answer, values = observed.case, observed.answer, dict[str, float]()
    if case.answers or not case.answerable:
        golds = case.answers if case.answerable else ()
        short = "" if answer.refused else answer.short or observed.text
        values |= {
            "exact match": text_metrics.exact_match(short, golds),
            "token F1": text_metrics.token_f1(short, golds),
        }
        if answer.short and not answer.refused:
            values["short answer right"] = text_metrics.short_answer_right(answer.short, golds)
    if case.answers and case.answerable:
        text = "" if answer.refused else observed.text
        values |= {
            "contains": text_metrics.contains(text, case.answers),
            "ROUGE-L": text_metrics.rouge_l(text, case.answers),
        }
    return values


def _retrieval(observed: Observation, documents: CollectionReader) -> dict[str, float]:
    """By rank and by characters. Where all evidence is whole documents, documents are ranked; else passages."""
    by_document = all(gold.is_document for gold in observed.case.evidence)
    ranked = list(dict.fromkeys(hit.source if by_document else hit.passage.passage_id for hit in observed.candidates))
    relevant_ids = [_relevant_ids(piece, documents, by_document) for piece in observed.evidence]
    grades: dict[str, int] = {}
    for piece, ids in zip(observed.evidence, relevant_ids, strict=True):
        grades |= {name: max(piece.relevance, grades.get(name, 0)) for name in ids}
    first = [(hit.source, Span(hit.passage.start, hit.passage.end)) for hit in observed.candidates[:TOP_K]]
    overlap = _overlap(first, observed.evidence)
    return {
        **{f"recall@{k}": ranking.recall(ranked, relevant_ids, k) for k in DEPTHS},
        f"precision@{TOP_K}": ranking.precision(ranked, grades, TOP_K),
        "MRR": ranking.reciprocal_rank(ranked, grades),
        "nDCG@10": ranking.ndcg(ranked, grades, 10),
        "character recall": overlap.recall,
        "character precision": overlap.precision,
        "character IoU": overlap.iou,
        "characters read": float(overlap.returned),
    }


def _relevant_ids(piece: LocatedEvidence, documents: CollectionReader, by_document: bool) -> set[str]:
    if by_document:
        return {piece.document}
    passages = documents.passages(piece.document)
    return {p.passage_id for p in passages if piece.overlaps(piece.document, p.start, p.end)}


def _citations(observed: Observation, documents: CollectionReader) -> dict[str, float]:
    cited = [] if observed.answer.refused else list(observed.cited)
    overlap = _overlap(span_metrics.merge_spans(cited), observed.evidence)
    gold = _best_spans(cited, observed.evidence)
    cited_sentences = {s for name, span in cited for s in _sentences(name, span, documents)}
    gold_sentences = {s for name, span in gold for s in _sentences(name, span, documents)}
    common = len(cited_sentences & gold_sentences)
    precision = common / len(cited_sentences) if cited_sentences else 0.0
    recall = common / len(gold_sentences)
    return {
        "first citation": float(any_overlap(cited[:1], observed.evidence)),
        "any citation": float(any_overlap(cited, observed.evidence)),
        "citation precision": overlap.precision,
        "citation recall": overlap.recall,
        "citation F1": overlap.f1,
        "sentence precision": precision,
        "sentence recall": recall,
        "sentence F1": harmonic_mean(precision, recall),
    }


def _page(observed: Observation) -> dict[str, float]:
    """Whether the first citation names a page of the evidence; nothing where evidence has no page, or nothing is cited.

    A citation is opened at the page that it names, wherever the page of its quote is.
    """
    pages = {(piece.document, page) for piece in observed.evidence for page in piece.pages}
    if not pages or observed.answer.refused or not observed.answer.citations:
        return {}
    first = observed.answer.citations[0]
    return {"page right": float((first.document, first.page) in pages)}


def _sentences(name: str, span: Span, documents: CollectionReader) -> set[DocumentSpan]:
    """The sentences of a document that a span touches; where there is none, such as in a heading, the span itself."""
    return {(name, s) for s in documents.sentences(name) if s.overlap(span)} or {(name, span)}


def _overlap(spans: Sequence[DocumentSpan], evidence: Sequence[LocatedEvidence]) -> SpanOverlap:
    return span_metrics.span_overlap(spans, _best_spans(spans, evidence))


def _best_spans(spans: Sequence[DocumentSpan], evidence: Sequence[LocatedEvidence]) -> list[DocumentSpan]:
    """One span for each piece of evidence: of several, the one that the given spans cover most of."""
    return [
        max(
            ((piece.document, span) for span in piece.spans),
            key=lambda gold: span_metrics.span_overlap(spans, [gold]).common,
        )
        for piece in evidence
    ]
