"""Which documents mention something, and how many: from the text of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.computed.finding.scan import best, by_document, places
from qa.answering.computed.finding.subject import Subject, both, subject_of
from qa.answering.computed.request import Request
from qa.answering.computed.task import Task
from qa.answering.computed.wording import MOST_QUOTES, Line, answer, counted
from qa.answering.generation.refusal import refused
from qa.answering.quotes import Evidence
from qa.answering.retrieve import retrieve
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Mention:
    """In how many places a document mentions something, and what is quoted of them."""

    places: int
    quotes: tuple[Evidence, ...]


def mentions(task: Task, request: Request) -> Answer | None:
    """The documents that mention the subject, each with a quote; None where words alone cannot tell."""
    subject = subject_of(request.subject)
    if subject is None:
        return None
    found, rule = _found(task, subject)
    if request.is_negated:
        return _without(task, subject, [d.name for d in task.held if d.name not in found], rule)
    if not found:
        return not_mentioned(task, subject) if request.is_literal else None
    short = {"count documents": f"{len(found):,}", "mentioned": "Yes"}.get(request.kind)
    lead = "Yes: " if short == "Yes" else ""
    lines = [
        Line(f"{name} ({counted(held.places, 'place')})" if held.places > 1 else name, held.quotes)
        for name, held in list(found.items())[:MOST_QUOTES]
    ]
    verb = "mentions" if len(found) == 1 else "mention"
    opening = f"{lead}{task.share(len(found))} {verb} “{subject.text}”:"
    if left_out := list(found)[MOST_QUOTES:]:
        rule += f" Quoted: the first {MOST_QUOTES}; {len(left_out):,} more: {', '.join(left_out)}."
    return answer(task.draft, opening, lines, rule, short)


def not_mentioned(task: Task, subject: Subject) -> Answer:
    """The refusal of what no document mentions, which a full scan makes certain; with the closest passages."""
    retrieved = retrieve(task.library, task.draft.standalone, task.collection, task.documents)
    draft = task.draft.model_copy(update={"passages": retrieved.passages})
    which = "no document mentions" if len(task.held) > 1 else f"{task.held[0].name} does not mention"
    return refused(draft, f"{which} “{subject.text}”")


def _found(task: Task, subject: Subject) -> tuple[dict[str, Mention], str]:
    """The documents, those with most places first, and the rule by which they were counted.

    "The crane and the barge" may be mentioned apart from each other, unless the words stand side by side somewhere,
    as those of a name do: "Auldby and Sons".
    """
    together = places(task.library, subject, task.collection, task.documents)
    of_both = {
        name: Mention(len(held), (best(held, subject).evidence,)) for name, held in by_document(together).items()
    }
    sides = both(subject.text)
    if not sides or any(subject.is_in_a_row(place.text) for place in together):
        return of_both, f"Counted: documents in which {subject.rule} in one sentence or heading."
    of_each = [by_document(places(task.library, side, task.collection, task.documents)) for side in sides]
    found = {
        name: of_both.get(name)
        or Mention(1, tuple(best(of[name], side).evidence for of, side in zip(of_each, sides, strict=True)))
        for name in of_each[0]
        if all(name in of for of in of_each)
    }
    rules = " and ".join(side.rule for side in sides)
    return found, f"Counted: documents in which {rules}, each in one sentence or heading."


def _without(task: Task, subject: Subject, names: Sequence[str], rule: str) -> Answer:
    does = "does" if len(names) == 1 else "do"
    shown = f": {', '.join(names[:MOST_QUOTES])}" if names else ""
    more = f" and {len(names) - MOST_QUOTES:,} more" if len(names) > MOST_QUOTES else ""
    opening = f"{task.share(len(names))} {does} not mention “{subject.text}”{shown}{more}."
    return answer(task.draft, opening, (), rule.replace("documents in which", "all but documents in which", 1))
