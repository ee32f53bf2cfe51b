"""Yes or no: whether a sentence repeats a question as a statement, the one case in which the answer is certain."""

import regex

from vectorstore.text.analysis import words

_TO_BE_AND_MODAL = frozenset("is are was were can could may must has have had will would should shall".split())
_ARTICLES = frozenset("a an the".split())
_NOT = frozenset("not never".split())
# Who or what is meant by these, one sentence alone does not say.
_PRONOUNS = frozenset("i you he she it we they this that these those".split())
# What may follow the statement and leave it as it is.
_GOES_ON = frozenset("and since because so".split())
# What may take back, narrow or leave open what a sentence says.
HEDGES = frozenset(
    """although apart assuming but could depending during except hardly however if instead may maybe might never no nor
    not only once or otherwise ought perhaps possibly probably provided rather should subject though unless until when
    whether while without would yet""".split()
)
_BARE = regex.compile(r"\s*(yes|no)\s*[.,;:!–—-]", regex.IGNORECASE)
_CONTRACTED = ((regex.compile(r"\bcan(?:['’]t|not)\b", regex.I), "can not"),
               (regex.compile(r"\bwon['’]t\b", regex.I), "will not"),
               (regex.compile(r"n['’]t\b", regex.I), " not"))  # fmt: skip


def yes_or_no(question: str, sentence: str) -> bool | None:
    """True where the sentence says yes to the question, False where it says no, None where that cannot be told."""
    asked, said = _words(question), _words(sentence)
    if len(asked) < 3 or asked[1] in _PRONOUNS or _NOT & set(asked) or sentence.rstrip().endswith("?"):
        return None
    for at in range(2, len(asked)):
        for statement, verdict in _statements(asked, at):
            rest = said[len(statement) :]
            if said[: len(statement)] == statement and (
                not rest or (rest[0] in _GOES_ON and not HEDGES & set(rest) and verdict)
            ):
                return verdict
    return None


def yes_or_no_under_heading(question: str, heading: str, text: str) -> bool | None:
    """The same where a document asks the very question in its heading and begins its answer with yes or no."""
    bare = _BARE.match(text)
    if not bare or not heading.rstrip().endswith("?") or _words(question) != _words(heading):
        return None
    first = regex.split(r"(?<=[.!?;])\s", text, maxsplit=1)[0]
    return None if HEDGES & set(_words(first[bare.end() :])) else bare[1].casefold() == "yes"


def _statements(asked: list[str], at: int) -> list[tuple[list[str], bool]]:
    """The question's words as statements whose subject ends at a word, and what each says to it."""
    verb, subject, rest = asked[0], asked[1:at], asked[at:]
    if verb in _TO_BE_AND_MODAL:
        return [([*subject, verb, *rest], True), *(([*subject, verb, no, *rest], False) for no in sorted(_NOT))]
    if verb not in ("do", "does", "did"):
        return []
    forms = {"do": {rest[0]}, "does": {rest[0] + "s", rest[0] + "es"}, "did": {rest[0] + "ed", rest[0] + "d"}}[verb]
    said = [([*subject, form, *rest[1:]], True) for form in sorted(forms)]
    return [*said, ([*subject, verb, "not", *rest], False)]


def without_contractions(text: str) -> str:
    """A text in which each contracted "not" stands alone."""
    for contracted, whole in _CONTRACTED:
        text = contracted.sub(whole, text)
    return text


def _words(text: str) -> list[str]:
    """The folded words without articles; a contracted "not" stands alone."""
    return [word for word in words(without_contractions(text)) if word not in _ARTICLES]
