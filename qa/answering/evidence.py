"""Which sentences answer a question, and whether any does: decided before a word is written.

Each token of the question looks for its nearest in the sentence, the mean of these cosines being the match (late
interaction: Khattab and Zaharia 2020). Beside it stands what the evidence model, having read the passage with the
question, says of both: how relevant the passage is, and how well the best answer in the sentence does against none.
Where nobody has read, the coverage stands there: the share of the question's terms, weighted by rarity, that the
sentence holds. The weights are logistic models of a few numbers in `calibration.json`, fitted by
`benchmarks/studies/evidence`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from qa.answering import question_type, quotes
from qa.answering.calibration import Calibration, Weights, calibration_of, probability, weighted_sum
from qa.answering.citing.introduced import with_introduced
from qa.answering.citing.places import placed
from qa.answering.eligibility import identifier_check
from qa.answering.eligibility.candidates import Candidate, candidates
from qa.answering.eligibility.telling import facts_alone, told
from qa.answering.question_type import QuestionType
from qa.answering.quotes import Evidence
from qa.answering.tables.evidence import cell_evidence, marked_rows
from qa.answering.tables.grids import tables_of
from qa.answering.tables.lookup import look_up
from qa.answering.verdict import shown, verdict
from qa.types import Verdict
from vectorstore import Hit, Library, Span
from vectorstore.text.analysis import analyse

BEST = 1.0  # of all matches: the question's own words
FIRST = 7  # sentences measured before all others; most of these cannot be better, and need not be
# A passage that was not read, or has no text, says as much as one that says nothing.
LOWEST = -20.0
# The logit of a question that names what no document has.
NOWHERE = -4.0

# The logit that a table answers where all words of a question are explained by one cell's row and column.
LOOKED_UP = 3.0

NO_VALUE = (
    "the cell is a formula whose value the file does not hold: open it in a spreadsheet program and save it again"
)

# A further sentence is quoted if its rank is this near to the best one's and it says something else; who asks for one
# thing, such as when or who, is given less beside it.
NEARLY, NEARLY_POINTED = 1.5, 0.7
MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """What was found in the passages for a question: what answers best, and how sure it is that it does."""

    evidence: tuple[Evidence, ...]
    logit: float
    """Of the probability that the documents answer the question; minus infinity where there was nothing to read."""
    verdict: Verdict
    """Whether that is enough to answer."""
    question_type: QuestionType
    """What the question asks for."""
    missing: tuple[str, ...] = ()
    """What the question names and no document has, as the person wrote it."""
    reason: str | None = None
    """Why it is not found, where that is known."""

    @property
    def confidence(self) -> float:
        """The probability itself."""
        return probability(self.logit)

    def at_most(self, most: Verdict) -> "Selection":
        """The same, no surer than a verdict."""
        if most == "answered" or self.verdict != "answered":
            return self
        return replace(self, verdict=most, evidence=shown(self.evidence, most))


@dataclass(frozen=True)
class ScoredSentence:
    """A sentence and how it meets a question."""

    candidate: Candidate
    match: float
    """Mean cosine of the question's tokens to their nearest in the sentence, -1 to 1."""
    coverage: float
    """Share of the question's terms, weighted by rarity, that the sentence holds, 0 to 1; 0 where it weighs nothing."""
    said: float
    """How well the best answer in the sentence does against none: a logit, LOWEST where nobody read it."""

    @cached_property
    def features(self) -> dict[str, float]:
        """What its rank and the confidence in it are made of."""
        hit = self.candidate.hit
        relevance = hit.reranked.relevance if hit.reranked else LOWEST
        return {
            "bias": 1.0,
            "match": self.match,
            "coverage": self.coverage,
            "said": self.said,
            "relevance": relevance,
            "search": hit.fused,
        }


def select_evidence(
    library: Library, question: str, hits: Sequence[Hit], documents: Sequence[str] | None = None
) -> Selection:
    """The sentences of the hits that answer best, best first; `documents` are those that the search was confined to.

    Raises CalibrationUnreadable.
    """
    return select_by(calibration_of(library), library, question, hits, documents)


