"""The front door: `python app.py [FOLDER]` opens the chat, over a folder's documents if one is named."""

import sys
from pathlib import Path

from qa.settings import Settings
from qa.web import serve

if __name__ == "__main__":
    serve(Settings(), Path(sys.argv[1]) if len(sys.argv) > 1 else None)
