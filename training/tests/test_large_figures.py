"""The figures of a large network: of a reader that knows the answers they are perfect, of a random one they are not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data.reading_set import ANSWERED, NO, OPEN, YES, ReadingSet, sentences
from training.data.written_questions import WrittenQuestion, written_questions
from training.examples.passage_pool import PassagePool
from training.model.large_network import load
from training.model.large_reading import PassageReading, Reader
from training.run.large_validation import measured
from training.tests.houses import WORDS
from vectorstore import SentenceEmbedder


@dataclass(frozen=True)
class Knowing:
    """Reads a passage by the written questions themselves."""

    known: dict[str, tuple[WrittenQuestion, str]]

    def read(self, question: str, texts: Sequence[str], contexts: Sequence[str]) -> list[PassageReading]:
        written, paragraph = self.known[question]
        places = written.question.answers[:1] or written.evidence[:1]
        wanted = [paragraph[a:b] for a, b in places]
        found = []
        for text in texts:
            hit = bool(wanted) and wanted[0] in text
            begin = text.find(wanted[0]) if hit else 0
            span = (begin, begin + len(wanted[0])) if hit else (0, 1)
            verdict = written.verdict if hit else OPEN
            logits = [5.0 * (i == verdict) for i in (OPEN, ANSWERED, YES, NO)]
            scores = tuple(float(a < span[1] and b > span[0]) for a, b in sentences(text))
            found.append(PassageReading(5.0 * hit, tuple(logits), span, 5.0 * hit, scores))
        return found


def test_they_tell_a_reader_that_knows_from_one_that_does_not(
    few: Callable[[int], list[ReadingSet]], mpnet: Path, embedder: SentenceEmbedder, tmp_path: Path
) -> None:
    pool = PassagePool([s for s in few(80) if s.name in ("wiki", "squad2")], embedder, tmp_path)
    known = {
        written.question.text: (written, dataset.reading_set.paragraphs[written.question.paragraph].text)
        for dataset in pool.datasets
        for written in written_questions(dataset.reading_set, True)
    }
    best, worst = measured(Knowing(known), pool), measured(Reader(load(mpnet), WORDS), pool)
    assert best["first by answers"] > best["first by cosine"]
    for name in ("AUC against traps by all, passage given", "F1, passage given", "yes/no right", "sentence, explain"):
        assert best[name] > 0.9, name
        assert best[name] > worst[name], name