def select_by(
    calibration: Calibration,
    library: Library,
    question: str,
    hits: Sequence[Hit],
    documents: Sequence[str] | None = None,
) -> Selection:
    """The same by a calibration that is given."""
    kind = question_type.question_type(question)
    rarity: Mapping[str, float] = {}
    if hits and "coverage" in calibration.rank | calibration.answers:  # else no sentence needs to be stemmed
        rarity = library.rarity(question, hits[0].collection, documents)
    required = identifier_check.required_of(question, hits)
    if missing := identifier_check.missing(required, hits, library, documents):
        return Selection((), NOWHERE, "not found", kind, missing)
    scored = _best(question, sentences(candidates(hits, required), rarity), library, calibration.rank)
    if not scored:
        return Selection((), -math.inf, "not found", kind)
    ranks = [weighted_sum(calibration.rank, sentence.features) for sentence in scored]
    order = sorted(range(len(ranks)), key=lambda i: -ranks[i])
    order = _with_quantities(order, [one.candidate.has_quantities for one in scored], ranks)
    best = scored[order[0]].candidate
    logit = weighted_sum(calibration.answers, scored[order[0]].features)
    least = ranks[order[0]] - (NEARLY_POINTED if kind in question_type.POINTED else NEARLY)
    nearly = [_evidence(scored[i]) for i in order if ranks[i] >= least]
    if kind in question_type.NOTES:  # no few words answer it
        nearly = [replace(sentence, short=None) for sentence in nearly]
    nearly, is_sure = told(question, kind, nearly)
    found = tables_of(library, hits)
    cell = look_up(library.models.embedder, question, found)
    if cell and (cell.is_exact or cell.found.holds(nearly[0].hit.source, nearly[0].start)):
        logit = max(logit, LOOKED_UP) if cell.is_exact else logit
        evidence: tuple[Evidence, ...] = (cell_evidence(library, cell.found, cell.row, cell.column, hits),)
    else:
        quoted = quotes.select_quotes(marked_rows(found, nearly), MOST_SENTENCES, kind)
        cell, (evidence, is_fact) = None, facts_alone(question, kind, quoted)
        is_sure = is_sure and is_fact
    decided = "not found" if cell and cell.cell.is_missing else verdict(calibration, probability(logit))
    is_doubtful = best.is_doubtful or not best.has_quantities or not is_sure
    if decided == "answered" and is_doubtful and not (cell and cell.is_exact):
        decided = "uncertain"
    reason = NO_VALUE if cell and cell.cell.is_missing else None
    cited = placed(library, with_introduced(library, shown(evidence, decided)))
    return Selection(cited, logit, decided, kind, reason=reason)


def _with_quantities(order: list[int], has: Sequence[bool], ranks: Sequence[float]) -> list[int]:
    """The order without sentences that lack the question's quantities, where one that has them is nearly as good."""
    having = [i for i in order if has[i]]
    return having if having and ranks[having[0]] >= ranks[order[0]] - NEARLY else order


def sentences(found: Sequence[Candidate], rarity: Mapping[str, float]) -> list[ScoredSentence]:
    """The candidates, in order, with what is known of them at once; their match may be as good as any."""
    return [ScoredSentence(one, BEST, _coverage(rarity, one.quote), _said(one)) for one in found]


def matched(question: str, found: Sequence[ScoredSentence], library: Library) -> list[ScoredSentence]:
    """The same sentences with how they match the question."""
    matches = library.models.similarity(question, [f"{_place(m.candidate.hit)}: {m.candidate.read}" for m in found])
    return [replace(m, match=match) for m, match in zip(found, matches, strict=True)]


def _best(question: str, found: Sequence[ScoredSentence], library: Library, rank: Weights) -> list[ScoredSentence]:
    """The sentences that may be quoted, measured; what could not reach them with the best of matches is left out."""
    promising = sorted(found, key=lambda m: -weighted_sum(rank, m.features))
    first, rest = promising[:FIRST], promising[FIRST:]
    measured = matched(question, first, library)
    least = max((weighted_sum(rank, m.features) for m in measured), default=0.0) - NEARLY
    return measured + matched(question, [m for m in rest if weighted_sum(rank, m.features) >= least], library)


def _evidence(measured: ScoredSentence) -> Evidence:
    hit, span = measured.candidate.hit, measured.candidate.span
    return Evidence(hit, span.start, span.end, measured.candidate.quote, measured.match, _short(hit, span))


def _short(hit: Hit, sentence: Span) -> Span | None:
    """The short answer that the reader found, if it lies in the sentence."""
    span = quotes.answer_span(hit)
    return span if span and sentence.start <= span.start < span.end <= sentence.end else None


def _said(candidate: Candidate) -> float:
    reading = candidate.hit.reranked
    scores = reading.sentence_scores if reading else ()
    return max(*scores[candidate.first : candidate.last + 1], LOWEST) if scores else LOWEST


def _place(hit: Hit) -> str:
    """Where a sentence stands, as it is read with it: the nearest heading and a table's header."""
    header = hit.passage.context.partition("\n")[2]
    return ": ".join(part for part in (hit.passage.heading or hit.title, header) if part)


def _coverage(rarity: Mapping[str, float], quote: str) -> float:
    total = sum(rarity.values())
    if not total:
        return 0.0
    terms = set(analyse(quote))
    return sum(weight for term, weight in rarity.items() if term in terms) / total
