"""The answers to the parts of a question as one: each under its part, citations numbered through."""

from collections.abc import Callable, Sequence

from qa.answering.generation.refusal import NO_ANSWER
from qa.types import MARKER, MAY_ANSWER, Answer, AnswerPart, Citation, Seconds, Sentence, ShortSpan, Verdict


def combined(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer of several; it is found as far as its best part is, and says of each part how far that is."""
    text = ""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    parts: list[AnswerPart] = []
    for answer in answers:
        text += "\n\n" if text else ""
        start, before = len(text), len(citations)
        text += f"{answer.standalone}{f' {MAY_ANSWER}:' if answer.verdict == 'uncertain' else ''}\n"
        words, place = _renumbered(answer, before)
        sentences += [_moved(sentence, before, len(text), place) for sentence in answer.sentences]
        citations += [one.model_copy(update={"number": one.number + before}) for one in answer.citations]
        text += words
        parts.append(
            AnswerPart(
                question=answer.standalone, verdict=answer.verdict, reason=answer.reason, start=start, end=len(text)
            )
        )
    verdict = _verdict(answers)
    sure = [a.confidence for a in answers if a.verdict == verdict and a.confidence is not None]
    reasons = [f"{answer.standalone} {answer.reason}" for answer in answers if answer.reason]
    return Answer(
        question=question,
        standalone=" ".join(answer.standalone for answer in answers),
        text=NO_ANSWER if verdict == "not found" else text,
        note=" ".join(dict.fromkeys(answer.note for answer in answers if answer.note)) or None,
        searched=" ".join(dict.fromkeys(answer.searched for answer in answers if answer.searched)) or None,
        verdict=verdict,
        reason="; ".join(reasons) if verdict == "not found" else None,
        confidence=min(sure, default=None),
        sentences=tuple(sentences),
        citations=tuple(citations),
        passages=tuple({passage.passage_id: passage for answer in answers for passage in answer.passages}.values()),
        parts=() if verdict == "not found" else tuple(parts),
        model=answers[0].model,
        seconds=Seconds(
            search=round(sum(answer.seconds.search for answer in answers), 4),
            read=round(sum(answer.seconds.read for answer in answers), 4),
            write=round(sum(answer.seconds.write for answer in answers), 4),
        ),
    )


def _verdict(answers: Sequence[Answer]) -> Verdict:
    """The best verdict of a part."""
    verdicts: tuple[Verdict, ...] = ("answered", "uncertain", "not found")
    return next(verdict for verdict in verdicts if any(answer.verdict == verdict for answer in answers))


def _renumbered(answer: Answer, by: int) -> tuple[str, Callable[[int], int]]:
    """The text of a part with its footnote marks counted on, and where each of its characters is then."""
    known = {citation.number for citation in answer.citations}
    text, moves, at = "", [(0, 0)], 0
    for mark in MARKER.finditer(answer.text):
        if int(mark[1]) in known:
            text += answer.text[at : mark.start()] + f"[{int(mark[1]) + by}]"
            at = mark.end()
            moves.append((at, len(text) - at))
    return text + answer.text[at:], lambda place: place + next(by for start, by in reversed(moves) if place >= start)


def _moved(sentence: Sentence, by: int, offset: int, place: Callable[[int], int]) -> Sentence:
    short = sentence.short and ShortSpan(
        start=offset + place(sentence.short.start), end=offset + place(sentence.short.end)
    )
    return sentence.model_copy(
        update={
            "start": offset + place(sentence.start),
            "end": offset + place(sentence.end),
            "citations": tuple(number + by for number in sentence.citations),
            "short": short,
        }
    )
