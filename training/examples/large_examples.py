"""Examples for the large network: the written questions in every round, and each round other questions of the sets."""

import random
from collections.abc import Iterator, Sequence

from training.data.reading_set import NO, OPEN, YES, Place, Question
from training.data.written_questions import WrittenQuestion, reserved, sentences_around, written_questions
from training.examples.dataset import Dataset
from training.examples.example import Candidate, Example
from training.examples.passage_pool import PassagePool, PooledPassage
from training.examples.reading_examples import SAME_QUESTIONS, holds_no_answer
from training.examples.rewriting import as_typed
from training.examples.synthetic import changed_question, unanswerable
from training.examples.yes_no_questions import as_yes_no, other_answer

# Questions of each set in a round; of squad2 all unanswerable ones come in addition.
COUNTS = {"wiki": 1800, "reddit": 500, "amazon": 500, "policyqa": 400, "nq": 800, "covidqa": 150, "squad2": 500}
WRONG = {"reworded": 2, "yes_no": 1, "follow_up": 1, "explain": 1, "trap": 1}  # passages beside the right one
WITHOUT_EVIDENCE = 0.25  # how often the right passage comes once more without the sentences that answer
ORDINARY_WRONG = (0, 0, 0, 1, 2)  # passages beside the right one of an ordinary question
CHANGED = 0.12  # how often an ordinary question comes once more, changed so that its passage does not answer
YES_NO = 0.9  # how often one whose words allow it comes once more as a yes/no question
NEAREST = 12  # wrong passages are drawn from so many


def large_examples(pool: PassagePool, turn: int) -> list[Example]:
    """The examples of a round."""
    rng = random.Random(f"large-{turn}")
    return [*_written(pool, rng), *_ordinary(pool, turn, rng)]


def _written(pool: PassagePool, rng: random.Random) -> Iterator[Example]:
    pairs = [(dataset, q) for dataset in pool.datasets for q in written_questions(dataset.reading_set, False)]
    near = pool.nearest([written.question.text for _, written in pairs])
    for (dataset, written), found in zip(pairs, near, strict=True):
        question = written.question
        right = right_passages(pool, dataset, written)
        if not right:
            continue
        wrong = _wrong(pool, dataset, question, found, other_documents=written.verdict == OPEN)
        candidates = [candidate(dataset, pool.passages[i], question, written.evidence) for i in right]
        if written.verdict != OPEN and rng.random() < WITHOUT_EVIDENCE:
            candidates += _without_evidence(dataset, question, candidates[0])
        candidates += _beside(pool, wrong, WRONG[written.kind] + 1 - len(candidates), candidates[0], rng)
        place = -1 if written.verdict == OPEN else 0
        text = as_typed(question.text, rng, whole=True)
        yield Example(text, tuple(candidates), place, written.kind, written.verdict)


def _ordinary(pool: PassagePool, turn: int, rng: random.Random) -> Iterator[Example]:
    chosen = [(dataset, q) for dataset in pool.datasets for q in _of_round(dataset, turn)]
    near = pool.nearest([question.text for _, question in chosen])
    for (dataset, question), found in zip(chosen, near, strict=True):
        dataset.rng = rng
        if not question.answers:
            yield next(unanswerable(dataset, question))
            continue
        place = dataset.passage_of(question, question.answers[0])
        if place is None:
            continue
        paragraph = dataset.reading_set.paragraphs[question.paragraph]
        evidence = sentences_around(paragraph.sentences, question.answers[:1])
        number = next(
            i
            for i in pool.of_paragraph[dataset.reading_set.name, question.paragraph]
            if pool.passages[i].number == place
        )
        candidates = [candidate(dataset, pool.passages[number], question, evidence)]
        if rng.random() < WITHOUT_EVIDENCE:
            candidates += _without_evidence(dataset, question, candidates[0])
        wrong = _wrong(pool, dataset, question, found)
        candidates += _beside(pool, wrong, rng.choice(ORDINARY_WRONG), candidates[0], rng)
        yield Example(as_typed(question.text, rng), tuple(candidates), 0, dataset.reading_set.name)
        if rng.random() < YES_NO and (asked := _yes_no(dataset, question, candidates[0], rng)):
            yield asked
        if rng.random() < CHANGED and (changed := changed_question(dataset, question, place)):
            yield changed


