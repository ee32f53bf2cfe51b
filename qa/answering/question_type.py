"""What kind of thing a question asks for, told from its words alone."""

import re
from typing import Literal

QuestionType = Literal[
    "whole document", "every", "count", "yes or no", "when", "who", "where", "which", "how many", "other"
]

NOTES: dict[QuestionType, str] = {
    "whole document": "No document is called so: this is what fits best, and no outline.",
    "every": "What is wanted cannot be found by its words alone: this is what fits best, and there may be more.",
    "count": "What is wanted cannot be counted by its words alone: this is what fits best, and nothing was counted.",
}
"""What a person should know of passages as the answer to a question that asks for more, where nothing was computed."""

REASONS: dict[QuestionType, str] = {
    "whole document": "no document is called so, and no single passage sums it up",
    "every": "what is wanted cannot be found by its words alone, and no single passage lists it",
    "count": "what is wanted cannot be counted by its words alone, and no single passage states it",
}
"""Why such a question is refused."""

POINTED: frozenset[QuestionType] = frozenset({"yes or no", "when", "who", "where", "how many"})
"""They ask for one thing: of a list, the item that says it is enough."""

# Words that say what to do with documents, not what stands in them: that no document has them is no reason.
ASKING = frozenset(
    """answer collect compare contain contains count document documents enumerate file files find folder identify
    library list mention mentioned mentions name occurrence occurrences outline overview passage passages pdf pdfs
    summaries summarise summarize summary tldr""".split()
)

POLITE = re.compile(
    r"^(?:(?:hi|hello|ok|okay|so|and|but|then|also|well|please|thanks|do you know"
    r"|(?:can|could|would|will) you(?=,? (?:please|tell|show|give|list|name|find|count|compare|summar|explain))"
    r"|(?:tell|let) me(?: know)?|i(?: would|['’]d) like to know|i(?: want|need) to know)\b[\s,.!]*)*",
    re.IGNORECASE,
)
"""What is said before a question for the sake of courtesy."""
_FILES = r"(?:documents|files|pdfs)"
_PAPERS = rf"(?:{_FILES}|reports|papers|contracts|invoices|receipts|letters|e-?mails|notes|manuals|statements|reviews)"
_ONE = (
    r"(?:documents?|files?|pdfs?|reports?|papers?|articles?|books?|texts?|notes|collection|library|folder"
    r"|\S+\.[a-z]{2,4})"
)
_OWN = r"(?:(?:my|our|these|those|this|that|the|all|whole|entire|uploaded|attached|of)\s)+"
_SAYS = r"(?:mention|contain|talk|refer|discuss|deal with|speak|are about|say anything)"
_SEVERAL = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
_SIZE = (
    r"(?:many|much|long|far|old|young|tall|high|deep|wide|often|frequently|fast|quickly|slow|big|large|small|heavy"
    r"|early|late|close|near|soon|loud|hot|cold|warm|strong|thick|overdue)"
)
_MEASURE = (
    r"(?:percentage|percent|number|proportion|fraction|share|amount|age|temperature|speed|pressure|price|cost|fee"
    r"|rate|length|height|width|depth|weight|distance|size|capacity|population|duration)"
)
_DATE = r"(?:year|years|date|day|month|century|decade|deadline)"
_AT = r"(?:(?:in|on|at|by|to|from|of|for|with|since|until|over|about|under|during|within)\s)?"
# "When steam cools, what does it become?" asks for no date.
_NO_CLAUSE = r"(?![^,]*,.*\b(?:what|which|who|how)\b)"
_BE = r"(?:['’]s|\s(?:is|are|was|were))"

