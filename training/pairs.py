"""One's own pairs become groups: questions about the documents of one's own library, with what its search finds."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.located_evidence import CollectionReader, LocatedEvidence
from training.data import Place
from training.groups import Candidate, Group
from training.library import DEEPEST
from training.making import NEAREST, NEGATIVES, apart
from training.questions import styled
from vectorstore import Hit, Library, Passage, Span

LEAST = 20  # pairs: fewer teach nothing but themselves
ROUNDS = 3  # each question comes with other wrong passages, and now and then in lower case or as key words
HOLED = 0.45  # how often the right passage comes once more without its evidence


class Unusable(Exception):
    """A pair says nothing about any passage; the text says why."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with what search finds for it, best first, and with the passage that answers, if one does."""

    question: str
    right: Candidate | None
    without: Candidate | None
    """The right passage without the sentences of its evidence."""
    wrong: tuple[Candidate, ...]

    def group(self, dice: random.Random) -> Group:
        """The question as it stands or as typed, with some of the wrong passages: two of the nearest, and others."""
        found = [self.right] if self.right else []
        if self.without and dice.random() < HOLED:
            found.append(self.without)
        places = range(len(self.wrong))
        near = dice.sample(places[:NEAREST], min(2, len(places)))
        far = [i for i in places if i not in near]
        count = max(0, NEGATIVES + 1 - len(found) - len(near))
        found += [self.wrong[i] for i in near + dice.sample(far, min(count, len(far)))]
        return Group(styled(self.question, dice), tuple(found), 0 if self.right else -1, "own")


def groups(cases: Sequence[Case], library: Library, collection: str, seed: int) -> list[Group]:
    """The groups of all pairs; raises InvalidCases where fewer than LEAST can be used, or evidence is not there."""
    documents, dice = CollectionReader(library, collection), random.Random(f"{seed}-pairs")
    found, reasons = list[Pair](), Counter[str]()
    for case in cases:
        try:
            found.append(pair(case, library, documents, collection))
        except Unusable as reason:
            reasons[str(reason)] += 1
    why = "; ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    said = f"{len(found)} of {len(cases)} pairs can be trained on" + (f" (not {why})" if why else "")
    if len(found) < LEAST:
        raise InvalidCases(f"{said}: at least {LEAST} are needed")
    print(said)
    return [one.group(dice) for _ in range(ROUNDS) for one in found]


def pair(case: Case, library: Library, documents: CollectionReader, collection: str) -> Pair:
    """A case with its passages; raises Unusable."""
    if case.history:
        raise Unusable("that follow on a conversation")
    if case.answerable and not case.evidence and not case.answers:
        raise Unusable("with neither evidence nor an answer")
    hits = library.search(case.question, DEEPEST, collection)
    if not hits:
        raise Unusable("for which nothing is found")
    pieces = tuple(documents.locate(gold) for gold in case.evidence if case.answerable)
    said = {answer.strip().casefold() for answer in case.answers}
    wrong = [h for h in hits if not any(_touches(p, h) for p in pieces) and apart(h.passage.text, said)]
    right, without = _right(case, pieces, documents, hits) if pieces else (None, None)
    if not right and not wrong:
        raise Unusable("for which nothing but answers is found")
    return Pair(
        case.question,
        right,
        without if without and apart(without.text, said) else None,
        tuple(Candidate(h.passage.text, h.passage.context, None, h.score) for h in wrong),
    )


def _right(
    case: Case, pieces: Sequence[LocatedEvidence], documents: CollectionReader, hits: Sequence[Hit]
) -> tuple[Candidate, Candidate | None]:
    """The passage with most of the evidence, one with the answer's words first; and it without its evidence."""
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
        raise Unusable("whose evidence is a page or a document without the answer's words, or lies between passages")
    _, _, passage, place, piece = best
    fused = scores.get(passage.passage_id, min(scores.values()))
    kept = [s for s in passage.sentences if not any(s.overlap(span) for span in piece.spans)]
    rest = " ".join(passage.text[s.start - passage.start : s.end - passage.start] for s in kept)
    return (
        Candidate(passage.text, passage.context, place, fused),
        Candidate(rest, passage.context, None, fused) if rest else None,
    )


def _places(passage: Passage, piece: LocatedEvidence, answers: Sequence[str]) -> Iterator[Place]:
    """Where the answers stand in a passage, within the evidence, in the passage's characters."""
    for answer in filter(str.strip, answers):
        for match in re.finditer(rf"(?<!\w){re.escape(answer.strip())}(?!\w)", passage.text, re.I):
            begin, end = passage.start + match.start(), passage.start + match.end()
            if any(span.start <= begin and end <= span.end for span in piece.spans):
                yield match.span()


def _touches(piece: LocatedEvidence, hit: Hit) -> bool:
    return piece.overlaps(hit.source, hit.passage.start, hit.passage.end)
