"""The Evaluate tab becomes HTML: what to bring, how far it is, and what came of it."""

import time

from qa.answering.generation.writer import EXTRACTIVE
from qa.jobs.evaluation import State
from qa.jobs.saved_runs import Result
from qa.web.escape import attributes, text

SHOWN = ("right", "answered", "refused", "recall@5", "first citation", "token F1")  # the report has them all
MOST_ERRORS = 20  # named in the page; the report has them all

_EXAMPLE = (
    '{"question": "When was the lamp first lit?", "answers": ["3 March 1871"], '
    '"evidence": [{"document": "lighthouse.md", "quote": "The lamp was first lit on 3 March 1871"}]}\n'
    '{"question": "Who designed the fog horn?", "answerable": false}'
)
_TABLE = "question,answer,document,answerable\nWhen was the lamp first lit?,3 March 1871,lighthouse.md,true"


def form(limit_mb: int, model: str) -> str:
    """What pairs are, where their file is chosen, and the start."""
    cost = "" if model == EXTRACTIVE else f" Each question is a call of <b>{text(model)}</b>."
    return (
        '<section class="bring"><h2>How often is it right on your questions?</h2>'
        "<p>Bring a file of pairs: questions, each with what you know of its right answer. Every one is asked of the "
        "collection that is open under Documents, and you learn how often the answer was right, how sure that figure "
        f"is, and where the wrong ones were lost. No language model judges.{cost}</p>"
        "<details><summary>What such a file looks like</summary>"
        f"<p>JSONL, one pair a line; only the question is required:</p><pre>{text(_EXAMPLE)}</pre>"
        f"<p>or a table, as CSV or TSV:</p><pre>{text(_TABLE)}</pre>"
        "<p>or SQuAD’s JSON, whose articles are in the library as <code>TITLE.txt</code>, or text with a question a "
        "line.</p></details>"
        f'<form{attributes({"limit": limit_mb})}><div class="choices">'
        '<label class="drop"><input type="file" name="pairs" accept=".jsonl,.json,.csv,.tsv,.txt"><b>Pairs</b>'
        f"<small>JSONL, SQuAD JSON, CSV, TSV or TXT, up to {limit_mb:,} MB</small></label>"
        '<label class="drop"><input type="file" name="baseline" accept=".json"><b>Baseline</b>'
        "<small>Optional: the run of an earlier evaluation of the same pairs, to compare with</small></label></div>"
        '<p class="failure" role="alert"></p><button type="submit">Start</button></form></section>'
    )


def status(state: State, marked: int) -> str:
    """How far it is, or what came of it; and the cases that were marked in the chat, if any can be asked now."""
    if state.is_running:
        return _running(state)
    parts = [_marked(marked)]
    if state.error:
        parts.append(
            f'<section class="ended"><h2 tabindex="-1">{_of(state.name)}</h2>'
            f'<p class="failure" role="alert">{text(state.error)}</p></section>'
        )
    elif state.stopped:
        parts.append(
            f'<section class="ended"><h2 tabindex="-1">{_of(state.name)}</h2>'
            f"<p>Cancelled after {state.done:,} of {state.total:,}. What was asked is kept: start again with the same "
            "pairs to go on from there.</p></section>"
        )
    elif state.result:
        parts.append(_result(state.result))
    return "".join(parts)


def _running(state: State) -> str:
    """Always the same elements, so that none loses the focus when the figures change."""
    kept = f"Continues after {state.kept:,} of {state.total:,}." if state.kept else ""
    words = {"stopping": "Stopping after this question", "counting": "Working out the figures"}
    now = words.get(state.phase) or (f"Asking: <q>{text(state.current)}</q>" if state.current else "Beginning")
    left = f", about {_duration(state.seconds_left)} left" if state.seconds_left else ""
    spent = _duration(time.monotonic() - state.began)
    stop = "" if state.phase == "asking" else " disabled"
    return (
        f'<section class="running"><h2 tabindex="-1">{_of(state.name)}</h2>'
        f'<p class="kept" role="status">{kept}</p>'
        f'<progress max="{state.total}" value="{state.done}" aria-label="Questions asked"></progress>'
        f"<p><b>{state.done:,} of {state.total:,}</b>, {spent} so far{left}</p>"
        f'<p class="now pending" dir="auto">{now}</p>'
        f'<p><button type="button" data-cancel{stop}>Cancel</button> '
        f"<small>The chat answers meanwhile. What was asked is kept.</small></p></section>"
    )


