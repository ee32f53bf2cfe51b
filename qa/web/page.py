"""The page: the layout, and the handler of each event."""

from typing import Any

import gradio as gr

from qa.settings import Settings
from qa.web.handlers import Handlers
from qa.web.layout import Layout, layout

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_LATEST: dict[str, Any] = {"trigger_mode": "always_last", **_QUIET}
"""Of events that come faster than they are handled, the last one is handled as well."""


def theme() -> gr.themes.Base:
    """Gradio's plainest theme in the fonts of the system; the style sheets do the rest."""
    return gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])


def page(handlers: Handlers, settings: Settings) -> gr.Blocks:
    """The page whose events are handled by the handlers."""
    blocks = gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True)
    with blocks:
        parts = layout(settings)
        _connect_chat(parts, handlers)
        _connect_documents(parts, handlers)
        _connect_evaluation(parts, handlers)
    return blocks


def _connect_chat(parts: Layout, handlers: Handlers) -> None:
    chat, storage, feedback = parts.chat, parts.storage, parts.feedback
    updated = [chat.question, chat.conversation, storage]
    asked = [chat.question, storage, parts.documents.collection, chat.chosen]
    asking = [
        event(handlers.ask, asked, updated, concurrency_limit=8, **_QUIET)
        for event in (chat.question.submit, chat.welcome.ask)
    ]
    # One event after the other, or an answer that still arrives would be shown over what the second event shows.
    chat.question.stop(None, cancels=asking, **_QUIET).then(handlers.stop, storage, updated, **_QUIET)
    parts.new_chat.click(None, cancels=asking, **_QUIET).then(handlers.new_chat, None, updated, **_QUIET)
    restored = [chat.conversation, storage, *_library(parts)]
    storage.restore(handlers.restore, _looked_for(parts), restored, **_QUIET)
    feedback.documents(handlers.feedback_documents, storage, feedback, **_QUIET)
    feedback.save(handlers.save_feedback, storage, feedback, **_QUIET)


def _connect_documents(parts: Layout, handlers: Handlers) -> None:
    panel, looked_for, library = parts.documents, _looked_for(parts), _library(parts)
    for event in (panel.collection.change, panel.upload.refresh, panel.listing.refresh):
        event(handlers.refresh, looked_for, library, **_LATEST)
    panel.upload.refresh(lambda: "", None, panel.notice, **_QUIET)
    for event in (parts.library_timer.tick, panel.find.input):
        event(handlers.poll, looked_for, library[:-1], **_LATEST)
    panel.progress.cancel(handlers.cancel, looked_for, library[:-1], **_QUIET)
    panel.listing.delete(handlers.remove, looked_for, [panel.notice, *library], **_QUIET)


def _connect_evaluation(parts: Layout, handlers: Handlers) -> None:
    for event in (parts.evaluation.refresh, parts.evaluation_timer.tick):
        event(handlers.evaluation, None, [parts.evaluation, parts.evaluation_timer], **_LATEST)


def _looked_for(parts: Layout) -> list[Any]:
    """The components that say which documents are to be listed."""
    return [parts.documents.collection, parts.documents.find]


def _library(parts: Layout) -> list[Any]:
    """The components that show the library, in the order in which handlers give their updates."""
    panel = parts.documents
    return [parts.chat.welcome, panel.listing, panel.progress, parts.library_timer, panel.collection]
