"""The contents of a store in a form by which two stores can be compared."""

import hashlib
import json
from pathlib import Path
from typing import Any

from vectorstore.storage.sqlite.connection import Database


def dump(store: Path, vectors: bool = True) -> dict[str, Any]:
    """A hash of everything stored under each name; keys, dates and file times are left out."""
    held = {}
    with Database(store / "catalog.sqlite3").read() as connection:
        rows = connection.execute(
            "SELECT n.collection, n.name, n.path, d.document_key, d.document_id, d.digest, d.title, d.text, d.structure"
            " FROM names n JOIN documents d USING (document_key) ORDER BY n.collection, n.name"
        ).fetchall()
        for collection, name, path, key, *document in rows:
            passages = connection.execute(
                "SELECT passage_id, first, last, page, heading, context, sentences, vector, terms, around"
                " FROM passages JOIN lexical ON lexical.rowid = passage_key WHERE document_key = ? ORDER BY first",
                (key,),
            ).fetchall()
            cut = [[*row[:7], _hash(row[7]) if vectors else None, *row[8:]] for row in passages]
            held[f"{collection}/{name}"] = _hash(json.dumps([path, document, cut]).encode())
    return held


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
