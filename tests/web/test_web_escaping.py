"""Twenty hostile strings in each place of what the page is made of: they come out as text."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hostile import HOSTILE
