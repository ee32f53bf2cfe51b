"""A reading set with its library and the dice that all choices are made with."""

import random
from collections import defaultdict
from pathlib import Path

from training.data import Place, Question, ReadingSet
from training.library import Library, cut
from training.questions import OtherWords, names
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.text.analysis import analyse, content_terms
from vectorstore.types import Passage

SECTIONS = ("Overview", "History", "Details", "Notes", "Background", "General", "Summary", "Introduction", "Contents")


class Material:
    """What groups are made of."""

    def __init__(self, reading: ReadingSet, embedder: SentenceEmbedder, others: OtherWords, kept: Path, seed: int):
        """ChunkedDocument the set into a library; nothing is embedded yet."""
        self.reading, self.embedder, self.others, self.kept = reading, embedder, others, kept
        self.dice = random.Random(f"{seed}-{reading.name}-groups")
        self.library: Library = cut(reading, embedder)
        self.names = sorted({n for q in reading.questions for n in names(q.text)})
        near: dict[int, set[str]] = defaultdict(set)
        self.asked: dict[int, list[Question]] = defaultdict(list)
        for question in reading.questions:
            document = reading.paragraphs[question.paragraph].document
            near[document].update(names(question.text))
            self.asked[document].append(question)
        self.near = {document: sorted(found) for document, found in near.items()}

    def place(self, question: Question, around: Place) -> int | None:
        """The passage that holds a stretch of a question's paragraph whole."""
        begin = self.library.begins[question.paragraph]
        document = self.reading.paragraphs[question.paragraph].document
        return self.library.holding(document, begin + around[0], begin + around[1])

    def shared(self, question: Question) -> float:
        """The share of a question's content terms that its sentence holds."""
        terms = set(content_terms(question.text))
        return len(terms & set(analyse(self.sentence(question)))) / len(terms)

    def sentence(self, question: Question) -> str:
        """The sentences that hold a question's first answer."""
        part, (start, end) = self.reading.paragraphs[question.paragraph], question.answers[0]
        return " ".join(part.text[a:b] for a, b in part.sentences if a < end and b > start)

    def answers(self, question: Question, passage: Passage) -> list[Place]:
        """The answers of a question that a passage of its document holds, in the passage's characters."""
        begin = self.library.begins[question.paragraph] - passage.start
        places = [(begin + a, begin + b) for a, b in question.answers]
        return [(a, b) for a, b in places if a >= 0 and b <= len(passage.text)]

    def context(self, passage: Passage) -> str:
        """A passage's context line as it is shown: now and then none, or with a heading more."""
        if not passage.context or self.dice.random() < 0.25:
            return ""
        return passage.context if self.dice.random() < 0.75 else f"{passage.context} > {self.dice.choice(SECTIONS)}"

    def said(self, question: Question) -> set[str]:
        """A question's answers, folded."""
        text = self.reading.paragraphs[question.paragraph].text
        return {text[a:b].casefold() for a, b in question.answers}
