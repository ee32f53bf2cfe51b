import pytest

from qa.answering.conversation.combined import combined
from qa.answering.conversation.parts import parts
from qa.types import Answer, Citation, Sentence, ShortSpan


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Who has the lamp, and when is the fair?", ("Who has the lamp?", "When is the fair?")),
     ("What is the toll and when is it due?", ("What is the toll?", "When is it due?")),
     ("What is the toll, who collects it, and when does the gate close?",
      ("What is the toll?", "Who collects it?", "When does the gate close?")),
     ("Who mends the nets and since when?", ("Who mends the nets?", "Since when?")),
     ("Is there a crane? And who drives it?", ("Is there a crane?", "Who drives it?")),
     ("How does the pump start and what stops it?", ("How does the pump start?", "What stops it?"))],
)  # fmt: skip
def test_a_question_is_cut_where_another_begins(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    ["When does the yard open and close?", "When and where was the quay built?", "What are the rules and regulations?",
     "What happens when it rains and where water collects?", "Is the slip open in winter or is it closed?",
     "Which man, who drives the crane, was born in Utne?", "Who went to Loen and was trained there?",
     "Which side is red and which is green?", "I lost my key. What should I do?"],
)  # fmt: skip
def test_one_question_stays_one(question: str) -> None:
    assert parts(question) == (question,)


def found(question: str, quote: str, short: str) -> Answer:
    source = Citation(number=1, document="d", title="", page=None, heading="", start=0, end=len(quote), quote=quote,
                      passage_id=question, score=1)  # fmt: skip
    start = quote.index(short)
    said = Sentence(start=0, end=len(quote) + 4, citations=(1,), supported=True,
                    short=ShortSpan(start=start, end=start + len(short)))  # fmt: skip
    return Answer(question=question, standalone=question, text=f"{quote} [1]", short=short, citations=(source,),
                  sentences=(said,), confidence=0.8)  # fmt: skip


def test_parts_are_answered_under_their_questions_and_citations_counted_on() -> None:
    answers = [found(f"Q{n}?", f"Lamp [1] of quay {n} is red.", f"quay {n}") for n in range(11)]
    whole = combined("all", answers)
    assert [citation.number for citation in whole.citations] == list(range(1, 12))
    for number, (answer, sentence, part) in enumerate(zip(answers, whole.sentences, whole.parts, strict=True), 1):
        assert sentence.citations == (number,) and sentence.short
        assert whole.text[sentence.short.start : sentence.short.end] == answer.short
        assert whole.text[sentence.start : sentence.end].endswith(f"[{number}]")
        assert whole.text[part.start : part.end].startswith(answer.question)
    assert "".join(segment.text for segment in whole.segments()) == whole.text


def test_the_part_that_was_not_found_is_named() -> None:
    missing = Answer(
        question="Why?", standalone="Why?", text="No.", verdict="not found", reason="nothing", confidence=0.1
    )
    whole = combined("both", [found("Who?", "The pilot.", "pilot"), missing])
    assert whole.verdict == "answered" and not whole.refused and whole.confidence == 0.8
    assert [part.verdict for part in whole.parts] == ["answered", "not found"] and whole.parts[1].reason == "nothing"
    assert whole.text.endswith("Why?\nNo.")
    neither = combined("both", [missing, missing])
    assert neither.refused and neither.reason == "Why? nothing; Why? nothing" and not neither.parts
