"""Groups out of nothing but the texts: changed questions, traps, sentences as questions, tables."""

from collections.abc import Iterator

from training.data import Question
from training.groups import Candidate, Group
from training.library import DEEPEST, searched
from training.material import Material
from training.questions import ASKING, opposed, styled, swapped
from vectorstore.text.analysis import analyse, content_terms

HEADERS = ("Item | Value", "Topic | Answer", "Name | Detail", "What | Value", "Field | Entry")


def changed(material: Material, question: Question, place: int) -> Group | None:
    """The question changed so that its own passage answers it no more."""
    passage = material.library.passages[place]
    read = f"{passage.context}\n{passage.text}"
    title = material.reading.paragraphs[question.paragraph].title.lower()
    if title and title in question.text and material.reading.name == "nq":
        other = material.dice.choice(material.reading.paragraphs).title.lower()
        text = None if other in read.lower() else question.text.replace(title, other)
    elif material.dice.random() < 0.35:
        text = opposed(question.text, material.dice)
    else:
        near = material.near[material.reading.paragraphs[question.paragraph].document]
        text = swapped(question.text, near, material.names, read, material.dice)
    if not text or text == question.text:
        return None
    shown = Candidate(passage.text, material.context(passage), None)
    return Group(styled(text, material.dice, whole=True), (shown,), -1, "changed")


def traps(material: Material, question: Question) -> Iterator[Group]:
    """A question without an answer beside what looks like one, as asked and as typed."""
    part = material.reading.paragraphs[question.paragraph]
    terms = set(content_terms(question.text))
    best = max(part.sentences, key=lambda s: len(terms & set(analyse(part.text[s[0] : s[1]]))))
    place = material.place(question, question.near or best)
    whole = Candidate(part.text, part.title, None)
    if place is not None and len(whole.text) > 800:
        whole = Candidate(material.library.passages[place].text, part.title, None)
    yield Group(question.text, (whole,), -1, "trap")
    if place is not None:
        passage = material.library.passages[place]
        context = material.context(passage)
        yield Group(styled(question.text, material.dice, True), (Candidate(passage.text, context, None),), -1, "trap")


def clozes(material: Material, count: int) -> Iterator[Group]:
    """Sentences as questions: which passage was this taken from?"""
    fit = [i for i, p in enumerate(material.library.passages) if len(p.sentences) > 2]
    asked = []
    for i in material.dice.sample(fit, min(count, len(fit))):
        passage = material.library.passages[i]
        span = material.dice.choice(passage.sentences)
        sentence = passage.text[span.start - passage.start : span.end - passage.start]
        words = sentence.split()
        kept = [word for word in words if material.dice.random() < 0.75]
        if 7 < len(words) < 36:
            text = passage.text.replace(sentence, "").strip()
            asked.append((i, styled(" ".join(kept), material.dice), text))
    found = searched(material.library, [question for _, question, _ in asked], material.embedder, material.kept)
    for (i, question, text), scores in zip(asked, found, strict=True):
        passage = material.library.passages[i]
        fused = scores.get(i, min(scores.values(), default=0.0))
        shown = text if material.dice.random() < 0.7 else passage.text
        ranked = [j for j in list(scores)[:DEEPEST] if j != i]
        picked = material.dice.sample(ranked, min(3, len(ranked)))
        others = [Candidate(material.library.passages[j].text, "", None, scores[j]) for j in picked]
        yield Group(question, (Candidate(shown, "", None, fused if shown != text else 0.0), *others), 0, "cloze")


def table(material: Material, question: Question) -> Group | None:
    """Facts of one document as rows under a header, with and without the row that answers."""
    own = material.reading.paragraphs[question.paragraph]
    others = [q for q in material.asked[own.document] if q.answers and q.text != question.text]
    if len(others) < 3 or material.reading.name == "policyqa":
        return None
    rows: list[tuple[str, str, bool]] = []
    for asked in [question, *material.dice.sample(others, min(len(others), material.dice.randint(3, 8)))]:
        start, end = asked.answers[0]
        key = " ".join(w for w in asked.text.rstrip("?. ").split() if w.lower().strip(",'\"") not in ASKING)
        if end - start > 60 or len(key) < 4:
            if asked is question:
                return None
            continue
        rows.append((key, material.reading.paragraphs[asked.paragraph].text[start:end], asked is question))
    material.dice.shuffle(rows)
    context, text, answer = f"{own.title or 'Table'}\n{material.dice.choice(HEADERS)}", "", None
    for key, value, gold in rows:
        text += f"\n{key} | " if text else f"{key} | "
        answer = (len(text), len(text) + len(value)) if gold else answer
        text += value
    without = "\n".join(f"{key} | {value}" for key, value, gold in rows if not gold)
    found = (Candidate(text, context, answer), *([Candidate(without, context, None)] if without else []))
    return Group(styled(question.text, material.dice), found, 0, "table")
