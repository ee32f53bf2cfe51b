"""The page with answers that a script gives: what was asked comes back in every place an answer has."""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa import Service, Settings
from qa.types import Answer, Citation, PassageRead, Sentence
from qa.web import serve

SLOWLY = "slowly"  # a question with this word is answered word by word
HELD = "Held until there is "  # a question with these words and a path is answered once there is such a file


class Scripted(Service):
    """A service that needs no model to answer."""

    def stream(
        self, question: str, history: object = (), collection: str | None = None, documents: Sequence[str] | None = None
    ) -> Iterator[Answer]:
        """The question itself as an answer, resting on the first document that says it."""
        if question == "break":
            raise RuntimeError("the inside of the machine")
        while question.startswith(HELD) and not Path(question.removeprefix(HELD)).exists():
            time.sleep(0.05)
        held = self.library.documents(collection or "default")
        document = next((d for d in held if question in self.library.text(d.name)), held[0])
        text = self.library.text(document.name)
        start = max(text.rfind(question), 0)
        end = start + len(question) if start else min(20, len(text))
        said = f"{question} [1]"
        place = {"document": document.name, "title": document.title, "page": 7, "heading": question}
        answer = Answer(
            question=question,
            standalone=f"{question} again",
            text=said,
            sentences=(Sentence(start=0, end=len(said), citations=(1,), supported=None),),
            citations=(
                Citation(number=1, start=start, end=end, quote=text[start:end], passage_id="p", score=1.0, **place),
            ),
            model=question if question.startswith("<") else "scripted",
        )
        if "refuse" in question:
            passage = PassageRead(passage_id="p", start=start, end=end, text=text[start:end], score=1.0, **place)
            yield Answer(
                question=question,
                standalone=question,
                text="Your documents do not say.",
                refused=True,
                reason=question,
                passages=(passage,),
            )
            return
        words = said.split(" ") if SLOWLY in question else []
        for n in range(1, len(words)):
            yield answer.model_copy(update={"text": " ".join(words[:n]), "sentences": ()})
            time.sleep(0.2)
        yield answer

    def warm(self) -> None:
        """Nothing to load."""


if __name__ == "__main__":
    import qa.web.server

    qa.web.server.Service = Scripted
    serve(Settings(), Path(sys.argv[1]))
