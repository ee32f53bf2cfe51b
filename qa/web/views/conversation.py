"""A conversation becomes HTML: every word of a person, a document or a model is escaped on its way in."""

import re
from collections.abc import Iterator, Sequence

from qa.answering.generation.writer import EXTRACTIVE
from qa.types import Answer, Citation, PassageRead, ShortSpan
from qa.web.escape import attributes, text
from qa.web.transcript import Exchange
from qa.web.views.export import markdown

WRONG = "Something is wrong with this answer"

_MARKER = re.compile(r"\[(\d+)\]")


def conversation(exchanges: Sequence[Exchange]) -> list[str]:
    """Each exchange as an article."""
    return [_article(number, exchange) for number, exchange in enumerate(exchanges)]


def welcome(suggestions: Sequence[str], documents: int) -> str:
    """What stands where the conversation will be."""
    says = (
        "Ask your documents. Every sentence of an answer carries a footnote that opens at the words it rests on."
        if documents
        else "The library is empty. Add a few documents, then ask them something."
    )
    examples = "".join(f'<li><button type="button" data-ask="{text(s)}">{text(s)}</button></li>' for s in suggestions)
    return (
        f'<section class="welcome"><p>{says}</p>'
        '<p class="resume"><button type="button" data-resume>Continue the last conversation</button></p>'
        f"{f'<h2>For example</h2><ul>{examples}</ul>' if examples else ''}</section>"
    )


def byline(model: str) -> str:
    """Who answers."""
    if model == EXTRACTIVE:
        return "Answers are sentences of your documents, quoted word for word."
    return f"Answers are written by <b>{text(model)}</b> from your documents."


def _article(number: int, exchange: Exchange) -> str:
    answer = exchange.answer
    parts = [f'<h2 class="question" dir="auto">{text(exchange.question)}</h2>']
    if exchange.documents:
        parts.append(f'<p class="aside">Asked of {_listed(exchange.documents)}</p>')
    if answer and answer.standalone != answer.question:
        parts.append(f'<p class="aside">Searched for: <q dir="auto">{text(answer.standalone)}</q></p>')
    if exchange.error:
        parts.append(f'<p class="failure" role="alert">{text(exchange.error)}</p>')
    elif answer and answer.refused:
        parts.append(_refusal(number, exchange.collection, answer))
        if exchange.early:
            parts.append('<p class="aside">Not all documents had been read yet.</p>')
    elif answer and answer.text:
        parts.append(f'<div class="answer" dir="auto">{_sentences(number, answer, exchange.state != "running")}</div>')
        if answer.note:
            parts.append(f'<p class="aside note">{text(answer.note)}</p>')
        parts.append(_sources(f"c-{number}", "Sources", exchange.collection, answer.citations))
    if exchange.state == "running":
        doing = "Searching" if answer is None else "Writing" if answer.text else "Reading"
        parts.append(f'<p class="pending">{doing}</p>')
    if exchange.state == "stopped":
        parts.append('<p class="aside stopped">Stopped before it was finished.</p>')
    export = ""
    if exchange.state == "done" and answer and not exchange.error:
        parts.append(_colophon(answer))
        export = attributes({"markdown": markdown(answer)})
    return f'<article class="exchange {exchange.state}"{export}>{"".join(parts)}</article>'


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"<bdi>{text(name)}</bdi>" for name in names)


def _sentences(number: int, answer: Answer, ended: bool) -> str:
    """The answer's text, each sentence with its footnotes and, once it has ended, with whether it was checked."""
    out, at = [], 0
    for sentence in sorted(answer.sentences, key=lambda sentence: sentence.start):
        if sentence.start < at:  # overlapping sentences would say their words twice
            continue
        out.append(_footnoted(number, answer, answer.text[at : sentence.start]))
        words = _emphasised(number, answer, sentence.start, sentence.end, sentence.short)
        out.append(_judged(words, sentence.supported) if ended else words)
        at = sentence.end
    out.append(_footnoted(number, answer, answer.text[at:]))
    return "".join(out)


def _emphasised(number: int, answer: Answer, start: int, end: int, short: ShortSpan | None) -> str:
    """A stretch of the answer's text with the short answer in bold, if that lies within it."""
    if short is None or not start <= short.start < short.end <= end:
        return _footnoted(number, answer, answer.text[start:end])
    before, bold, after = answer.text[start : short.start], answer.text[short.start : short.end], short.end
    return (
        f"{_footnoted(number, answer, before)}<b>{text(bold)}</b>{_footnoted(number, answer, answer.text[after:end])}"
    )