def _marked(count: int) -> str:
    if not count:
        return ""
    these = f"the {count:,} cases" if count > 1 else "the case"
    return f'<p class="marked">or <button type="button" data-marked>Start with {these} marked in the chat</button></p>'


def _result(result: Result) -> str:
    right = result.figures["right"]
    count = round(right.mean * right.cases)
    ended = f"{result.ended.day} {result.ended:%B %Y, %H:%M}"
    narrow = " With so few pairs, the true interval is wider than that." if right.narrow else ""
    parts = [
        f'<section class="ended"><p class="aside">{_of(result.name)}, {ended}</p>'
        f'<h2 class="headline" tabindex="-1">{count:,} of {right.cases:,} right</h2>'
        f"<p>That is {right.mean:.1%}; over all questions like these it would be between {right.low:.1%} and "
        f"{right.high:.1%} (95 % interval).{narrow}</p>"
    ]
    if result.verdict:
        so_many = "".join(
            f" So many pairs can show a change of {difference.smallest:.1%} in right answers."
            for difference in result.differences
            if difference.metric == "right"
        )
        parts.append(f'<p class="verdict"><b>Against the baseline:</b> {text(result.verdict)}{so_many}</p>')
    parts.append(
        '<p class="actions"><button type="button" data-report>Read the report</button> '
        f'<a href="evaluation/report" download="{text(result.name)}.report.html">Download the report</a> '
        '<a href="evaluation/run" download>Download the run</a> '
        "<small>(a baseline to compare a later evaluation with)</small></p>"
    )
    parts.append(_figures(result))
    if result.stages:
        rows = "".join(f"<li><b>{n:,}</b> {text(stage)}</li>" for stage, n in result.stages.items())
        parts.append(f"<h3>Where the wrong ones were lost</h3><ul class=stages>{rows}</ul>")
    if result.errors:
        rows = "".join(f"<li>{text(error)}</li>" for error in result.errors[:MOST_ERRORS])
        more = len(result.errors) - MOST_ERRORS
        rest = f"<li>and {more:,} more: the report names them all</li>" if more > 0 else ""
        parts.append(
            f"<details class=skipped><summary>{len(result.errors):,} could not be measured and count as wrong"
            f"</summary><ul>{rows}{rest}</ul></details>"
        )
    return "".join([*parts, "</section>"])


def _figures(result: Result) -> str:
    from qa.evaluation.metrics.catalog import METRICS

    compared = {difference.metric: difference for difference in result.differences}
    rows = ""
    for metric in METRICS:
        figure = result.figures.get(metric.name)
        if figure is None or metric.name not in SHOWN:
            continue
        difference = compared.get(metric.name)
        before = (
            f'<td class="before">{difference.before:.1%}<small>{text(difference.verdict)}</small></td>'
            if difference
            else ""
        )
        rows += (
            f'<tr><th scope="row">{text(metric.name)}<small>{text(metric.says)}</small></th>'
            f"<td>{figure.mean:.1%}<small>{figure.low:.1%} – {figure.high:.1%}</small></td><td>{figure.cases:,}</td>"
            f"{before}</tr>"
        )
    head = '<th scope="col">before</th>' if compared else ""
    return (
        '<table><thead><tr><th scope="col">figure</th><th scope="col">mean, 95 % interval</th>'
        f'<th scope="col">pairs</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _of(name: str) -> str:
    return f"<bdi>{text(name)}</bdi>" if name else "The last evaluation"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
