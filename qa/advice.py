"""What a person does about an error of the library: which command, which setting. The library itself names neither."""

from vectorstore import Cure, DifferentEmbedder, Fault, LibraryError

# By the error's code; the facts of the error are filled in.
_ADVICE = {
    "different_embedder": "set FOOTNOTE_EMBEDDING={made_with}, or embed it anew with `footnote rebuild --embed`",
    "not_a_file": "for a folder: `footnote sync`",
    "store_too_new": "upgrade with pip install --upgrade footnote-qa, or name another store with --store",
    "store_unusable": "`footnote verify` says what is damaged, `footnote restore` brings back a backup, --store names "
    "another folder",
    "unknown_document": "`footnote list` shows the names",
    "unusable_reranker": "FOOTNOTE_READER takes a CrossEncoder with one label or a question-answering model with "
    "weights in safetensors, by folder or name; `none` ranks without one",
}
_CURES = {
    Cure.REBUILD_INDEX: "`footnote rebuild` mends it",
    Cure.REBUILD_EMBEDDINGS: "`footnote rebuild --embed` makes them anew",
    Cure.RESTORE: "`footnote restore` brings back a backup",
    Cure.ADD_AGAIN: "add the file again",
    Cure.TRY_AGAIN: "try again",
}


def explained(error: Exception) -> str:
    """An error as one line, with what to do about it."""
    if not isinstance(error, LibraryError):
        return str(error)
    if isinstance(error, DifferentEmbedder) and error.facts["made_with"] == error.facts["model"]:  # with other weights
        return f"{error}, or embed the store anew with `footnote rebuild --embed`"
    advice = _ADVICE.get(error.code)
    return f"{error}: {advice.format(**error.facts)}" if advice else str(error)


def cured(fault: Fault) -> str:
    """A fault of a store as one line, with what mends it."""
    cure = _CURES.get(fault.cure)
    return f"{fault.message}: {cure}" if cure else fault.message
