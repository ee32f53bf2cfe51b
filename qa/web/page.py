"""The page: where everything stands, and which event does what."""

from pathlib import Path
from typing import Any

import gradio as gr

from qa.settings import Settings
from qa.web import documents, render, transcript
from qa.web.desk import Desk

FOLDER = Path(__file__).parent

_SERIF = ["Iowan Old Style", "Palatino Linotype", "Palatino", "Book Antiqua", "Georgia", "serif"]
_SANS = ["system-ui", "sans-serif"]
_MONO = ["ui-monospace", "monospace"]


_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_MASTHEAD = (
    '<h1>Footnote</h1><button type="button" class="quiet" id="to-shelf" aria-controls="shelf" aria-expanded="false">'
    "Documents</button>"
)
# Only how many are chosen is shown here; their names are on the shelf.
_CHOSEN = (
    '${value.length ? `<p role="status">Asking only ${value.length} chosen document${value.length > 1 ? "s" : ""}. '
    '<button type="button" class="quiet" data-ask-all>Ask all</button></p>` : ""}'
)
# The values are joined and nothing else: what Handlebars' braces put in would be run as code.
_JOINED = '<div role="log" aria-label="Conversation">${value.join("")}</div>'
_STATUS = '<div role="status">${value}</div>'


def theme() -> gr.themes.Base:
    """Gradio's plainest theme in the system's own fonts; theme.css does the rest."""
    return gr.themes.Base(font=_SANS, font_mono=_MONO)


def page(desk: Desk, settings: Settings) -> gr.Blocks:
    """The page over a desk."""
    with gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True) as blocks:
        with gr.Row(elem_id="masthead"):
            gr.HTML(_MASTHEAD, elem_id="title", js_on_load=_script("masthead"))
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
                upload = gr.HTML(
                    documents.drop_zone(settings.upload_limit_mb), elem_id="upload", js_on_load=_script("upload")
                )
                notice = gr.HTML("", elem_id="notice", html_template=_STATUS)
                progress = gr.HTML("", elem_id="progress", html_template=_STATUS)
                find = gr.Textbox(
                    label="Find a document",
                    show_label=False,
                    placeholder="Find a document",
                    visible=False,
                    elem_id="find",
                )
                shelf = gr.HTML("", elem_id="documents", js_on_load=_script("shelf"))
            with gr.Column(elem_id="chat"):
                welcome = gr.HTML("", elem_id="welcome", js_on_load=_script("welcome"))
                conversation = gr.HTML(
                    [], elem_id="conversation", html_template=_JOINED, js_on_load=_script("conversation")
                )
                chosen = gr.HTML([], elem_id="chosen", html_template=_CHOSEN, js_on_load=_script("chosen"))
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
                gr.HTML(render.byline(settings.model), elem_id="byline")
            gr.HTML("", elem_id="viewer", js_on_load=_script("viewer"))
        memory = gr.HTML(
            transcript.kept(()), html_template="", visible="hidden", elem_id="memory", js_on_load=_script("memory")
        )
        timer = gr.Timer(1)

        library = [welcome, shelf, progress, timer, find, collection]
        talk = [question, conversation, memory]
        asking = [
            event(desk.ask, [question, memory, collection, chosen], talk, concurrency_limit=8, **_QUIET)
            for event in (question.submit, welcome.ask)
        ]
        question.stop(desk.stop, memory, talk, cancels=asking, **_QUIET)
        new.click(desk.forget, None, talk, cancels=asking, **_QUIET)
        memory.restore(desk.restore, collection, [conversation, memory, *library], **_QUIET)
        looked = [collection, find]
        for event in (collection.change, upload.refresh, shelf.refresh):
            event(desk.refresh, looked, library, trigger_mode="always_last", **_QUIET)
        for event in (timer.tick, find.input):
            event(desk.tick, looked, library[:-1], trigger_mode="always_last", **_QUIET)
        shelf.delete(desk.remove, looked, [notice, *library], **_QUIET)
    return blocks


def _script(name: str) -> str:
    """The code of a component, which Gradio runs with `element`, `trigger`, `props` and `watch`."""
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")
