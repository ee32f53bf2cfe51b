"""The layout of the page: its components and where they stand."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.settings import Settings
from qa.web import transcript
from qa.web.shell import STATIC
from qa.web.views import conversation, documents, evaluation
from qa.web.views.rendering import render


@dataclass(frozen=True, slots=True)
class DocumentsPanel:
    """The components beside the chat that show and change the library."""

    collection: gr.Dropdown
    upload: gr.HTML
    notice: gr.HTML
    progress: gr.HTML
    find: gr.HTML
    listing: gr.HTML


@dataclass(frozen=True, slots=True)
class Chat:
    """The components of the chat."""

    welcome: gr.HTML
    conversation: gr.HTML
    chosen: gr.HTML
    question: gr.Textbox


@dataclass(frozen=True, slots=True)
class Layout:
    """The components that events read and update."""

    new_chat: gr.Button
    documents: DocumentsPanel
    chat: Chat
    evaluation: gr.HTML
    storage: gr.HTML
    """The conversation, as the browser stores it."""
    feedback: gr.HTML
    """The reply to the form about an answer."""
    library_timer: gr.Timer
    evaluation_timer: gr.Timer


def layout(settings: Settings) -> Layout:
    """The components of the page, laid out in the open Gradio blocks."""
    with gr.Row(elem_id="masthead"):
        _html(render("masthead.html"), elem_id="title", js_on_load=_script("masthead"))
        new_chat = gr.Button("New chat", elem_id="new")
    with gr.Row(elem_id="layout"):
        with gr.Column(elem_id="documents-panel"):
            panel = _documents_panel(settings)
        with gr.Column(elem_id="chat"):
            chat = _chat(settings)
        with gr.Column(elem_id="evaluate"):
            form = evaluation.form(settings.upload_limit_mb, settings.model)
            _html(form, elem_id="pairs", js_on_load=_script("evaluation/form"))
            status = _html("", elem_id="evaluation", js_on_load=_script("evaluation/status"))
            _html("", elem_id="report", js_on_load=_script("evaluation/report"))
        _html("", elem_id="viewer", js_on_load=_script("documents/viewer"))
    return Layout(
        new_chat=new_chat,
        documents=panel,
        chat=chat,
        evaluation=status,
        storage=_hidden(transcript.dump(()), elem_id="storage", js_on_load=_script("chat/storage")),
        feedback=_hidden({}, elem_id="feedback", js_on_load=_script("chat/feedback")),
        library_timer=gr.Timer(1),
        evaluation_timer=gr.Timer(1, active=False),
    )


def _documents_panel(settings: Settings) -> DocumentsPanel:
    status = render("status.html")
    return DocumentsPanel(
        collection=gr.Dropdown(
            [settings.collection],
            value=settings.collection,
            label="Collection",
            allow_custom_value=True,
            elem_id="collection",
        ),
        upload=_html(
            documents.drop_zone(settings.upload_limit_mb), elem_id="upload", js_on_load=_script("documents/upload")
        ),
        notice=_html("", elem_id="notice", html_template=status),
        progress=_html("", elem_id="progress", html_template=status, js_on_load=_script("documents/progress")),
        find=_html(
            "", elem_id="find", html_template=render("documents/find.html"), js_on_load=_script("documents/find")
        ),
        listing=_html("", elem_id="documents", js_on_load=_script("documents/list")),
    )


def _chat(settings: Settings) -> Chat:
    chat = Chat(
        welcome=_html("", elem_id="welcome", js_on_load=_script("chat/welcome")),
        conversation=_html(
            [],
            elem_id="conversation",
            html_template=render("chat/log.html"),
            js_on_load=_script("chat/conversation"),
        ),
        chosen=_html([], elem_id="chosen", html_template=render("chat/chosen.html"), js_on_load=_script("chat/chosen")),
        question=gr.Textbox(
            label="Question",
            show_label=False,
            placeholder="Ask your documents",
            container=False,
            max_lines=6,
            submit_btn="Ask",
            autofocus=True,
            elem_id="question",
        ),
    )
    _html(conversation.byline(settings.model), elem_id="byline")
    return chat


def _html(value: object, **more: Any) -> gr.HTML:
    """A component of our HTML, without Gradio's styles."""
    return gr.HTML(value, apply_default_css=False, **more)


def _hidden(value: object, **more: Any) -> gr.HTML:
    """A component that is not seen: its value is read and written by its script and by events."""
    return _html(value, html_template="", visible="hidden", **more)


def _script(name: str) -> str:
    """The script of a component, which Gradio runs with `element`, `trigger`, `props` and `watch`."""
    return (STATIC / f"{name}.js").read_text(encoding="utf-8")
