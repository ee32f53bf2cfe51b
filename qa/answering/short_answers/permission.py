"""Yes or no to whether something is allowed, where a sentence says so of the same thing without any condition."""

import regex

from qa.answering.short_answers.yes_no import HEDGES, without_contractions
from vectorstore.text.analysis import STOP_WORDS, analyse, words

_ALLOWED = frozenset(analyse("allowed permitted admitted welcome accepted authorised authorized"))
_FORBIDDEN = frozenset(analyse("forbidden prohibited banned barred"))
_PREDICATE = regex.compile(
    r"\b(?:is|are|be)\s+(?P<not>not\s+|never\s+)?(?:\w+ly\s+)?"
    r"(?P<said>allowed|permitted|admitted|welcome|accepted|authori[sz]ed|forbidden|prohibited|banned|barred)\b",
    regex.IGNORECASE,
)
# Words of a question that say who asks, or what is done with a thing that may be brought.
_ASKING = frozenset(analyse("bring take come go enter visit get permission okay ok"))


def permission(question: str, sentence: str, around: str) -> bool | None:
    """True where a sentence allows what a question asks for, False where it forbids it, None where it is not told.

    `around` is the title and the heading that the sentence stands under. Every word of the question has to stand in
    one of them, and the sentence may not be about more than the question is.
    """
    said = _PREDICATE.search(without_contractions(sentence))
    asked = {term for word in words(question) if word not in STOP_WORDS for term in analyse(word)}
    if said is None or not asked & (_ALLOWED | _FORBIDDEN) or HEDGES & set(words(sentence)) - {"not", "never"}:
        return None
    topic = asked - _ALLOWED - _FORBIDDEN - _ASKING
    spoken = {term for word in words(sentence) if word not in STOP_WORDS for term in analyse(word)}
    spoken -= _ALLOWED | _FORBIDDEN
    place = set(analyse(around))
    if not topic & spoken or not topic <= spoken | place or not spoken <= topic | place:
        return None
    is_allowed = (analyse(said["said"])[0] in _ALLOWED) != bool(said["not"])
    return is_allowed != bool(asked & _FORBIDDEN)
