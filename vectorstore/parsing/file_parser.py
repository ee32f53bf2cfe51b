"""One file on disk becomes its text, or one line that says why not."""

import stat
import warnings
from pathlib import Path

from vectorstore.errors import UnreadableFile
from vectorstore.parsing.content_type import check_content, with_article
from vectorstore.parsing.refusal import Refused
from vectorstore.parsing.registry import Format, format_of
from vectorstore.types import SourceText

LARGEST = 100_000_000  # bytes


def parse(path: Path) -> SourceText:
    """The text of a file, read in this process; raises UnreadableFile."""
    try:
        file_format = format_of(path)
        source = _parsed(_bytes(path), path.stem, file_format)
    except Refused as refusal:
        raise unreadable(path, str(refusal)) from refusal.__cause__
    return source


def unreadable(path: Path, reason: str) -> UnreadableFile:
    """The one line that says why a file gave no text."""
    # A name may hold line breaks, terminal codes or bytes that are no text; the line must stay one plain line.
    name = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path.name)
    return UnreadableFile(f"{name}: {reason}")


def _bytes(path: Path) -> bytes:
    """What is in an ordinary file of a bearable size."""
    try:
        found = path.stat()
        # A pipe or a device could block for ever or never end.
        if not stat.S_ISREG(found.st_mode):
            raise Refused("is not an ordinary file; add the files in it, or a copy.")
        if found.st_size > LARGEST:
            raise Refused(f"is larger than {LARGEST // 1_000_000} MB; split it and add the parts.")
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("does not exist; check the name.") from None
    except PermissionError:
        raise Refused("may not be opened by you; change its permissions.") from None
    except OSError as error:
        raise Refused(f"cannot be read ({error.strerror}); copy it to another place and add that.") from None


def _parsed(data: bytes, stem: str, file_format: Format) -> SourceText:
    """What its format's parser makes of a file."""
    # Loaded first: a library that is missing here is no fault of the file.
    parser = file_format.parser()
    try:
        # What libraries warn of (a picture left out, an odd header) is nothing its owner can act on.
        with warnings.catch_warnings(action="ignore"):
            check_content(data, file_format)
            source = parser(data, stem)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("needs too much memory to be read; split it and add the parts.") from error
    # Third-party parsers meet hostile and broken files with every exception there is; none may reach the user.
    except Exception as error:
        raise Refused(
            f"is damaged or not quite {with_article(file_format.name)} file ({type(error).__name__});"
            " open it and save it again."
        ) from error
    if not source.blocks:
        raise Refused("has no text; there is nothing to find in it.")
    return source
