"""The forms of questions that are computed, as patterns of a whole question; `subject` is what is to be found in them.

They are strict on purpose: what is not said in one of these forms, or narrows its subject by something else, such as
"my unpaid invoices", is left to the passages.
"""

import re
from typing import Literal

Kind = Literal["documents", "count documents", "mentioned", "places", "count places", "every", "catalog", "outline"]

_FILE = r"(?:documents?|docs?|files?|pdfs?)"
_PAPER = (
    rf"(?:{_FILE}|reports?|papers?|articles?|contracts?|invoices?|receipts?|letters?|e-?mails?|notes?|manuals?"
    r"|statements?|reviews?|transcripts?)"
)
_OWN = r"(?:(?:of|all|every|each|any|my|our|your|the|these|those|this)\s)*"
_PLAIN = r"(?:(?:uploaded|indexed|added|stored|different|single)\s)?"
_DOCUMENTS = rf"{_OWN}{_PLAIN}{_PAPER}"
_FILES = rf"{_OWN}{_PLAIN}{_FILE}"
_HAVE = (
    r"(?: (?:are there|is there|(?:do|did|can) (?:you|i|we) (?:have|know|see|hold|upload|add)|have (?:you|i|we)"
    r"(?: (?:got|uploaded|added|indexed))?|(?:are|were|is) (?:in|inside) (?:here|there|it|(?:the|this|my|our) \w+)"
    r"|(?:are|were|have been) (?:uploaded|added|indexed|stored|loaded|available)|exist))"
)
_NOT = r"(?:(?P<not>(?:do|does|did)(?: not|n['’]t)(?: ever)?|never) )?"
_VERB = (
    r"(?:mention(?:s|ed|ing)?|contain(?:s|ing)?|nam(?:es?|ing)|cit(?:es?|ing)|uses? (?=the (?:word|term|phrase))"
    r"|discuss(?:es|ing)?|cover(?:s|ing)?|concern(?:s|ing)?|(?:talk|speak)(?:s|ing)? (?:about|of)|deal(?:s|ing)? with"
    r"|refer(?:s|ring)? to|(?:is|are|was|were) (?:about|on)|says? (?:anything|something) (?:about|on)"
    r"|(?:has|have|having) (?:anything|something) (?:about|on)|about|on|regarding|with)"
)
_BE = r"(?:is|are|was|were)"
_DO = r"(?:do|does|did)"
_S = r"(?P<subject>.+?)"
_MENTION = rf"(?:(?:that|which) )?{_NOT}(?:(?:do|does|did|can|actually|also|even|ever|explicitly) )*{_VERB} {_S}"
_WITHIN = r"(?: (?:in|within|inside) (?P<within>.+))?"
_NAMED = r"(?:mentioned|named|cited|referenced|discussed|referred to|spoken of|talked about)"
_SAID = rf"{_BE} {_S} (?:(?:ever|also) )?{_NAMED}"
_SAID_IN = rf"{_BE} {_S} (?:(?:ever|also) )?(?:{_NAMED}|described|found|used)"
_COMES = r"(?:appears?|occurs?|shows? up|comes? up)"
_COMES_UP = rf"{_DO} {_S} {_COMES}"
_STANDS = rf"{_S} (?:{_BE} {_NAMED}|{_COMES}){_WITHIN}"
_GET = r"(?:list|enumerate|name|find|show|give|get|collect|identify|quote)(?: me)?"
_ALL = r"(?:all|every|each|any)(?: of)?(?: the| my| our)?"
_PLACES = (
    rf"(?:{_GET}|i (?:need|want)|(?:what|where) are) {_ALL} (?:places?|mentions?|references?|occurrences?|instances?"
    r"|passages?|sentences?|quotes?|lines?)"
)
_WRITE = r"(?:(?:give|write|make|provide|i (?:need|want))(?: me)? )?(?:(?:an?|the) )?(?:[\w-]+ )?"
_SUMMARY = r"(?:summary|overview|outline|synopsis|gist)"
_POINTS = r"(?:points?|ideas?|topics?|themes?|findings?|takeaways?|conclusions?|arguments?|messages?)"
_ACROSS = (
    rf"(?:in|across|from|over|of|throughout|among|within) (?:(?:all|any|each|every|one|some) )?(?:of )?"
    rf"(?:(?:my|our|your|the|these|those) )?(?:{_PAPER}|library|collection)"
)
_ANYWHERE = (
    rf"(?:(?:anywhere|somewhere|at all)(?: {_ACROSS})?|{_ACROSS}|in (?P<within>(?:the|my|our) .+|\S+\.\w{{2,4}}))"
)
_MAINLY = r"(?:(?:all|actually|really|mainly|mostly) )?"
_SAY = r"(?:say|contain|discuss|cover|talk about|deal with)"
# "What does it contain?" is rather about a thing.
_NO_PRONOUN = rf"(?!(?:it|they|he|she|we|you|i)\b|(?:this|that|these|those) {_SAY})"

