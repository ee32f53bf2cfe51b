"""Bytes of a text file become characters."""

import codecs
import re

from vectorstore.parsing.refusal import Refused

# UTF-32 first: its little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NOT_TEXT = "is not text: it holds bytes that only binary files have; save it as plain text (UTF-8)."
# Terminal colours (ESC) are common in logs.
UNPRINTED = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_UNPRINTED = 0.02  # of all characters
WESTERN = "cp1252"
# Recognised by mark or zeros; as a guess they turn any even number of bytes into Chinese.
WIDE = ("utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le", "utf_7")
SAMPLE = 4096  # bytes looked at to see whether every second one is zero


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The characters of a text file without its byte order mark, and the name of an encoding that had to be guessed."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), None
    for candidate in (declared, _unmarked_utf16(data), "utf-8"):
        try:
            if candidate:
                return _as_text(data.decode(candidate)), None
        except (UnicodeError, LookupError):
            continue
    if b"\0" in data:
        raise Refused(NOT_TEXT)
    return _guessed(data)


def _strict(data: bytes, encoding: str) -> str:
    """The characters of bytes whose encoding is marked."""
    try:
        return _as_text(data.decode(encoding))
    except UnicodeDecodeError:
        raise Refused(f"is damaged: it is marked as {encoding} but is not; save it again as UTF-8.") from None


def _as_text(text: str) -> str:
    """The same text, if it is one: no text editor writes NUL, and it ends strings in databases."""
    if "\0" in text or len(UNPRINTED.findall(text)) > MOST_UNPRINTED * len(text):
        raise Refused(NOT_TEXT)
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, seen by zeros at every second byte."""
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    most = max(even, odd)
    if not most or most < len(sample) // 5 or min(even, odd) > most // 20:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _guessed(data: bytes) -> tuple[str, str | None]:
    """The characters in the most probable encoding of old text, and its name."""
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_exclusion=list(WIDE))
    best = matches.best()
    if best is None:
        raise Refused(NOT_TEXT)
    # Where nothing speaks against the most common encoding of the West, it is the better guess.
    equal = [match for match in matches if match.chaos <= best.chaos and match.coherence >= best.coherence]
    western = any(WESTERN in match.could_be_from_charset for match in equal)
    encoding = WESTERN if western else best.encoding
    text = _as_text(data.decode(encoding))
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), encoding
