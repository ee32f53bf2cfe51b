"""Questions for the evaluation with what the product's search finds for them; nothing is trained on these."""

import csv
import json
import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path

from training.data import DATA, articles, held_out
from vectorstore import Hit, Library, Span

READ, FOUND = 8, 30  # passages that the product reads for an answer, and that search looks at


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the paragraph it was asked of, the characters that answer it, and the hits."""

    question: str
    kind: str
    """squad2, clapnq or chunking."""
    document: str
    paragraph: Span
    gold: tuple[Span, ...]
    """Empty where nothing answers."""
    hits: tuple[Hit, ...]
    rarity: dict[str, float]

    def outside(self) -> list[Hit]:
        """The hits that are left where the paragraph is taken out of the library."""
        return [
            hit
            for hit in self.hits
            if hit.source != self.document or not Span(hit.passage.start, hit.passage.end).overlap(self.paragraph)
        ]


Asked = tuple[str, str, str, Span, tuple[Span, ...]]


def squad2(folder: Path) -> list[Asked]:
    """The questions of the held-out articles; all articles are written into the folder."""
    asked: list[Asked] = []
    for article in articles(DATA / "squad2/dev-part.json"):
        name, text = f"squad_{article['title']}.md", f"# {article['title'].replace('_', ' ')}\n\n"
        for paragraph in article["paragraphs"]:
            begin = len(text)
            text += paragraph["context"] + "\n\n"
            for question in paragraph["qas"]:
                starts = [(begin + a["answer_start"], len(a["text"])) for a in question["answers"]]
                gold = tuple(Span(start, start + length) for start, length in starts)
                if article["title"] in held_out():
                    asked.append((question["question"], "squad2", name, Span(begin, len(text)), gold))
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return asked


def clapnq(folder: Path) -> list[Asked]:
    """All questions of clapnq; its passages are written into the folder."""
    asked: list[Asked] = []
    for kind in ("answerable", "unanswerable"):
        for line in (DATA / f"clapnq/clapnq_dev_{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            passage = item["passages"][0]
            text, name = f"# {passage['title']}\n\n{passage['text']}", f"clapnq_{item['id']}.md"
            (folder / name).write_text(text, encoding="utf-8", newline="")
            chosen = [s for output in item["output"] for s in output.get("selected_sentences") or []]
            places = [(text.find(s.strip()), len(s.strip())) for s in chosen]
            gold = tuple(Span(start, start + length) for start, length in places if start >= 0)
            asked.append((item["input"], "clapnq", name, Span(0, len(text)), gold))
    return asked


def chunking() -> list[Asked]:
    """The questions of the chunking study."""
    with (DATA / "chunking/questions_df.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found: list[Asked] = []
    for row in rows:
        gold = tuple(Span(r["start_index"], r["end_index"]) for r in json.loads(row["references"]))
        found.append((row["question"], "chunking", f"{row['corpus_id']}.md", Span(0, 0), gold))
    return found


def cases(kept: Path) -> list[Case]:
    """All questions with their hits: squad2 and clapnq in one library, the chunking study in another."""
    if kept.exists():
        found: list[Case] = pickle.loads(kept.read_bytes())
        return found
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "documents"
        folder.mkdir()
        asked = squad2(folder) + clapnq(folder)
        made = [_case(a, library) for library in [_library(Path(name) / "one", folder)] for a in asked]
        library = _library(Path(name) / "two", DATA / "chunking/corpora")
        made += [_case(a, library) for a in chunking()]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps(made))
    return made


def _library(store: Path, folder: Path) -> Library:
    library = Library.open(store)
    library.sync(folder)
    return library


def _case(asked: Asked, library: Library) -> Case:
    return Case(*asked, library.search(asked[0], FOUND), library.rarity(asked[0]))