_FORMS: tuple[tuple[Kind, str], ...] = (
    ("catalog", rf"how many {_FILES}{_HAVE}?"),
    ("catalog", rf"(?:what is )?(?:the )?number of {_FILES}"),
    ("catalog", rf"(?:which|what) {_FILES}{_HAVE}"),
    ("catalog", rf"(?:what are|{_GET}) {_FILES}(?: (?:that )?(?:you|i|we) have)?"),
    ("catalog", r"what(?:['’]s| is) in (?:the|this|my|our) (?:library|collection|folder|store)"),
    ("count places", rf"how (?:often|many times) {_SAID}{_WITHIN}"),
    ("count places", rf"how (?:often|many times) {_COMES_UP} {_ANYWHERE}"),
    ("count places", rf"how (?:often|many times) {_DO} {_DOCUMENTS} mention {_S}"),
    ("count places", rf"how many (?:mentions|occurrences|references) (?:of|to) {_S}(?: are there)?"),
    ("count places", rf"(?:count|what is) (?:all )?(?:the )?(?:number of )?(?:mentions|occurrences) of {_S}"),
    ("count documents", rf"how many {_DOCUMENTS}{_HAVE}? {_MENTION}"),
    ("count documents", rf"(?:count|(?:what is )?the number of) {_DOCUMENTS} {_MENTION}"),
    ("count documents", rf"in how many {_DOCUMENTS} (?:{_SAID_IN}|{_COMES_UP.replace('subject', 'other')})"),
    ("documents", rf"(?:which|what) {_DOCUMENTS}{_HAVE}? {_MENTION}"),
    ("documents", rf"(?:in )?(?:which|what) {_DOCUMENTS} {_SAID_IN}(?: in)?"),
    ("documents", rf"(?:in )?(?:which|what) {_DOCUMENTS} {_COMES_UP}(?: in)?"),
    ("documents", rf"{_GET} {_DOCUMENTS} {_MENTION}"),
    ("documents", rf"{_GET} {_DOCUMENTS} (?:where|in which) {_STANDS}"),
    ("mentioned", rf"{_BE} there (?:any |an? |some )?{_DOCUMENTS} {_MENTION}"),
    ("mentioned", rf"{_DO} (?:any|one|some|my|our|these|those)(?: {_OWN})? ?{_PAPER} (?:ever )?{_VERB} {_S}"),
    ("mentioned", rf"{_BE} there (?:any |an? )?(?:mentions?|occurrences?|references?) (?:of|to) {_S}"),
    ("mentioned", rf"(?:{_BE} there|{_DO} (?:i|we|you) have) (?:any|some)thing(?: {_ACROSS})? (?:about|on) {_S}"),
    ("mentioned", rf"{_SAID} {_ANYWHERE}"),
    ("mentioned", rf"{_COMES_UP} {_ANYWHERE}"),
    ("places", rf"{_PLACES} (?:where|in which) {_STANDS}"),
    ("places", rf"{_PLACES} (?:of|to|where) {_S}"),
    ("places", rf"{_PLACES} {_MENTION}"),
    ("places", rf"where {_SAID}{_WITHIN}"),
    ("places", rf"where {_COMES_UP} {_ANYWHERE}"),
    ("places", rf"(?:{_GET}|i (?:need|want)) everything (?:about|on|mentioning) {_S}"),
    ("outline", rf"(?:summari[sz]e|sum up|outline) {_S}"),
    ("outline", rf"{_WRITE}{_SUMMARY} (?:of|for) {_S}"),
    ("outline", rf"(?:summari[sz]e|sum up|tl;?dr|{_WRITE}{_SUMMARY})(?P<subject>)"),
    ("outline", rf"what(?:['’]s| {_BE}) {_S} {_MAINLY}about"),
    ("outline", rf"what {_S} {_BE} {_MAINLY}about"),
    ("outline", rf"what {_DO} {_NO_PRONOUN}{_S} {_SAY}"),
    ("outline", rf"(?:what {_BE} )?(?:the )?(?:main|key|central|most important) {_POINTS} (?:of|in|from) {_S}"),
    ("outline", rf"(?:describe|explain) (?P<subject>(?:this|the|my) {_PAPER})"),
    ("every", rf"{_GET} {_ALL} {_S}"),
    ("every", rf"(?:what|which|who) (?:are|were) all (?:the |my |our )?{_S}"),
)
FORMS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _FORMS)
"""In the order in which they are tried."""

TAIL = re.compile(
    rf"(?:,? (?:please|thanks|thank you|exactly|altogether|overall|in total|anywhere|somewhere|at all|{_ACROSS}))+$",
    re.IGNORECASE,
)
"""What may follow a question without another meaning, for all documents are looked through."""

LITERALLY = re.compile(
    r"\b(?:mention|contain|names?|naming|cit(?:e|es|ed|ing)|appear|occur|comes? up|shows? up|reference|found|named"
    r"|words?|terms?|phrases?)",
    re.IGNORECASE,
)
"""The words that ask for a mention; "about" may be said in other words."""
