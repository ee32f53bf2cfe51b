"""The result of one case: the answer, every metric, and the stage at which a wrong case was lost."""

from pydantic import Field

from qa.types import Answer, Value


class GoldSpan(Value):
    """Evidence as located in the library: `text == library.text(document)[start:end]`."""

    document: str
    start: int
    end: int
    text: str


class TokenUsage(Value):
    """The tokens that a language model charged for."""

    read: int = 0
    written: int = 0


class CaseResult(Value):
    """The result of one case. The field names are the keys of run files and checkpoints."""

    id: str
    question: str
    fingerprint: str
    """Of the case; two runs are comparable where the fingerprints are equal."""
    cluster: str
    answerable: bool
    tags: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    gold: tuple[GoldSpan, ...] = ()
    answer: Answer | None = None
    error: str | None = None
    """Why the case could not be measured; it then counts as the worst."""
    values: dict[str, float] = Field(default_factory=dict)
    """Each metric that applies to the case, by name."""
    right: bool = False
    """Not answered if the case has no answer; else the right place is given, as the answer or as what may answer."""
    right_if_answered: bool = False
    """Whether the case would have been right had nothing been refused."""
    lost: str | None = None
    """The stage at which a wrong case was lost."""
    verdict: bool | None = None
    """A language model's judgement of the answer, where one was asked for."""
    usage: TokenUsage = TokenUsage()
    seconds: float = 0.0
