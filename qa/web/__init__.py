"""The web page: a chat over the library in which every footnote opens the document at the quoted words."""

import os
import sys
import tempfile
from pathlib import Path

from qa.settings import Settings
from vectorstore.errors import NotAFolder

__all__ = ["serve"]


def serve(settings: Settings, folder: Path | None = None) -> None:
    """Serve the page until Ctrl-C, while the documents of the folder are ingested in the background."""
    if folder and not folder.is_dir():
        raise NotAFolder(f"{folder}: there is no such folder; check the spelling")
    with tempfile.TemporaryDirectory(prefix="footnote-") as cache:
        # Gradio reads these when it is imported: it must report nothing and leave no file behind.
        os.environ |= {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_TEMP_DIR": cache}
        from qa.web.server import run

        ended = run(settings, folder)
    if not ended:
        # A thread that loads a model while the interpreter shuts down would abort; the store is whole at any moment.
        sys.stdout.flush()
        os._exit(0)
