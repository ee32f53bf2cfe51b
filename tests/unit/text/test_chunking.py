from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorstore import Block, SentenceEmbedder, SourceText
from vectorstore.errors import UnreadableFile
from vectorstore.parsing import parse
from vectorstore.text.chunking import CONTEXT_TOKENS, PASSAGE_TOKENS, passages

LINE = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80)
MARKDOWN = st.lists(
    st.one_of(LINE, LINE.map("# {}".format), LINE.map("- {}".format), LINE.map("| {} | b |".format), st.just("")),
    max_size=30,
).map("\n".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MARKDOWN, st.sampled_from([4, 16, PASSAGE_TOKENS]))
def test_passages_are_exact_ordered_slices_that_lose_nothing(
    tmp_path: Path, embedder: SentenceEmbedder, text: str, size: int
) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        source = parse(path)
    except UnreadableFile:  # nothing but white space and markup
        return
    cut = passages(source, "d", embedder.token_spans, size)
    covered = set()
    for before, passage in zip([None, *cut], cut, strict=False):
        assert passage.text == source.text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        assert before is None or before.end <= passage.start
        for sentence in passage.sentences:
            assert passage.start <= sentence.start < sentence.end <= passage.end
        covered |= set(range(passage.start, passage.end))
    for block in source.blocks:
        lost = [i for i in range(block.start, block.end) if i not in covered and not source.text[i].isspace()]
        assert not lost
    assert len({passage.passage_id for passage in cut}) == len(cut)


def test_no_passage_is_longer_than_the_embedder_reads(embedder: SentenceEmbedder) -> None:
    text = "word " * 3000 + "x" * 5000
    source = SourceText(text, "Title " * 100, (Block(0, len(text), ("Heading " * 50,)),))
    for passage in passages(source, "d", embedder.token_spans):
        assert len(embedder.token_spans(passage.context)) <= CONTEXT_TOKENS
        assert len(embedder.token_spans(f"{passage.context}\n{passage.text}")) <= embedder.max_tokens


def test_a_row_is_read_by_its_header_and_a_section_by_its_heading(embedder: SentenceEmbedder) -> None:
    text = "Prices\n\nLamp | 3.50\n\nRope | 9.00"
    source = SourceText(
        text,
        "Shop",
        (
            Block(0, 6, is_heading=True),
            Block(8, 19, ("Prices",), header="Item | Price"),
            Block(21, 32, ("Prices",), header="Item | Price"),
        ),
    )
    (passage,) = passages(source, "d", embedder.token_spans)
    assert passage.context == "Shop > Prices\nItem | Price"
    assert passage.text == text
    assert [text[s.start : s.end] for s in passage.sentences] == ["Lamp | 3.50", "Rope | 9.00"]


def test_sections_do_not_share_a_passage(embedder: SentenceEmbedder) -> None:
    text = "One\n\nAlpha.\n\nTwo\n\nBeta."
    blocks = (
        Block(0, 3, is_heading=True),
        Block(5, 11, ("One",)),
        Block(13, 16, is_heading=True),
        Block(18, 23, ("Two",)),
    )
    cut = passages(SourceText(text, "T", blocks), "d", embedder.token_spans)
    assert [passage.text for passage in cut] == ["One\n\nAlpha.", "Two\n\nBeta."]
