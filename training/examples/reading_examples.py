"""RerankResult sets become groups: each question with the passages that search finds for it."""

from collections.abc import Iterator, Sequence

from training.data import Place, Question
from training.groups import Candidate, Group
from training.library import DEEPEST, searched
from training.made_up import changed, clozes, table, traps
from training.material import Material
from training.questions import reworded, styled
from vectorstore.types import Passage

# How many questions of each set; those that share few words with their sentence come twice as often.
COUNTS = {"wiki": 5000, "reddit": 1500, "amazon": 1500, "policyqa": 2000, "nq": 2632, "covidqa": 1337, "squad2": 786}
CLOZES = 0.09  # sentences asked as questions, as a share of the questions
LOW_OVERLAP = 1 / 3
NEGATIVES, NEAREST = 4, 6  # passages beside the right one; two of them come from the nearest few
SAME_QUESTIONS = {"policyqa"}  # every document is asked the same: another one's passage may answer, too


def groups(material: Material) -> Iterator[Group]:
    """The groups of the chosen questions, each with those made out of it."""
    asked = [q for q in material.reading.questions if q.answers]
    weights = [1.0 + (material.shared(q) < LOW_OVERLAP) for q in asked]
    share = COUNTS[material.reading.name] / sum(weights)
    chosen = [q for q, w in zip(asked, weights, strict=True) if material.dice.random() < w * share]
    placed = [(q, p) for q in chosen if (p := material.place(q, q.answers[0])) is not None]
    found = searched(material.library, [q.text for q, _ in placed], material.embedder, material.kept)
    for (question, place), scores in zip(placed, found, strict=True):
        yield answered(material, question, place, scores)
        if material.dice.random() < 0.8 and (made := changed(material, question, place)):
            yield made
        if material.dice.random() < 0.06 and (made := table(material, question)):
            yield made
    for question in material.reading.questions:
        if not question.answers:
            yield from traps(material, question)
    yield from clozes(material, int(CLOZES * len(chosen)))
    taken = {id(q) for q in chosen}
    for question in asked:
        if id(question) not in taken and (held := material.place(question, question.answers[0])) is not None:
            yield alone(material, question, held)


def alone(material: Material, question: Question, place: int) -> Group:
    """A question with the passage that answers and no other, now and then also without its sentences: to learn where.

    RerankResult needs many questions and no wrong passages, so all that were not chosen for groups are read once.
    """
    passage = material.library.passages[place]
    answers, text = material.answers(question, passage), question.text
    if material.dice.random() < 0.3:
        text = reworded(text, material.sentence(question), material.others, material.dice)
    kept, without = _holed(material, passage, answers, material.said(question))
    found = [Candidate(kept[0], material.context(passage), kept[1])]
    if without and material.dice.random() < 0.2:
        found.append(Candidate(without, found[0].context, None))
    return Group(styled(text, material.dice), tuple(found), 0, f"{material.reading.name} alone")


def answered(material: Material, question: Question, place: int, scores: dict[int, float]) -> Group:
    """A question with its passage, whole and without its sentences, and the passages that search finds beside it."""
    passage, said = material.library.passages[place], material.said(question)
    worst = min(scores.values(), default=0.0)
    fused, text = scores.get(place, worst), question.text
    if material.dice.random() < 0.3:
        text = reworded(text, material.sentence(question), material.others, material.dice)
    answers = material.answers(question, passage)
    kept, without = _holed(material, passage, answers, said)
    found = [Candidate(kept[0], material.context(passage), kept[1], fused)]
    if without and material.dice.random() < 0.45:
        found.append(Candidate(without, found[0].context, None, fused))
    wrong = [i for i in ranked(material, place, scores) if apart(material.library.passages[i].text, said)]
    near = material.dice.sample(wrong[:NEAREST], min(2, len(wrong[:NEAREST])))
    far = [i for i in wrong if i not in near]
    for i in near + material.dice.sample(far, max(0, min(NEGATIVES + 1 - len(found) - len(near), len(far)))):
        other = material.library.passages[i]
        context = other.context if found[0].context else ""
        found.append(Candidate(other.text, context, None, scores.get(i, worst)))
    return Group(styled(text, material.dice), tuple(found), 0, material.reading.name)


def ranked(material: Material, place: int, scores: dict[int, float]) -> list[int]:
    """The best other passages; within one document where every document is asked the same questions."""
    if material.reading.name not in SAME_QUESTIONS:
        return [i for i in list(scores)[:DEEPEST] if i != place]
    document = material.library.documents[place]
    own = [i for i, other in enumerate(material.library.documents) if other == document and i != place]
    return sorted(own, key=lambda i: -scores.get(i, -9.0))[:DEEPEST]


def apart(text: str, said: set[str]) -> bool:
    """Whether a text holds none of the answers, which come folded; the shortest stand everywhere and do not count."""
    return not any(len(answer) > 2 and answer in text.casefold() for answer in said)


def _holed(
    material: Material, passage: Passage, answers: Sequence[Place], said: set[str]
) -> tuple[tuple[str, Place | None], str]:
    """The passage with its answer, now and then without another sentence; and it without the ones that answer."""
    places = [(s.start - passage.start, s.end - passage.start) for s in passage.sentences]
    gold = [
        i
        for i, (a, b) in enumerate(places)
        if any(a < end and b > start for start, end in answers)
        or any(len(answer) > 3 and answer in passage.text[a:b].casefold() for answer in said)
    ]
    spare = [i for i in range(len(places)) if i not in gold]
    without = " ".join(passage.text[places[i][0] : places[i][1]] for i in spare)
    answer = answers[0] if answers else None
    if answer and len(spare) > 1 and material.dice.random() < 0.3:
        start, end = places[material.dice.choice(spare)]
        if end <= answer[0] or start >= answer[1]:
            text = passage.text[:start] + passage.text[end:].lstrip()
            moved = len(passage.text) - len(text) if end <= answer[0] else 0
            return (text, (answer[0] - moved, answer[1] - moved)), without
    return (passage.text, answer), without
