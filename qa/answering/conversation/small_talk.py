"""What is no question to the documents, such as thanks or a greeting, gets a word of help: no document is searched."""

import re
from collections.abc import Sequence

from qa.answering.conversation.suggestions import suggestions
from vectorstore import Library
from vectorstore.text.analysis import fold

NAMED = 5  # documents, of those that there are
EXAMPLES = 2  # questions

_GREETING = r"(?:hello|hi|hey|hiya|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|again|all|footnote))*"
_THANKS = (
    r"(?:many thanks|thanks?(?: you)?|thx|cheers|much appreciated)"
    r"(?: (?:a lot|so much|very much|again|for (?:your|the|all|that|this)(?: \w+)?|footnote|that helped|that helps"
    r"|(?:that|it) was (?:very )?helpful))*"
)
_PRAISE = r"(?:ok|okay|great|perfect|good|nice|cool|got it|i see|all right|alright|wonderful|excellent|very helpful)"
_FAREWELL = r"(?:good ?bye|bye|bye bye|see you(?: later| soon)?|good night|farewell)"
_HELP = (
    r"(?:(?:please )?(?:can|could|would|will) you )?(?:please )?help(?: me)?(?: please)?|i need (?:some )?help"
    r"|(?:what|how) can you (?:do|help|help me|answer)(?: for me| with)?|what (?:do|can) you do"
    r"|what (?:can|could|should|may|do) i (?:ask|do)(?: you| here)?"
    r"|what (?:kind of )?questions can (?:i ask|you answer)"
    r"|how (?:do|does) (?:you|this|it) work|how (?:can|do) i use (?:you|this)|who are you|what are you"
)
_KINDS = tuple(
    (re.compile(rf"(?:{pattern})"), reply)
    for pattern, reply in (
        (rf"(?:{_GREETING} )?(?:{_HELP})", "Ask a question: the sentences that answer it are quoted."),
        (rf"(?:{_PRAISE} )*{_THANKS}(?: {_FAREWELL})?", "You are welcome."),
        (_GREETING, "Hello."),
        (_FAREWELL, "Goodbye."),
        (rf"{_PRAISE}(?: {_PRAISE})*", "Good."),
    )
)  # fmt: skip


def small_talk(text: str) -> str | None:
    """The reply to what is wholly small talk; None for a question."""
    said = " ".join(re.findall(r"[\w'’]+", fold(text)))
    return next((reply for pattern, reply in _KINDS if pattern.fullmatch(said)), None)


def help_text(reply: str, library: Library, collection: str, documents: Sequence[str] | None = None) -> str:
    """The reply with what there is to ask: the documents, and an example or two."""
    names = [document.name for document in library.documents(collection) if not documents or document.name in documents]
    if not names:
        return f"{reply} The collection {collection!r} has no documents yet: add some, then ask them something."
    count = "one document" if len(names) == 1 else f"{len(names):,} documents"
    listed = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED:,} more" if len(names) > NAMED else "")
    examples = " Or: ".join(suggestions(library, collection, documents)[:EXAMPLES])
    return f"{reply} You can ask {count}: {listed}." + (f"\n\nFor example: {examples}" if examples else "")
