"""WordNet as a thesaurus: for a word, other words in the same form with the same or a wider meaning."""

import os
from functools import cached_property
from pathlib import Path

from lemminflect import getAllLemmas, getInflection

# Where Debian's package wordnet-base puts the files of Princeton's WordNet 3.0.
WORDNET = Path(os.environ.get("FOOTNOTE_WORDNET", "/usr/share/wordnet"))
PARTS = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj"}
FORMS = {"NOUN": ("NN", "NNS"), "VERB": ("VB", "VBD", "VBG", "VBZ", "VBN"), "ADJ": ("JJ", "JJR", "JJS")}
SENSES = 2  # of a word; later senses are rare
WIDER, ALIKE = "@", "&"  # WordNet's signs for a wider word and, of adjectives, for one that is much the same
VAGUE = 5  # synsets with so few wider ones above them, such as "entity", are too general


class Thesaurus:
    """WordNet's files, read on first use."""

    def __init__(self, folder: Path = WORDNET) -> None:
        """Take the folder of the files `index.*` and `data.*`."""
        if not (folder / "index.noun").exists():
            raise SystemExit(f"{folder}: WordNet is not there; install Debian's wordnet-base, or set FOOTNOTE_WORDNET")
        self.folder = folder

    def others(self, word: str) -> tuple[str, ...]:
        """Words in place of this one, in its own form; the likeliest first."""
        found: list[str] = []
        for part, lemmas in getAllLemmas(word).items():
            if part not in PARTS:
                continue
            form = next((f for f in FORMS[part] if word in getInflection(lemmas[0], tag=f)), None)
            found += [inflected(other, form) for other in self._alike(lemmas[0], part, form)] if form else []
        return tuple(dict.fromkeys(other for other in found if other != word))

    def _alike(self, lemma: str, part: str, form: str) -> list[str]:
        found: list[str] = []
        for offset in self._senses[part].get(lemma, ())[:SENSES]:
            words, pointers = self._synset(part, offset)
            found += words
            for sign, to in pointers:
                if (sign == ALIKE and form == "JJ") or (sign == WIDER and self._depth(part, to) >= VAGUE):
                    found += self._synset(part, to)[0][:2]
        return [other for other in dict.fromkeys(found) if other != lemma]

    def _depth(self, part: str, offset: int) -> int:
        """How many wider synsets stand above one; of verbs there are few levels, and all count as deep enough."""
        above = next((to for sign, to in self._synset(part, offset)[1] if sign == WIDER), None)
        return VAGUE if part != "NOUN" else 0 if above is None else 1 + self._depth(part, above)

    def _synset(self, part: str, offset: int) -> tuple[list[str], list[tuple[str, int]]]:
        """The words of a synset, and its pointers with where they lead: wninput(5) has the format."""
        data = self._data[part]
        fields = data[offset : data.index(b"|", offset)].decode().split()
        count = int(fields[3], 16)
        words = [word.partition("(")[0].replace("_", " ") for word in fields[4 : 4 + 2 * count : 2]]
        rest = fields[5 + 2 * count :]
        pointers = [(rest[i], int(rest[i + 1])) for i in range(0, 4 * int(fields[4 + 2 * count]), 4)]
        return [word for word in words if word.islower()], pointers

    @cached_property
    def _data(self) -> dict[str, bytes]:
        return {part: (self.folder / f"data.{name}").read_bytes() for part, name in PARTS.items()}

    @cached_property
    def _senses(self) -> dict[str, dict[str, list[int]]]:
        """For each word where its synsets begin, the most frequent first."""
        found: dict[str, dict[str, list[int]]] = {}
        for part, name in PARTS.items():
            lines = (self.folder / f"index.{name}").read_text(encoding="utf-8").splitlines()
            fields = [line.split() for line in lines if not line.startswith(" ")]
            found[part] = {f[0]: [int(offset) for offset in f[-int(f[2]) :]] for f in fields}
        return found


def inflected(word: str, form: str) -> str:
    """A word, or the first or last of several, put into a form of Penn Treebank's."""
    first, *rest = word.split()
    if form.startswith("V"):
        return " ".join([*getInflection(first, tag=form)[:1], *rest])
    *others, last = word.split()
    return " ".join([*others, *(getInflection(last, tag=form)[:1] or (last,))])
