"""What came of one case: its answer, every figure of it, and where it was lost if it was."""

from pydantic import Field

from qa.types import Answer, Value


class GoldPlace(Value):
    """Evidence as found in the library: `text == library.text(document)[start:end]`."""

    document: str
    start: int
    end: int
    text: str


class Usage(Value):
    """Tokens that a language model was paid for."""

    read: int = 0
    written: int = 0


class Outcome(Value):
    """What came of one case."""

    id: str
    question: str
    fingerprint: str
    """Of the case, so that two runs are known to be about the same."""
    cluster: str
    answerable: bool
    answers: tuple[str, ...] = ()
    gold: tuple[GoldPlace, ...] = ()
    answer: Answer | None = None
    error: str | None = None
    """Why it could not be measured; it counts as the worst."""
    values: dict[str, float] = Field(default_factory=dict)
    """Each metric that applies to the case, by name."""
    right: bool = False
    """Refused if it has no answer; else answered, from the evidence, in the right words, as far as these are known."""
    right_if_answered: bool = False
    """Whether it would have been right had nothing been refused."""
    lost: str | None = None
    """The stage at which a wrong case was lost."""
    verdict: bool | None = None
    """A language model's judgement of the answer, where one was asked for."""
    usage: Usage = Usage()
    seconds: float = 0.0
