"""The front door: `python app.py [FOLDER]` opens the chat, over a folder's documents if one is named."""

import sys
from pathlib import Path

from qa.settings import Settings
from qa.web import serve
from vectorstore import LibraryError

if __name__ == "__main__":
    try:
        serve(Settings(), Path(sys.argv[1]) if sys.argv[1:] else None)
    except LibraryError as error:
        sys.exit(f"footnote: {error}")
