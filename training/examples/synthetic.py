"""Synthetic examples: changed questions, unanswerable ones, sentences as questions, tables."""

from collections.abc import Iterator

from training.data.reading_set import Question
from training.data.search import DEEPEST, searched
from training.data.word_lists import QUESTION_WORDS
from training.examples.dataset import Dataset
from training.examples.example import Candidate, Example
from training.examples.rewriting import as_typed, with_opposite, with_other_name
from vectorstore.text.analysis import analyse, content_terms

HEADERS = ("Item | Value", "Topic | Answer", "Name | Detail", "What | Value", "Field | Entry")


def changed_question(dataset: Dataset, question: Question, place: int) -> Example | None:
    """The question changed so that its own passage does not answer it."""
    passage = dataset.passage_set.passages[place]
    read = f"{passage.context}\n{passage.text}"
    title = dataset.reading_set.paragraphs[question.paragraph].title.lower()
    if title and title in question.text and dataset.reading_set.name == "nq":
        other = dataset.rng.choice(dataset.reading_set.paragraphs).title.lower()
        text = None if other in read.lower() else question.text.replace(title, other)
    elif dataset.rng.random() < 0.35:
        text = with_opposite(question.text, dataset.rng)
    else:
        near = dataset.names_of[dataset.reading_set.paragraphs[question.paragraph].document]
        text = with_other_name(question.text, near, dataset.names, read, dataset.rng)
    if not text or text == question.text:
        return None
    shown = Candidate(passage.text, dataset.context(passage), None)
    return Example(as_typed(text, dataset.rng, whole=True), (shown,), -1, "changed")


def unanswerable(dataset: Dataset, question: Question) -> Iterator[Example]:
    """An unanswerable question with the passage of a plausible answer, as asked and as typed."""
    part = dataset.reading_set.paragraphs[question.paragraph]
    terms = set(content_terms(question.text))
    best = max(part.sentences, key=lambda s: len(terms & set(analyse(part.text[s[0] : s[1]]))))
    place = dataset.passage_of(question, question.near or best)
    whole = Candidate(part.text, part.title, None)
    if place is not None and len(whole.text) > 800:
        whole = Candidate(dataset.passage_set.passages[place].text, part.title, None)
    yield Example(question.text, (whole,), -1, "unanswerable")
    if place is not None:
        passage = dataset.passage_set.passages[place]
        context = dataset.context(passage)
        yield Example(
            as_typed(question.text, dataset.rng, True), (Candidate(passage.text, context, None),), -1, "unanswerable"
        )


def inverse_cloze(dataset: Dataset, count: int) -> Iterator[Example]:
    """Sentences as questions, whose passage is to be found (inverse cloze task: Lee et al. 2019)."""
    fit = [i for i, p in enumerate(dataset.passage_set.passages) if len(p.sentences) > 2]
    questions = []
    for i in dataset.rng.sample(fit, min(count, len(fit))):
        passage = dataset.passage_set.passages[i]
        span = dataset.rng.choice(passage.sentences)
        sentence = passage.text[span.start - passage.start : span.end - passage.start]
        words = sentence.split()
        left = [word for word in words if dataset.rng.random() < 0.75]
        if 7 < len(words) < 36:
            text = passage.text.replace(sentence, "").strip()
            questions.append((i, as_typed(" ".join(left), dataset.rng), text))
    found = searched(dataset.passage_set, [question for _, question, _ in questions], dataset.embedder, dataset.cache)
    for (i, question, text), scores in zip(questions, found, strict=True):
        passage = dataset.passage_set.passages[i]
        fused = scores.get(i, min(scores.values(), default=0.0))
        shown = text if dataset.rng.random() < 0.7 else passage.text
        ranked = [j for j in list(scores)[:DEEPEST] if j != i]
        picked = dataset.rng.sample(ranked, min(3, len(ranked)))
        others = [Candidate(dataset.passage_set.passages[j].text, "", None, scores[j]) for j in picked]
        yield Example(
            question, (Candidate(shown, "", None, fused if shown != text else 0.0), *others), 0, "inverse cloze"
        )


def table_example(dataset: Dataset, question: Question) -> Example | None:
    """Facts of one document as rows of a table, with and without the answering row."""
    own = dataset.reading_set.paragraphs[question.paragraph]
    others = [q for q in dataset.questions_of[own.document] if q.answers and q.text != question.text]
    if len(others) < 3 or dataset.reading_set.name == "policyqa":
        return None
    rows: list[tuple[str, str, bool]] = []
    for other in [question, *dataset.rng.sample(others, min(len(others), dataset.rng.randint(3, 8)))]:
        start, end = other.answers[0]
        key = " ".join(w for w in other.text.rstrip("?. ").split() if w.lower().strip(",'\"") not in QUESTION_WORDS)
        if end - start > 60 or len(key) < 4:
            if other is question:
                return None
            continue
        rows.append((key, dataset.reading_set.paragraphs[other.paragraph].text[start:end], other is question))
    dataset.rng.shuffle(rows)
    context, text, answer = f"{own.title or 'Table'}\n{dataset.rng.choice(HEADERS)}", "", None
    for key, value, gold in rows:
        text += f"\n{key} | " if text else f"{key} | "
        answer = (len(text), len(text) + len(value)) if gold else answer
        text += value
    without = "\n".join(f"{key} | {value}" for key, value, gold in rows if not gold)
    found = (Candidate(text, context, answer), *([Candidate(without, context, None)] if without else []))
    return Example(as_typed(question.text, dataset.rng), found, 0, "table")
