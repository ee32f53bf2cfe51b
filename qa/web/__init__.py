"""The page: a chat over the library in which every footnote opens at the characters it stands for."""

import os
import sys
import tempfile
from pathlib import Path

from qa.settings import Settings
from vectorstore.errors import NotAFolder

__all__ = ["serve"]


def serve(settings: Settings, folder: Path | None = None) -> None:
    """Serve the page until Ctrl-C, while the folder's documents are read in the background."""
    if folder and not folder.is_dir():
        raise NotAFolder(f"{folder}: there is no such folder; check the spelling")
    with tempfile.TemporaryDirectory(prefix="footnote-") as cache:
        # Read by Gradio as soon as it is imported: nothing is reported, and nothing of it stays on the disk.
        os.environ |= {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_TEMP_DIR": cache}
        from qa.web.server import run

        ended = run(settings, folder)
    if not ended:
        # Whoever loads a model when the interpreter goes down aborts; what is stored is whole at any moment.
        sys.stdout.flush()
        os._exit(0)
