"""Examples of the questions of a reading set: each with the passages that search finds for it."""

from collections.abc import Iterator, Sequence

from training.data.reading_set import Place, Question
from training.data.search import DEEPEST, searched
from training.examples.dataset import Dataset
from training.examples.example import Candidate, Example
from training.examples.rewriting import as_typed, reworded
from training.examples.synthetic import changed_question, inverse_cloze, table_example, unanswerable
from vectorstore.types import Passage

# Questions chosen of each set; those that share few words with their sentence are chosen twice as often.
COUNTS = {"wiki": 5000, "reddit": 1500, "amazon": 1500, "policyqa": 2000, "nq": 2632, "covidqa": 1337, "squad2": 786}
INVERSE_CLOZE = 0.09  # sentences used as questions, as a share of the questions
LOW_OVERLAP = 1 / 3
NEGATIVES, NEAREST = 4, 6  # passages beside the right one; two of them come from the nearest few
SAME_QUESTIONS = {"policyqa"}  # every document has the same questions, so a passage of another one may answer, too


def reading_examples(dataset: Dataset) -> Iterator[Example]:
    """The examples of the chosen questions, each with synthetic ones made of it; then all other questions."""
    answerable = [q for q in dataset.reading_set.questions if q.answers]
    weights = [1.0 + (dataset.word_overlap(q) < LOW_OVERLAP) for q in answerable]
    share = COUNTS[dataset.reading_set.name] / sum(weights)
    chosen = [q for q, w in zip(answerable, weights, strict=True) if dataset.rng.random() < w * share]
    placed = [(q, p) for q in chosen if (p := dataset.passage_of(q, q.answers[0])) is not None]
    found = searched(dataset.passage_set, [q.text for q, _ in placed], dataset.embedder, dataset.cache)
    for (question, place), scores in zip(placed, found, strict=True):
        yield with_candidates(dataset, question, place, scores)
        if dataset.rng.random() < 0.8 and (made := changed_question(dataset, question, place)):
            yield made
        if dataset.rng.random() < 0.06 and (made := table_example(dataset, question)):
            yield made
    for question in dataset.reading_set.questions:
        if not question.answers:
            yield from unanswerable(dataset, question)
    yield from inverse_cloze(dataset, int(INVERSE_CLOZE * len(chosen)))
    taken = {id(q) for q in chosen}
    for question in answerable:
        if id(question) not in taken and (held := dataset.passage_of(question, question.answers[0])) is not None:
            yield single_passage(dataset, question, held)


def single_passage(dataset: Dataset, question: Question, place: int) -> Example:
    """A question with the answering passage alone, sometimes also without the answering sentences.

    Learning where an answer stands needs many questions and no wrong passages, so all questions that were not chosen
    for full examples come once in this way.
    """
    passage = dataset.passage_set.passages[place]
    answers, text = dataset.answers(question, passage), question.text
    if dataset.rng.random() < 0.3:
        text = reworded(text, dataset.sentence(question), dataset.synonyms, dataset.rng)
    whole, without = _without_evidence(dataset, passage, answers, dataset.answer_texts(question))
    found = [Candidate(whole[0], dataset.context(passage), whole[1])]
    if without and dataset.rng.random() < 0.2:
        found.append(Candidate(without, found[0].context, None))
    return Example(as_typed(text, dataset.rng), tuple(found), 0, f"{dataset.reading_set.name} alone")


def with_candidates(dataset: Dataset, question: Question, place: int, scores: dict[int, float]) -> Example:
    """A question with its passage, with and without the answering sentences, and with wrong passages from search."""
    passage, answer_texts = dataset.passage_set.passages[place], dataset.answer_texts(question)
    worst = min(scores.values(), default=0.0)
    fused, text = scores.get(place, worst), question.text
    if dataset.rng.random() < 0.3:
        text = reworded(text, dataset.sentence(question), dataset.synonyms, dataset.rng)
    answers = dataset.answers(question, passage)
    whole, without = _without_evidence(dataset, passage, answers, answer_texts)
    found = [Candidate(whole[0], dataset.context(passage), whole[1], fused)]
    if without and dataset.rng.random() < 0.45:
        found.append(Candidate(without, found[0].context, None, fused))
    wrong = [
        i
        for i in best_others(dataset, place, scores)
        if holds_no_answer(dataset.passage_set.passages[i].text, answer_texts)
    ]
    near = dataset.rng.sample(wrong[:NEAREST], min(2, len(wrong[:NEAREST])))
    far = [i for i in wrong if i not in near]
    for i in near + dataset.rng.sample(far, max(0, min(NEGATIVES + 1 - len(found) - len(near), len(far)))):
        other = dataset.passage_set.passages[i]
        context = other.context if found[0].context else ""
        found.append(Candidate(other.text, context, None, scores.get(i, worst)))
    return Example(as_typed(text, dataset.rng), tuple(found), 0, dataset.reading_set.name)


def best_others(dataset: Dataset, place: int, scores: dict[int, float]) -> list[int]:
    """The best other passages; within the document if every document has the same questions."""
    if dataset.reading_set.name not in SAME_QUESTIONS:
        return [i for i in list(scores)[:DEEPEST] if i != place]
    document = dataset.passage_set.documents[place]
    own = [i for i, other in enumerate(dataset.passage_set.documents) if other == document and i != place]
    return sorted(own, key=lambda i: -scores.get(i, -9.0))[:DEEPEST]


def holds_no_answer(text: str, answers: set[str]) -> bool:
    """Whether a text contains none of the answers, given in folded case; answers of one or two letters do not count."""
    return not any(len(answer) > 2 and answer in text.casefold() for answer in answers)


def _without_evidence(
    dataset: Dataset, passage: Passage, answers: Sequence[Place], answer_texts: set[str]
) -> tuple[tuple[str, Place | None], str]:
    """The passage with its answer, sometimes without one other sentence; and the text without the answering ones."""
    places = [(s.start - passage.start, s.end - passage.start) for s in passage.sentences]
    gold = [
        i
        for i, (a, b) in enumerate(places)
        if any(a < end and b > start for start, end in answers)
        or any(len(answer) > 3 and answer in passage.text[a:b].casefold() for answer in answer_texts)
    ]
    spare = [i for i in range(len(places)) if i not in gold]
    without = " ".join(passage.text[places[i][0] : places[i][1]] for i in spare)
    answer = answers[0] if answers else None
    if answer and len(spare) > 1 and dataset.rng.random() < 0.3:
        start, end = places[dataset.rng.choice(spare)]
        if end <= answer[0] or start >= answer[1]:
            text = passage.text[:start] + passage.text[end:].lstrip()
            moved = len(passage.text) - len(text) if end <= answer[0] else 0
            return (text, (answer[0] - moved, answer[1] - moved)), without
    return (passage.text, answer), without