def _yes_no(dataset: Dataset, question: Question, right: Candidate, rng: random.Random) -> Example | None:
    """The question whether its answer, or another of the same document's, is the answer."""
    if right.answer is None:
        return None
    answer = right.text[slice(*right.answer)]
    verdict = rng.choice((YES, NO, NO))  # more often than not there is no other answer
    if verdict == NO:
        document = dataset.reading_set.paragraphs[question.paragraph].document
        beside = [q for q in dataset.questions_of[document] if q.answers and q is not question]
        others = [dataset.reading_set.paragraphs[q.paragraph].text[slice(*q.answers[0])] for q in beside]
        other = other_answer(answer, others, right.text, rng)
        if other is None:
            return None
        answer = other
    text = as_yes_no(question.text, answer)
    candidate = Candidate(right.text, right.context, None, evidence=right.evidence)
    return Example(as_typed(text, rng, whole=True), (candidate,), 0, "made yes_no", verdict) if text else None


def _of_round(dataset: Dataset, turn: int) -> list[Question]:
    """The questions of a round: all come once before one comes twice. Unanswerable ones come in every round."""
    kept, name = reserved(dataset.reading_set), dataset.reading_set.name
    questions = [q for q in dataset.reading_set.questions if q.paragraph not in kept]
    answerable = [q for q in questions if q.answers]
    random.Random(name).shuffle(answerable)
    count = min(COUNTS[name], len(answerable))
    taken = [answerable[i % len(answerable)] for i in range(turn * count, (turn + 1) * count)]
    return taken + [q for q in questions if not q.answers]


def right_passages(pool: PassagePool, dataset: Dataset, written: WrittenQuestion) -> list[int]:
    """The passage that answers; of a question that is left open, the two of its paragraph that are nearest."""
    question = written.question
    own = pool.of_paragraph[dataset.reading_set.name, question.paragraph]
    if written.verdict == OPEN:
        return pool.among(question.text, own)[:2]
    around = question.answers[:1] or written.evidence
    for places in (around, around[:1]):  # evidence in several passages: the one with the first of it
        hull = min(a for a, _ in places), max(b for _, b in places)
        place = dataset.passage_of(question, hull)
        if place is not None:
            return [i for i in own if pool.passages[i].number == place]
    return []


def candidate(dataset: Dataset, pooled: PooledPassage, question: Question, evidence: Sequence[Place]) -> Candidate:
    """A passage of a question's paragraph, with the places that answer."""
    passage = pooled.passage
    answers = dataset.answers(question, passage)
    begin, size = dataset.passage_set.paragraph_starts[question.paragraph] - passage.start, len(passage.text)
    held = [(max(begin + a, 0), min(begin + b, size)) for a, b in evidence]
    cited = tuple((a, b) for a, b in held if a < b)
    return Candidate(passage.text, dataset.context(passage), answers[0] if answers else None, 0.0, cited)


def _without_evidence(dataset: Dataset, question: Question, right: Candidate) -> Iterator[Candidate]:
    """The right passage without its evidence, if something is left that does not hold an answer."""
    text = right.text
    for start, end in sorted(right.evidence, reverse=True):
        text = f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()
    if len(text) > len(right.text) / 4 and holds_no_answer(text, dataset.answer_texts(question)):
        yield Candidate(text, right.context, None)


def _wrong(
    pool: PassagePool, dataset: Dataset, question: Question, near: Sequence[int], other_documents: bool = False
) -> list[int]:
    """Near passages that do not answer and are not of a reserved paragraph.

    Another paragraph of the document may well answer a question that its own leaves open.
    """
    answers = dataset.answer_texts(question)
    document = dataset.reading_set.paragraphs[question.paragraph].document
    found = []
    for number in near:
        other = pool.passages[number]
        own_set, own_document = other.dataset is dataset, other.dataset is dataset and other.document == document
        if other.reserved or (own_set and question.paragraph in other.paragraphs):
            continue
        if own_document and other_documents:
            continue
        if own_set and not own_document and dataset.reading_set.name in SAME_QUESTIONS:
            continue
        if holds_no_answer(other.passage.text, answers):
            found.append(number)
    return found[:NEAREST]


def _beside(
    pool: PassagePool, wrong: Sequence[int], count: int, right: Candidate, rng: random.Random
) -> Iterator[Candidate]:
    for number in rng.sample(wrong, min(max(count, 0), len(wrong))):
        passage = pool.passages[number].passage
        yield Candidate(passage.text, passage.context if right.context else "", None)
