"""The page's HTML: a hostile string in any place comes out as text, and says exactly what it was."""

from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError
from markdown_it import MarkdownIt

from qa.jobs.ingest import IngestState
from qa.types import Answer, Citation, PassageRead, Seconds, Sentence, ShortSpan
from qa.web.transcript import Exchange
from qa.web.views import conversation, documents, sources
from qa.web.views.export import markdown
from qa.web.views.rendering import render
from vectorstore import DocumentInfo, FileStatus
from vectorstore.ingest.progress import Progress

OURS = {
    *("article", "section", "div", "p", "h2", "h3", "ol", "ul", "li", "a", "b", "q", "bdi", "span", "small", "footer"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("blockquote", "button", "details", "summary", "input", "label", "progress"),
}


class Seen(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def citation(text: str, number: int = 1) -> Citation:
    return Citation(
        number=number, document=text, title=text, page=1, heading=text, start=0, end=len(text), quote=text,
        passage_id="p", score=1,
    )  # fmt: skip


def answer(text: str, supported: bool | None = True, **more: object) -> Answer:
    said = f"{text} [1]"
    given: dict[str, object] = {
        "question": text, "standalone": f"{text}?", "text": said, "model": text,
        "sentences": (Sentence(start=0, end=len(said), citations=(1,), supported=supported),),
        "citations": (citation(text),), **more,
    }  # fmt: skip
    return Answer.model_validate(given)


def bold(text: str) -> Answer:
    """An answer that is all bold, with a note."""
    short = {"start": 0, "end": len(text)}
    sentence = {"start": 0, "end": len(text) + 4, "citations": (1,), "supported": True, "short": short}
    cited = citation(text).model_dump() | {"short": short}
    return answer(text, short=text, note=text, searched=text, sentences=(sentence,), citations=(cited,))


def tabled(text: str) -> Answer:
    """An answer that is a row of a table."""
    table = {"columns": (text, ""), "rows": ((text, text),), "cell": (0, 1)}
    return answer(text, citations=(citation(text).model_dump() | {"table": table},))


def refusal(text: str) -> Answer:
    return Answer(
        question=text, standalone=text, text=text, verdict="not found", reason=text, passages=(passage(text),)
    )


def passage(text: str) -> PassageRead:
    return PassageRead(
        passage_id="p", document=text, title=text, page=None, heading=text, start=0, end=len(text), text=text, score=1
    )


def exchange(text: str, **more: object) -> Exchange:
    given: dict[str, object] = {
        "question": text, "collection": text, "documents": (text,), "answer": answer(text), "state": "done", **more
    }  # fmt: skip
    return Exchange.model_validate(given)


def document(text: str) -> DocumentInfo:
    return DocumentInfo("id", text, text, text, text, 10, 1, 1, "2026-01-01T00:00:00+00:00", (text,))


def pages(text: str) -> Iterable[str]:
    """Everything the page can show of a text."""
    for supported in (True, False, None):
        yield "".join(conversation.conversation([exchange(text, answer=answer(text, supported))]))
    yield "".join(conversation.conversation([exchange(text, answer=bold(text))]))
    yield "".join(conversation.conversation([exchange(text, answer=tabled(text))]))
    yield "".join(conversation.conversation([exchange(text, answer=refusal(text))]))
    yield "".join(conversation.conversation([exchange(text, error=text)]))
    yield "".join(conversation.conversation([exchange(text, state="running")]))
    yield conversation.welcome([text], 1)
    yield conversation.byline(text)
    yield documents.listing([document(text)], text)
    yield documents.notice([FileStatus(text, "skipped", text), FileStatus(text, "renamed", other=text)])
    yield documents.failure(text)
    skipped = (FileStatus(text, "skipped", text),)
    reading = Progress(1, 2, 10, 20, text, 3.0)
    yield documents.progress(IngestState("reading", text, reading, skipped=skipped), text)
    yield documents.progress(IngestState("reading", text, reading, is_stopping=True))
    yield documents.progress(IngestState("idle", skipped=skipped))
    yield documents.progress(IngestState("idle", error=text))


@pytest.mark.parametrize("verdict", ["answered", "uncertain", "not found"])
def test_a_verdict_stands_under_its_answer_with_what_its_confidence_means(verdict: str) -> None:
    shown = answer("words", verdict=verdict, confidence=0.8749)
    seen = Seen("".join(conversation.conversation([exchange("words", answer=shown)])))
    assert {"details", "summary"} <= set(seen.tags) and verdict.capitalize() in seen.text
    assert "Of 100 questions" in seen.text and "answer about 87." in seen.text and "%" not in seen.text
    assert ("This may answer it" in seen.text) == (verdict == "uncertain")
    assert ("This may answer it:" in markdown(shown)) == (verdict == "uncertain")


def test_a_hostile_string_is_only_text(hostile: str) -> None:
    for page in pages(hostile):
        seen = Seen(page)
        assert set(seen.tags) <= OURS
        assert hostile in seen.text
        for name, value in seen.attributes:
            assert not name.startswith("on")
            assert name not in {"style", "src", "srcdoc", "autofocus"}
            if name == "href":
                assert value.startswith(("#", "/documents/original?"))


def test_a_hostile_string_stays_text_in_exported_markdown(hostile: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown(answer(hostile)))
    seen = Seen(html)
    assert set(seen.tags) <= {"h2", "p", "br"}
    assert " ".join(hostile.split()) in " ".join(seen.text.split())


def test_a_hostile_string_stays_text_in_a_table_of_exported_markdown(hostile: str) -> None:
    exported = markdown(tabled(hostile))
    seen = Seen(MarkdownIt("commonmark", {"html": True}).enable("table").render(exported))
    assert set(seen.tags) <= {"h2", "p", "br", "table", "thead", "tbody", "tr", "th", "td", "strong"}
    assert " ".join(hostile.split()) in " ".join(seen.text.split())


def test_a_row_is_a_table_with_its_heads_and_the_cell_in_bold() -> None:
    row = {"columns": ("Pier", "Depth"), "rows": (("Long", "4 m"),), "cell": (0, 1)}
    cited = citation("Long | 4 m").model_dump() | {"table": row}
    page = "".join(conversation.conversation([exchange("q", answer=answer("Long | 4 m", citations=(cited,)))]))
    assert '<th scope="col">Pier</th>' in page and "<td>Long</td><td><b>4 m</b></td>" in page
    assert 'data-quote="Long | 4 m"' in page and "Long | 4 m</blockquote>" not in page


def test_a_carriage_return_survives() -> None:
    page = "".join(conversation.conversation([exchange("a\r\nb")]))
    assert "a&#13;\nb" in page
    assert "\r" not in page


def test_a_value_that_a_template_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="documents"):
        render("chat/welcome.html", suggestions=())


def test_markers_become_links_only_where_there_is_a_citation() -> None:
    said = answer("See [2] and [1] and [x]")
    seen = Seen("".join(conversation.conversation([exchange("q", answer=said)])))
    cites = [value for name, value in seen.attributes if name == "href" and value.startswith("#c-")]
    assert cites == ["#c-0-1", "#c-0-1", "#c-0-1"]  # [1] in the words, [1] at the end, the source itself
    assert "[2]" in seen.text and "[x]" in seen.text


def test_support_is_told() -> None:
    def shown(supported: bool | None) -> str:
        return Seen("".join(conversation.conversation([exchange("q", answer=answer("A fact.", supported))]))).text

    assert "not checked" in shown(None)
    assert "not supported" in shown(False)
    assert "not" not in shown(True)


def test_a_refusal_shows_its_reason_and_the_nearest_passages() -> None:
    seen = Seen("".join(conversation.conversation([exchange("q", answer=refusal("Nothing about that"))])))
    assert "Closest passages" in seen.text
    assert "#p-0-1" in dict.fromkeys(value for _, value in seen.attributes)
    assert "Nothing about that." in seen.text


def test_a_closest_passage_is_shown_from_a_little_before_its_best_sentence() -> None:
    text = f"{'The mill stands by the river. ' * 9}The wheel broke in spring. It was mended."
    start = 500 + text.index("The wheel")
    place = {"passage_id": "p", "document": "a.md", "title": "A", "page": None, "heading": "", "score": 1.0}
    read = PassageRead(**place, start=500, end=500 + len(text), text=text, best=ShortSpan(start=start, end=start + 26))
    (shown,) = sources.passages([read])
    assert shown.quote == text and text.endswith(shown.shown[0].removeprefix("… "))
    assert shown.shown[0].startswith("… ") and 0 < shown.shown[0].index("The wheel") <= sources.LEAD + 2
    (whole,) = sources.passages([read.model_copy(update={"best": None})])
    assert whole.shown[0] == text


def test_the_short_answer_is_bold_and_nothing_else_in_it_is_markup() -> None:
    words = "<i>1889</i> & so"
    said = f"Built in {words}."
    place, within = {"start": 9, "end": 9 + len(words)}, {"start": 109, "end": 109 + len(words)}
    cited = citation(f"Built in {words}.").model_copy(update={"start": 100, "end": 110 + len(words)})
    given = {**cited.model_dump(), "document": "a.md", "short": within}
    sentences = [{"start": 0, "end": len(said) + 4, "citations": (1,), "supported": True, "short": place}]
    shown = exchange("q", answer=answer(said, sentences=sentences, citations=[given]))
    [page] = conversation.conversation([shown])
    assert page.count("<b>&lt;i&gt;1889&lt;/i&gt; &amp; so</b>") == 2  # in the answer, and in its source
    assert "<i>" not in page


@pytest.mark.parametrize(("start", "end"), [(-5, 3), (3, 99), (4, 4), (6, 2)])
def test_a_bold_that_is_not_in_its_sentence_is_left_out(start: int, end: int) -> None:
    short = {"start": start, "end": end}
    given = {**citation("A fact.").model_dump(), "document": "a.md", "short": short}
    sentences = [{"start": 0, "end": 11, "citations": (1,), "supported": True, "short": short}]
    [page] = conversation.conversation(
        [exchange("q", answer=answer("A fact.", sentences=sentences, citations=[given]))]
    )
    assert "A fact." in Seen(page).text and page.count("<b>") == 1  # the document's name


def test_a_note_stands_under_the_answer_and_goes_along_with_it() -> None:
    noted = answer("A fact.", note="This asks for <every> place.")
    [page] = conversation.conversation([exchange("q", answer=noted)])
    seen = Seen(page).text
    assert seen.index("A fact.") < seen.index("This asks for <every> place.") < seen.index("Sources")
    assert "This asks for" in markdown(noted)


def test_a_refusal_before_everything_was_read_says_so() -> None:
    for early in (True, False):
        [page] = conversation.conversation([exchange("q", answer=refusal("Nothing"), early=early)])
        assert ("Not all documents had been read yet" in page) == early


def test_the_standalone_question_is_shown_where_it_differs() -> None:
    same = answer("Since when?", standalone="Since when?")
    other = answer("Since when?", standalone="Since when is the station open?")
    assert "Read as" not in "".join(conversation.conversation([exchange("q", answer=same)]))
    shown = "".join(conversation.conversation([exchange("q", answer=other)]))
    assert "Read as: " in Seen(shown).text and 'data-edit="Since when is the station open?"' in shown


def test_a_source_shows_what_stands_around_its_quote_and_not_the_quote_again() -> None:
    text = f"{'Far away. ' * 40}It was lit in 1871. The lamp is red. It turns."
    start = text.index("The lamp is red.")
    place = {"document": "d", "title": "t", "heading": "h", "start": start, "end": start + 16}
    cited = citation("The lamp is red.").model_copy(update=place)
    read = passage(text)
    more: dict[str, object] = {"citations": (cited,), "passages": (read,), "standalone": "q"}
    shown = answer("The lamp is red.", model="extractive", **more)
    page = "".join(conversation.conversation([exchange("q", answer=shown)]))
    seen = Seen(page).text
    assert seen.count("The lamp is red.") == 1 and "It was lit in 1871. [1] It turns." in " ".join(seen.split())
    assert seen.count("Far away.") < 30 and 'data-quote="The lamp is red."' in page
    written = shown.model_copy(update={"model": "openai:a-model"})
    assert Seen("".join(conversation.conversation([exchange("q", answer=written)]))).text.count("The lamp is red.") == 2


def test_a_long_list_of_sources_is_folded() -> None:
    def shown(number: int) -> str:
        many = [citation("A fact.", n) for n in range(1, number + 1)]
        return "".join(conversation.conversation([exchange("q", answer=answer("A fact.", citations=many))]))

    assert "more</summary>" not in shown(8)
    page = shown(30)
    assert page.index('id="c-0-8"') < page.index("22 more</summary>") < page.index('id="c-0-9"')


def test_time_and_answerer_are_shown() -> None:
    timed = answer("q", model="openai:a-model", seconds=Seconds(search=0.1, read=0.2, write=1.0))
    text = Seen("".join(conversation.conversation([exchange("q", answer=timed)]))).text
    assert "Written by openai:a-model in 1.30 s" in text


def test_overlapping_sentences_say_their_words_once() -> None:
    sentences = [{"start": s, "end": e, "citations": (), "supported": True} for s, e in ((0, 9), (4, 12))]
    [page] = conversation.conversation([exchange("q", answer=answer("One. Two. Three.", sentences=sentences))])
    said = page.split('<div class="answer" dir="auto">')[1].split("</div>")[0]
    assert Seen(said).text == "One. Two. Three. [1]"