_KINDS: tuple[tuple[QuestionType, str], ...] = (
    ("whole document", r"^summari[sz]e\b|^sum up\b|^tl;?dr\b"),
    ("whole document", rf"\b(?:summary|overview|outline|synopsis|gist) of {_OWN}(?:\w+\s)?{_ONE}(?:\W|$)"),
    ("whole document", r"^(?:give|write|make|provide|i (?:need|want))\b(?:\sme)?\s(?:an?|the)\s(?:\S+\s)?"
                       r"(?:summary|overview)\b"),
    ("whole document", rf"^what(?:{_BE}|\sdoe?s?) (?:{_OWN}(?:\w+\s)?{_ONE}|\S+\.[a-z]{{2,4}}) (?:all )?"
                       r"(?:about|say|contain|discuss)\W*$"),
    ("whole document", rf"^what{_BE} (?:this|these|those|it|they|everything)(?: all)? about\W*$"),
    ("whole document", r"\b(?:main|key|central|most important) (?:points?|ideas?|topics?|themes?|findings?|takeaways?"
                       rf"|conclusions?|arguments?|messages?) (?:of|in|from) {_OWN}(?:\w+\s)?{_ONE}(?:\W|$)"),
    ("whole document", rf"^(?:describe|explain|outline|translate) {_OWN}(?:\w+\s)?{_ONE}\W*$"),
    ("count", r"^(?:count|tally) (?:all|every|each|the|how|my|our)\b"),
    ("count", rf"\bhow many (?:of )?(?:my|our|these|those|the)\s(?:\w+\s)?{_PAPERS}\b|\bhow many (?:\w+\s)?{_FILES}\b"),
    ("count", rf"\bhow many (?:\w+\s)?{_PAPERS}\b.*\b(?:do (?:i|we) have|have (?:i|we)|are there|{_SAYS})"),
    ("count", r"\bhow (?:many times|often) (?:is|are|was|were|does|do|did)\b.*"
              r"\b(?:mention(?:ed)?|appear|occur|named|cited|referred|come up)\b"),
    ("count", rf"\bnumber of (?:{_FILES}|mentions|occurrences)\b"),
    ("every", rf"^(?:list|enumerate)\b(?!\s(?:and \w+\s)?(?:the\s)?(?:\w+\s)?{_SEVERAL}\b)"),
    ("every", r"^(?:name|give|find|show|get|collect|identify)(?: me)? (?:all|every|each|everything)\b"),
    ("every", r"^(?:what|which|who) (?:are|were) all\b"),
    ("every", r"\b(?:all|every|each)(?: of)?(?: the| my| our)? (?:places?|mentions?|references|occurrences?|instances?"
              r"|passages?) (?:of|to|where|in|that)\b"),
    ("every", rf"\b(?:in|across|from|over) (?:all|every|each)(?: of)?(?: the| my| our)? (?:{_FILES}|document)\b"),
    ("every", rf"\b(?:which|what) (?:of (?:my|our|these|those|the)\s(?:\w+\s)?{_PAPERS}|{_FILES}\s\w+"
              rf"|(?:\w+\s)?{_PAPERS} {_SAYS})\b"),
    ("every", rf"^compare (?:all|every|each|(?:my|our|these|those|the) (?:\w+\s)?{_PAPERS})\b"),
    ("every", r"^where (?:is|are|was|were|does|do)\b.*\b(?:mentioned|appear|occur|come up)\W*$"),
    ("when", rf"^(?:(?:since|until|by|from)\s)?when\b{_NO_CLAUSE}"),
    ("when", rf"^{_AT}(?:what|which) {_DATE}\b|\b(?:in|on|since|by) (?:what|which) {_DATE}\W*$"),
    ("when", rf"^what{_BE} the (?:\w+\s)?{_DATE}\b"),
    ("who", rf"^{_AT}(?:who|whom|whose)\b"),
    ("where", rf"^(?:(?:from|to)\s)?where\b{_NO_CLAUSE}"),
    ("which", rf"^{_AT}which\b"),
    ("how many", rf"^{_AT}how {_SIZE}\b|^{_AT}(?:what|which) {_MEASURE}\b|^what{_BE} the (?:\w+\s)?{_MEASURE}\b"),
    ("yes or no", r"^(?:(?:in|on|at|during|after|before|for)\s[^,]*,\s)?(?:is|are|was|were|do|does|did|can|could|may"
                  r"|must|has|have|had|will|would|should|shall)\s(?!.*\bor\b)"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)


def question_type(question: str) -> QuestionType:
    """What a question asks for; of several sentences the last one that says so decides."""
    for sentence in reversed(re.split(r"(?<=[.?!;:])\s+", " ".join(question.casefold().split()))):
        asked = POLITE.sub("", sentence, count=1)
        for found, pattern in _PATTERNS:
            if pattern.search(asked):
                return found
    return "other"
