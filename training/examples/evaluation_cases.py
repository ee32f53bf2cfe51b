"""Examples of evaluation cases: a user's questions about their own library, with the passages that its search finds."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.located_evidence import CollectionReader, LocatedEvidence
from training.data.reading_set import Place
from training.data.search import DEEPEST
from training.examples.example import Candidate, Example
from training.examples.reading_examples import NEAREST, NEGATIVES, holds_no_answer
from training.examples.rewriting import as_typed
from vectorstore import Hit, Library, Passage, Span

LEAST = 20  # cases: fewer teach nothing but themselves
ROUNDS = 3  # each question comes with other wrong passages, and sometimes in lower case or as key words
WITHOUT_EVIDENCE = 0.45  # how often the right passage comes once more without its evidence


class UnusableCase(Exception):
    """A case cannot be trained on; the text says why."""


@dataclass(frozen=True, slots=True)
class UsableCase:
    """A question with the passages that search finds, best first, and the answering passage, if there is one."""

    question: str
    right: Candidate | None
    without: Candidate | None
    """The right passage without the sentences of its evidence."""
    wrong: tuple[Candidate, ...]

    def example(self, rng: random.Random) -> Example:
        """The question as it stands or as typed, with wrong passages: two of the nearest, and others."""
        found = [self.right] if self.right else []
        if self.without and rng.random() < WITHOUT_EVIDENCE:
            found.append(self.without)
        places = range(len(self.wrong))
        near = rng.sample(places[:NEAREST], min(2, len(places)))
        far = [i for i in places if i not in near]
        count = max(0, NEGATIVES + 1 - len(found) - len(near))
        found += [self.wrong[i] for i in near + rng.sample(far, min(count, len(far)))]
        return Example(as_typed(self.question, rng), tuple(found), 0 if self.right else -1, "case")


def case_examples(cases: Sequence[Case], library: Library, collection: str, seed: int) -> list[Example]:
    """The examples of all cases; raises InvalidCases if fewer than LEAST are usable, or if evidence is missing."""
    documents, rng = CollectionReader(library, collection), random.Random(f"{seed}-pairs")
    found, reasons = list[UsableCase](), Counter[str]()
    for case in cases:
        try:
            found.append(usable(case, library, documents, collection))
        except UnusableCase as reason:
            reasons[str(reason)] += 1
    why = "; ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    count = f"{len(found)} of {len(cases)} pairs can be trained on" + (f" (not {why})" if why else "")
    if len(found) < LEAST:
        raise InvalidCases(f"{count}: at least {LEAST} are needed")
    print(count)
    return [one.example(rng) for _ in range(ROUNDS) for one in found]


def usable(case: Case, library: Library, documents: CollectionReader, collection: str) -> UsableCase:
    """A case with its passages; raises UnusableCase."""
    if case.history:
        raise UnusableCase("that follow on a conversation")
    if case.answerable and not case.evidence and not case.answers:
        raise UnusableCase("with neither evidence nor an answer")
    hits = library.search(case.question, DEEPEST, collection)
    if not hits:
        raise UnusableCase("for which nothing is found")
    pieces = tuple(documents.locate(gold) for gold in case.evidence if case.answerable)
    answers = {answer.strip().casefold() for answer in case.answers}
    wrong = [h for h in hits if not any(_overlaps(p, h) for p in pieces) and holds_no_answer(h.passage.text, answers)]
    right, without = _right(case, pieces, documents, hits) if pieces else (None, None)
    if not right and not wrong:
        raise UnusableCase("for which nothing but answers is found")
    return UsableCase(
        case.question,
        right,
        without if without and holds_no_answer(without.text, answers) else None,
        tuple(Candidate(h.passage.text, h.passage.context, None, h.score) for h in wrong),
    )


def _right(
    case: Case, pieces: Sequence[LocatedEvidence], documents: CollectionReader, hits: Sequence[Hit]
) -> tuple[Candidate, Candidate | None]:
    """The passage with most of the evidence, preferably with the answer's words; and it without its evidence."""
    scores = {hit.passage.passage_id: hit.score for hit in hits}
    best: tuple[bool, int, Passage, Place | None, LocatedEvidence] | None = None
    for piece in pieces:
        for passage in documents.passages(piece.document):
            own = Span(passage.start, passage.end)
            held = sum(own.overlap(span) for span in piece.spans)
            place = next(_places(passage, piece, case.answers), None)
            if (
                held
                and (place or not piece.is_page_or_document)
                and (best is None or (place is not None, held) > best[:2])
            ):
                best = place is not None, held, passage, place, piece
    if best is None:
        raise UnusableCase(
            "whose evidence is a page or a document without the answer's words, or lies between passages"
        )
    _, _, passage, place, piece = best
    fused = scores.get(passage.passage_id, min(scores.values()))
    left = [s for s in passage.sentences if not any(s.overlap(span) for span in piece.spans)]
    rest = " ".join(passage.text[s.start - passage.start : s.end - passage.start] for s in left)
    return (
        Candidate(passage.text, passage.context, place, fused),
        Candidate(rest, passage.context, None, fused) if rest else None,
    )


def _places(passage: Passage, piece: LocatedEvidence, answers: Sequence[str]) -> Iterator[Place]:
    """The places of the answers in a passage, within the evidence."""
    for answer in filter(str.strip, answers):
        for match in re.finditer(rf"(?<!\w){re.escape(answer.strip())}(?!\w)", passage.text, re.I):
            begin, end = passage.start + match.start(), passage.start + match.end()
            if any(span.start <= begin and end <= span.end for span in piece.spans):
                yield match.span()


def _overlaps(piece: LocatedEvidence, hit: Hit) -> bool:
    return piece.overlaps(hit.source, hit.passage.start, hit.passage.end)
