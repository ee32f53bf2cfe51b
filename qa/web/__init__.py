"""The page: a chat over the library in which every footnote opens at the characters it stands for."""

import os
from pathlib import Path

from qa.settings import Settings
from vectorstore.errors import NotAFolder

__all__ = ["serve"]


def serve(settings: Settings, folder: Path | None = None) -> None:
    """Serve the page until Ctrl-C, while the folder's documents are read in the background."""
    if folder and not folder.is_dir():
        raise NotAFolder(f"{folder}: there is no such folder; check the spelling")
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio as soon as it is imported
    from qa.web.server import run

    run(settings, folder)