def _judged(words: str, supported: bool | None) -> str:
    """A sentence with what is known of its support, where that is worth a word."""
    if supported is None:
        return f'{words} <small class="unchecked">not checked</small>'
    if not supported:
        return f'<span class="unsupported">{words} <small>not supported by its source</small></span>'
    return words


def _footnoted(number: int, answer: Answer, words: str) -> str:
    """The words with each [n] that is a citation as a link to it."""
    cited = {citation.number: citation for citation in answer.citations}

    def pieces() -> Iterator[str]:
        at = 0
        for marker in _MARKER.finditer(words):
            if citation := cited.get(int(marker[1])):
                yield _spaced(words[at : marker.start()])
                label = text(f"Source {citation.number}: {_place(citation)}")
                yield f'<a class="cite" href="#c-{number}-{citation.number}" aria-label="{label}">{marker[0]}</a>'
                at = marker.end()
        yield _spaced(words[at:])

    return "".join(pieces())


def _spaced(words: str) -> str:
    """The words, with less than a line between paragraphs."""
    return text(words).replace("\n\n", '<span class="gap">\n\n</span>')


def _place(source: Citation | PassageRead) -> str:
    """Where a source stands, in words."""
    page = f"page {source.page}" if source.page else ""
    return ", ".join(part for part in (source.document, page, source.heading) if part)


def _sources(prefix: str, title: str, collection: str, sources: Sequence[Citation | PassageRead]) -> str:
    if not sources:
        return ""
    items = "".join(_source(prefix, n, collection, source) for n, source in enumerate(sources, 1))
    return f'<h3>{title}</h3><ol class="sources">{items}</ol>'


def _source(prefix: str, position: int, collection: str, source: Citation | PassageRead) -> str:
    number = source.number if isinstance(source, Citation) else position
    quote = _quote(source) if isinstance(source, Citation) else text(source.text)
    where = attributes(
        {
            "collection": collection,
            "document": source.document,
            "start": source.start,
            "end": source.end,
            "page": source.page or "",
        }
    )
    page = f"page {source.page}" if source.page else ""
    rest = "".join(f", <bdi>{text(part)}</bdi>" for part in (page, source.heading) if part)
    shown = str(number) if isinstance(source, Citation) else "\N{SECTION SIGN}"
    return (
        f'<li class="cited" id="{prefix}-{number}"{where}>'
        f'<a class="place" href="#{prefix}-{number}"><span class="number">{shown}</span> '
        f"<b><bdi>{text(source.document)}</bdi></b>{rest}</a>"
        f'<blockquote dir="auto">{quote}</blockquote></li>'
    )


def _quote(citation: Citation) -> str:
    """The quote with the short answer in bold: its characters stay what they are, the viewer looks for them."""
    quote, short = citation.quote, citation.short
    if short is None or not citation.start <= short.start < short.end <= citation.end:
        return text(quote)
    start, end = short.start - citation.start, short.end - citation.start
    return f"{text(quote[:start])}<b>{text(quote[start:end])}</b>{text(quote[end:])}"


def _refusal(number: int, collection: str, answer: Answer) -> str:
    reason = answer.reason or ""
    reason = f'<p class="reason" dir="auto">{text(reason[:1].upper() + reason[1:])}.</p>' if reason else ""
    nearest = _sources(f"p-{number}", "Closest passages", collection, answer.passages)
    return f'<div class="refusal"><p class="verdict">{text(answer.text)}</p>{reason}</div>{nearest}'


def _colophon(answer: Answer) -> str:
    """Who answered, in what time, and how to take the answer along."""
    seconds = answer.seconds.search + answer.seconds.read + answer.seconds.write
    sure = f", {answer.how_sure}" if answer.how_sure else ""
    how = "Quoted from your documents" if answer.model == EXTRACTIVE else f"Written by {text(answer.model)}"
    return (
        f'<footer class="colophon"><span>{"Nothing found" if answer.refused else how} in {seconds:.2f} s{sure}</span>'
        '<div><button type="button" data-copy>Copy</button> <button type="button" data-download>Download</button> '
        f'<button type="button" class="wrong" data-wrong aria-expanded="false" title="{WRONG}" aria-label="{WRONG}">'
        "</button></div>"
        "</footer>"
    )
