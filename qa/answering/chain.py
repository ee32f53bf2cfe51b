"""The whole turn as one Runnable: search → evidence → write → check. It yields growing answers, the last complete."""

import time
from collections.abc import Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import Runnable, chain

from qa.answering import question_type
from qa.answering.citations import CitedText, quoted, written
from qa.answering.condense import standalone
from qa.answering.evidence import read
from qa.answering.quotes import Evidence
from qa.answering.short_answer import short
from qa.errors import ModelFailed
from qa.prompts import render
from qa.types import Answer, PassageRead, Seconds, Turn, Value
from vectorstore import Hit, Library

NO_ANSWER = "Your documents do not say."
NO_PASSAGE = "Passages of your documents do not answer this."
PASSAGES = 8  # read for one answer
EXTRACTIVE = "extractive"


class Question(Value):
    """What is asked, after what was said before, of which documents."""

    text: str
    history: tuple[Turn, ...] = ()
    collection: str = "default"
    documents: tuple[str, ...] | None = None


def turn(library: Library, model: BaseChatModel | None = None, name: str = EXTRACTIVE) -> Runnable[Question, Answer]:
    """The chain over a library; with a language model the evidence is written up, without one it is quoted."""

    @chain
    def answer(question: Question) -> Iterator[Answer]:
        began = time.perf_counter()
        full = standalone(question.text, question.history, model)
        kind = question_type.question_type(full)
        hits = library.search(full, PASSAGES, question.collection, question.documents)
        searched = time.perf_counter()
        draft = Answer(
            question=question.text,
            standalone=full,
            passages=tuple(_read(hit) for hit in hits),
            model=name,
            seconds=Seconds(search=round(searched - began, 4)),
        )
        yield draft
        found = read(full, hits, library)
        done = time.perf_counter()
        seconds = Seconds(search=round(searched - began, 4), read=round(done - searched, 4))
        draft = draft.model_copy(update={"seconds": seconds, "confidence": round(found.confidence, 4)})
        if not found.answers:
            said = NO_PASSAGE if kind in question_type.REASONS and hits else NO_ANSWER
            yield _refusal(draft, _reason(library, full, kind, question, hits), said)
            return
        draft = draft.model_copy(update={"note": question_type.NOTES.get(kind)})
        if model is None:
            yield _with(draft, quoted(found.evidence, short(full, kind, found.evidence)))
        else:
            yield from _write(draft, model, found.evidence, done)

    return answer


def _write(draft: Answer, model: BaseChatModel, evidence: Sequence[Evidence], began: float) -> Iterator[Answer]:
    """The model's answer as it grows; its own refusal is a refusal."""
    excerpts = "\n\n".join(f"[{n}] {piece.hit.title}: {piece.quote}" for n, piece in enumerate(evidence, 1))
    prompt = render("answer", question=draft.standalone, excerpts=excerpts, no_answer=NO_ANSWER, fence="~~~")
    raw = ""
    try:
        for piece in (model | StrOutputParser()).stream(prompt):
            raw += piece
            yield _with(draft, written(raw, evidence, finished=False))
    except Exception as error:  # each provider raises its own kinds
        raise ModelFailed(f"the model {draft.model} did not answer: {error}") from error
    seconds = draft.seconds.model_copy(update={"write": round(time.perf_counter() - began, 4)})
    draft = draft.model_copy(update={"seconds": seconds})
    if NO_ANSWER.lower() in raw.lower() or not raw.strip():
        yield _refusal(draft, "the model found no answer in the passages it was given")
    else:
        yield _with(draft, written(raw, evidence))


def _with(draft: Answer, cited: CitedText) -> Answer:
    said = {"text": cited.text, "short": cited.short, "sentences": cited.sentences, "citations": cited.citations}
    return draft.model_copy(update=said)


def _refusal(draft: Answer, reason: str, said: str = NO_ANSWER) -> Answer:
    return draft.model_copy(update={"text": said, "refused": True, "reason": reason, "note": None})


def _reason(
    library: Library, full: str, kind: question_type.QuestionType, question: Question, hits: tuple[Hit, ...]
) -> str:
    if not hits:
        return f"there are no documents in the collection {question.collection!r} yet"
    missing = library.unknown_words(full, question.collection)
    if kind in question_type.REASONS:
        missing = tuple(word for word in missing if word not in question_type.ASKING)
    if missing and kind != "whole document":
        return f"no document mentions {', '.join(missing)}"
    if kind in question_type.REASONS:
        return question_type.REASONS[kind]
    return "no sentence in the passages found answers the question"


def _read(hit: Hit) -> PassageRead:
    passage = hit.passage
    return PassageRead(
        passage_id=passage.passage_id,
        document=hit.source,
        title=hit.title,
        page=passage.page,
        heading=passage.heading,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=round(hit.score, 4),
    )
