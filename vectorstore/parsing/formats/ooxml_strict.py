"""Office files saved as "Strict Open XML", rewritten in the names that every reader knows."""

import io
import re
import zipfile

STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
COMMON = rb"http://schemas.openxmlformats.org/\1/2006/"


def transitional(data: bytes) -> bytes:
    """The same package, its strict names replaced; most packages have none and come back as they are."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not STRICT.search(archive.read("_rels/.rels")):
            return data
        rewritten = io.BytesIO()
        with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in archive.namelist():
                part = archive.read(name)
                copy.writestr(name, STRICT.sub(COMMON, part) if name.endswith((".xml", ".rels")) else part)
    return rewritten.getvalue()
