"""Every place where something stands, counted or listed, by document."""

from qa.answering.computed.finding.scan import by_document, places
from qa.answering.computed.finding.subject import subject_of
from qa.answering.computed.mentions import not_mentioned
from qa.answering.computed.request import Request
from qa.answering.computed.task import Task
from qa.answering.computed.wording import MOST_QUOTES, Line, answer, counted
from qa.types import Answer


def every_place(task: Task, request: Request) -> Answer | None:
    """All places of the subject, the first ones quoted; None where words alone cannot tell.

    "List all suppliers" wants things of a kind, whose name may stand in the heading above them only; where no place
    has the words, they may be called otherwise.
    """
    subject = subject_of(request.subject)
    if subject is None:
        return None
    of_a_kind = request.kind == "every"
    found = by_document(places(task.library, subject, task.collection, task.documents, with_headings=of_a_kind))
    if not found:
        return not_mentioned(task, subject) if request.is_literal and not of_a_kind else None
    number = sum(map(len, found.values()))
    lines, left = [], MOST_QUOTES
    for name, held in sorted(found.items()):
        if shown := held[:left]:
            lines.append(Line(name, tuple(place.evidence for place in shown)))
            left -= len(shown)
    opening = f"{counted(number, 'place')} in {task.share(len(found))} for “{subject.text}”:"
    under = ", or half of it there and half in the headings above" if of_a_kind else ""
    note = f"Counted: every sentence or heading in which {subject.rule}{under}."
    if number > MOST_QUOTES:
        note += f" Quoted: the first {MOST_QUOTES}; {number - MOST_QUOTES:,} more are not shown."
    return answer(task.draft, opening, lines, note, f"{number:,}" if request.kind == "count places" else None)
