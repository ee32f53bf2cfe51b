"""The conditions of a run: all that its results depend on."""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version

from qa.answering.calibration import calibration_of
from qa.evaluation.cases.case import Case
from qa.service import Service


def made_with(service: Service, cases: Sequence[Case], collection: str | None = None) -> dict[str, str]:
    """Version, models, calibration, documents and cases of a run, each by name or hash."""
    collection = collection or service.settings.collection
    library = service.library
    documents = [(document.name, document.document_id) for document in library.documents(collection)]
    return {
        "footnote": version("footnote-qa"),
        "model": service.settings.model,
        "embedding": library.models.embedding_id,
        "reader": library.models.reranker_id,
        "calibration": _digest(calibration_of(library).model_dump()),
        "collection": collection,
        "documents": f"{len(documents)}, {_digest(documents)}",
        "cases": f"{len(cases)}, {_digest([(case.id, case.fingerprint) for case in cases])}",
    }


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
