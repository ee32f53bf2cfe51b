"""The front door: `python app.py [FOLDER]` is `footnote serve [FOLDER]`."""

import sys

from qa.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
