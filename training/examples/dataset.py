"""A reading set with its passages, its synonyms and the random numbers that examples are made with."""

import random
from collections import defaultdict
from pathlib import Path

from training.data.passages import PassageSet, cut
from training.data.reading_set import Place, Question, ReadingSet
from training.data.synonyms import Synonyms
from training.examples.rewriting import names
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.text.analysis import analyse, content_terms
from vectorstore.types import Passage

SECTIONS = ("Overview", "History", "Details", "Notes", "Background", "General", "Summary", "Introduction", "Contents")


class Dataset:
    """What the examples of one reading set are made of."""

    def __init__(
        self, reading_set: ReadingSet, embedder: SentenceEmbedder, synonyms: Synonyms, cache: Path, seed: int
    ) -> None:
        """Cut the set into passages; nothing is embedded yet."""
        self.reading_set, self.embedder, self.synonyms, self.cache = reading_set, embedder, synonyms, cache
        self.rng = random.Random(f"{seed}-{reading_set.name}-groups")
        self.passage_set: PassageSet = cut(reading_set, embedder)
        self.names = sorted({n for q in reading_set.questions for n in names(q.text)})
        names_of: dict[int, set[str]] = defaultdict(set)
        self.questions_of: dict[int, list[Question]] = defaultdict(list)
        """The questions about each document."""
        for question in reading_set.questions:
            document = reading_set.paragraphs[question.paragraph].document
            names_of[document].update(names(question.text))
            self.questions_of[document].append(question)
        self.names_of = {document: sorted(found) for document, found in names_of.items()}
        """The names and numbers in the questions about each document."""

    def passage_of(self, question: Question, around: Place) -> int | None:
        """The number of the passage that contains a whole stretch of a question's paragraph."""
        begin = self.passage_set.paragraph_starts[question.paragraph]
        document = self.reading_set.paragraphs[question.paragraph].document
        return self.passage_set.holding(document, begin + around[0], begin + around[1])

    def word_overlap(self, question: Question) -> float:
        """The share of a question's content terms that occur in its answering sentence."""
        terms = set(content_terms(question.text))
        return len(terms & set(analyse(self.sentence(question)))) / len(terms)

    def sentence(self, question: Question) -> str:
        """The sentences that contain a question's first answer."""
        part, (start, end) = self.reading_set.paragraphs[question.paragraph], question.answers[0]
        return " ".join(part.text[a:b] for a, b in part.sentences if a < end and b > start)

    def answers(self, question: Question, passage: Passage) -> list[Place]:
        """The places in a passage of the answers to a question about its document."""
        begin = self.passage_set.paragraph_starts[question.paragraph] - passage.start
        places = [(begin + a, begin + b) for a, b in question.answers]
        return [(a, b) for a, b in places if a >= 0 and b <= len(passage.text)]

    def context(self, passage: Passage) -> str:
        """A passage's context line as an example has it: sometimes empty, or with another heading."""
        if not passage.context or self.rng.random() < 0.25:
            return ""
        return passage.context if self.rng.random() < 0.75 else f"{passage.context} > {self.rng.choice(SECTIONS)}"

    def answer_texts(self, question: Question) -> set[str]:
        """A question's answers in folded case."""
        text = self.reading_set.paragraphs[question.paragraph].text
        return {text[a:b].casefold() for a, b in question.answers}
