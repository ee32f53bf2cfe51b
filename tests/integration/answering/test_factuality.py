"""A short answer is given as fact, or not at all, wherever in a quote the reader found it."""

from pathlib import Path

from qa import Service, Settings
from vectorstore import Library, SentenceEmbedder

SIREN = """# The siren fault

The siren on the north quay stayed silent. A fitter had found it broken in May, and the repair should have been done by
the end of August. The fitter's firm says that no order came.
"""


def test_what_should_have_been_in_the_sentence_after_is_no_fact(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    (tmp_path / "siren.md").write_text(SIREN)
    library = Library.open(tmp_path / "store", embedder)
    library.add([tmp_path / "siren.md"])
    answer = Service(Settings(store=library.store), library).ask("When was the siren on the north quay repaired?")
    assert answer.short is None and answer.verdict == "uncertain"
    library.close()
