"""The page: where everything stands, and which event does what."""

from pathlib import Path
from typing import Any

import gradio as gr

from qa.settings import Settings
from qa.web import transcript
from qa.web.handlers import Handlers
from qa.web.views import conversation as conversation_view
from qa.web.views import documents as documents_view
from qa.web.views import evaluation as evaluation_view

FOLDER = Path(__file__).parent / "static"

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_MASTHEAD = (
    '<h1>Footnote</h1><nav aria-label="Views"><a href="#chat">Chat</a><a href="#evaluate">Evaluate</a></nav>'
    '<button type="button" class="quiet" id="to-shelf" aria-controls="shelf" aria-expanded="false">'
    "Documents</button>"
)
# Only how many are chosen is shown here; their names are on the shelf.
_CHOSEN = (
    '${value.length ? `<p role="status">Asking only ${value.length} chosen document${value.length > 1 ? "s" : ""}. '
    '<button type="button" class="quiet" data-ask-all>Ask all</button></p>` : ""}'
)
# The values are joined and nothing else: what Handlebars' braces put in would be run as code.
_JOINED = '<div role="log" aria-label="Conversation">${value.join("")}</div>'
_FIND = '<input type="search" placeholder="Find a document" aria-label="Find a document">'
_STATUS = '<div role="status">${value}</div>'


def theme() -> gr.themes.Base:
    """Gradio's plainest theme in the system's own fonts; theme.css does the rest."""
    return gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])


def page(desk: Handlers, settings: Settings) -> gr.Blocks:
    """The page over a desk."""
    blocks = gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True)
    with blocks:
        with gr.Row(elem_id="masthead"):
            _html(_MASTHEAD, elem_id="title", js_on_load=_script("masthead"))
            new = gr.Button("New chat", elem_id="new")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="shelf"):
                collection = gr.Dropdown(
                    [settings.collection],
                    value=settings.collection,
                    label="Collection",
                    allow_custom_value=True,
                    elem_id="collection",
                )
                upload = _html(
                    documents_view.drop_zone(settings.upload_limit_mb), elem_id="upload", js_on_load=_script("upload")
                )
                notice = _html("", elem_id="notice", html_template=_STATUS)
                progress = _html("", elem_id="progress", html_template=_STATUS, js_on_load=_script("progress"))
                find = _html("", elem_id="find", html_template=_FIND, js_on_load=_script("find"))
                listing = _html("", elem_id="documents", js_on_load=_script("shelf"))
            with gr.Column(elem_id="chat"):
                welcome = _html("", elem_id="welcome", js_on_load=_script("welcome"))
                conversation = _html(
                    [], elem_id="conversation", html_template=_JOINED, js_on_load=_script("conversation")
                )
                chosen = _html([], elem_id="chosen", html_template=_CHOSEN, js_on_load=_script("chosen"))
                question = gr.Textbox(
                    label="Question",
                    show_label=False,
                    placeholder="Ask your documents",
                    container=False,
                    max_lines=6,
                    submit_btn="Ask",
                    autofocus=True,
                    elem_id="question",
                )
                _html(conversation_view.byline(settings.model), elem_id="byline")
            with gr.Column(elem_id="evaluate"):
                _html(
                    evaluation_view.form(settings.upload_limit_mb, settings.model),
                    elem_id="pairs",
                    js_on_load=_script("pairs"),
                )
                evaluation = _html("", elem_id="evaluation", js_on_load=_script("evaluation"))
                _html("", elem_id="report", js_on_load=_script("report"))
            _html("", elem_id="viewer", js_on_load=_script("viewer"))
        memory = _html(
            transcript.kept(()), html_template="", visible="hidden", elem_id="memory", js_on_load=_script("memory")
        )
        feedback = _html({}, html_template="", visible="hidden", elem_id="feedback", js_on_load=_script("feedback"))
        timer = gr.Timer(1)
        watching = gr.Timer(1, active=False)

        looked = [collection, find]
        library = [welcome, listing, progress, timer, collection]
        talk = [question, conversation, memory]
        asking = [
            event(desk.ask, [question, memory, collection, chosen], talk, concurrency_limit=8, **_QUIET)
            for event in (question.submit, welcome.ask)
        ]
        # One after the other, or what was still under way would be shown over it.
        question.stop(None, cancels=asking, **_QUIET).then(desk.stop, memory, talk, **_QUIET)
        new.click(None, cancels=asking, **_QUIET).then(desk.forget, None, talk, **_QUIET)
        memory.restore(desk.restore, looked, [conversation, memory, *library], **_QUIET)
        for event in (collection.change, upload.refresh, listing.refresh):
            event(desk.refresh, looked, library, trigger_mode="always_last", **_QUIET)
        upload.refresh(lambda: "", None, notice, **_QUIET)
        for event in (timer.tick, find.input):
            event(desk.tick, looked, library[:-1], trigger_mode="always_last", **_QUIET)
        progress.cancel(desk.cancel, looked, library[:-1], **_QUIET)
        for event, answer in ((feedback.choose, desk.choices), (feedback.mark, desk.mark)):
            event(answer, memory, feedback, **_QUIET)
        for event in (evaluation.refresh, watching.tick):
            event(desk.evaluation, None, [evaluation, watching], trigger_mode="always_last", **_QUIET)
        listing.delete(desk.remove, looked, [notice, *library], **_QUIET)
    return blocks


def _html(value: object, **more: Any) -> gr.HTML:
    """HTML of ours, in our style alone."""
    return gr.HTML(value, apply_default_css=False, **more)


def _script(name: str) -> str:
    """The code of a component, which Gradio runs with `element`, `trigger`, `props` and `watch`."""
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")
