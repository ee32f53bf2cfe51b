"""Results of cases, made for a report: right and wrong ones, a refusal, a failure, and hostile strings."""

from qa.evaluation import CaseResult
from qa.evaluation.runner.case_result import GoldSpan
from qa.evaluation.runner.stages import Stage
from qa.types import Answer, Citation, PassageRead, Seconds, Sentence

TEXT = "The lamp turns once every 12 seconds. It was lit in 1871."  # a document of the cases below

HOSTILE = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "</title></style></script><svg onload=window.hit=1>",
    '" autofocus onfocus=window.hit=1 tabindex=0 x="',
    "' onmouseover='window.hit=1",
    "</h3></summary></details><iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "<a href=javascript:window.hit=1>click</a> <style>*{display:none}</style>",
    "{{ 7 * 7 }} {% raw %} ${window.hit = 1}",
    "\u202egnp.exe\u202c \u2067rtl\u2069",
    "<!-- --!> ]]> <base href=https://evil.example/> <meta http-equiv=refresh content='0;https://evil.example/'>",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "W" * 1_000,
)


def citation(start: int, end: int, document: str = "lamp.md", number: int = 1) -> Citation:
    return Citation(
        number=number,
        document=document,
        title="The lamp",
        page=2,
        heading="Light",
        start=start,
        end=end,
        quote=TEXT[start:end],
        passage_id="p",
        score=0.9,
    )


def answered(number: int, right: bool, confidence: float | None = None) -> CaseResult:
    """Cites characters 4 to 37, of which the evidence holds 9 to 37."""
    question = f"How often does lamp {number} turn?"
    said = "Lamp turns once every 12 seconds. [1]"
    return CaseResult(
        id=f"q{number}",
        question=question,
        fingerprint=str(number),
        cluster=str(number),
        answerable=True,
        answers=("every 12 seconds",),
        gold=(GoldSpan(document="lamp.md", start=9, end=47, text=TEXT[9:47]),),
        answer=Answer(
            question=question,
            standalone=f"{question} The lamp of the lighthouse",
            text=said,
            confidence=confidence,
            sentences=(Sentence(start=0, end=len(said), citations=(1,), supported=right),),
            citations=(citation(4, 37),),
            seconds=Seconds(search=0.01, read=0.1 + number / 1000),
        ),
        values={"right": float(right), "answered": 1.0, "recall@1": float(right), "recall@5": 1.0, "token F1": 0.25},
        right=right,
        right_if_answered=right,
        lost=None if right else Stage.WRITTEN.value,
    )


def refused() -> CaseResult:
    question = "Who painted the lamp?"
    passage = PassageRead(
        passage_id="p", document="lamp.md", title="", page=None, heading="", start=0, end=57, text=TEXT, score=0.1
    )
    return answered(90, False).model_copy(
        update={
            "id": "refusal",
            "question": question,
            "lost": Stage.REFUSED.value,
            "answer": Answer(
                question=question,
                standalone=question,
                text="Your documents do not say.",
                verdict="not found",
                reason="no document mentions painted",
                passages=(passage, passage.model_copy(update={"document": "other.md"})),
            ),
        }
    )


def failed() -> CaseResult:
    error = "pairs.jsonl, line 9: gone.md is not in the library"
    return answered(91, False).model_copy(
        update={"id": "failure", "question": "Where?", "lost": Stage.NOT_PARSED.value, "answer": None, "error": error}
    )
