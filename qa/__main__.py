"""`python -m qa` is `footnote`."""

import sys

from qa.cli import main

sys.exit(main())
