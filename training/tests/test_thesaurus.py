"""The thesaurus, on files of WordNet's format with made-up entries."""

from pathlib import Path

import pytest

from training.thesaurus import WORDNET, Thesaurus

# Offset, words and pointers of each synset, the widest first.
NOUNS = [
    ("thing", ""), ("object", "thing"), ("whole", "object"), ("artefact", "whole"), ("instrumentality", "artefact"),
    ("vehicle", "instrumentality"), ("boat", "vehicle"), ("punt flatboat", "boat"),
]  # fmt: skip


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    """A chain of nouns, each wider than the next, and one verb with a sense in two words."""
    data, offsets = "  1 a licence\n", dict[str, int]()
    for words, above in NOUNS:
        names = words.split()
        offsets |= dict.fromkeys(names, len(data))
        pointers = f"001 @ {offsets[above]:08} n 0000" if above else "000"
        data += f"{len(data):08} 06 n {len(names):02x} {' '.join(f'{n} 0' for n in names)} {pointers} | a {words}\n"
    (tmp_path / "data.noun").write_text(data, encoding="utf-8")
    lines = [f"{name} n 1 1 @ 1 0 {offset:08}  " for name, offset in offsets.items()]
    (tmp_path / "index.noun").write_text("\n".join(["  1 a licence", *lines]), encoding="utf-8")
    verb = "00000000 30 v 03 begin 0 set_about 0 Start 0 000 01 + 02 00 | to set out\n"
    (tmp_path / "data.verb").write_text(verb, encoding="utf-8")
    (tmp_path / "index.verb").write_text("begin v 1 0 1 0 00000000  \n", encoding="utf-8")
    for name in ("data.adj", "index.adj"):
        (tmp_path / name).write_text("", encoding="utf-8")
    return Thesaurus(tmp_path)


def test_others_come_in_the_form_of_the_word(thesaurus: Thesaurus) -> None:
    assert thesaurus.others("punts") == ("flatboats", "boats")
    assert thesaurus.others("began") == ("set about",)


def test_words_so_wide_that_they_say_nothing_stand_for_none(thesaurus: Thesaurus) -> None:
    assert thesaurus.others("boat") == ("vehicle",)
    assert thesaurus.others("vehicle") == ()


def test_a_word_that_is_not_listed_has_no_others(thesaurus: Thesaurus) -> None:
    assert thesaurus.others("zorbing") == ()


def test_without_wordnet_a_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="wordnet-base"):
        Thesaurus(tmp_path / "nowhere")


@pytest.mark.skipif(not (WORDNET / "index.noun").exists(), reason=f"WordNet is not in {WORDNET}")
def test_wordnet_itself() -> None:
    thesaurus = Thesaurus()
    assert "permitted" in thesaurus.others("allowed")
    assert "worker" in thesaurus.others("employee")
    assert "entity" not in thesaurus.others("object")  # so wide that it says nothing
