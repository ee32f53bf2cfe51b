"""Check: what was written against what it cites. Quotes support themselves; of a model's text the marks are checked."""

from collections.abc import Sequence

from qa.answering.generation.citations import CitedText, with_citations
from qa.answering.generation.refusal import NO_ANSWER, refused
from qa.answering.generation.writer import Written
from qa.answering.quotes import Evidence
from qa.types import Answer


def check(draft: Answer, written: Written, evidence: Sequence[Evidence], seconds: float) -> Answer:
    """The draft with a text whose every mark points at evidence; a model's own refusal is a refusal."""
    if isinstance(written, CitedText):
        return _with(draft, written)
    if not written.finished:
        return _with(draft, with_citations(written.raw, evidence, finished=False))
    draft = draft.model_copy(update={"seconds": draft.seconds.model_copy(update={"write": round(seconds, 4)})})
    if NO_ANSWER.lower() in written.raw.lower() or not written.raw.strip():
        return refused(draft, "the model found no answer in the passages it was given")
    return _with(draft, with_citations(written.raw, evidence))


def _with(draft: Answer, text: CitedText) -> Answer:
    return draft.model_copy(
        update={"text": text.text, "short": text.short, "sentences": text.sentences, "citations": text.citations}
    )
