"""What a zip container may be before anything in it is unpacked."""

import stat
import zipfile

from vectorstore.parsing.refusal import Refused

ENTRIES = 2_000
UNPACKED = 200_000_000  # bytes
RATIO = 100  # unpacked : packed, of one entry
SMALL = 1_000_000  # bytes: an entry this small does no harm at any ratio


def check_zip(archive: zipfile.ZipFile) -> None:
    """Nothing; raises Refused if unpacking could do harm. Declared sizes can lie: memory limits stay the real guard."""
    reason = _harm(archive.infolist())
    if reason:
        raise Refused(f"is refused: {reason}; save it again from the program that made it.")


def _harm(entries: list[zipfile.ZipInfo]) -> str:
    """What is wrong with the entries of an archive, or nothing."""
    if len(entries) > ENTRIES:
        return f"it holds {len(entries):,} parts, more than {ENTRIES:,}"
    if sum(entry.file_size for entry in entries) > UNPACKED:
        return f"it unpacks to more than {UNPACKED // 1_000_000} MB"
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or ".." in name.split("/"):
            return "a part of it has an unsafe name"
        if stat.S_ISLNK(entry.external_attr >> 16):
            return "a part of it is a symbolic link"
        if entry.file_size > max(SMALL, RATIO * entry.compress_size):
            return f"a part of it unpacks to over {RATIO} times its size"
    return ""
