"""What figures were made with: code, models, settings and machine."""

import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import torch

from benchmarks.lib.data import ROOT
from qa.answering.calibration import SHIPPED
from qa.answering.retrieve import PASSAGES
from qa.types import Value
from vectorstore import SentenceEmbedder
from vectorstore.ingest.document_builder import NEIGHBOUR_WEIGHT
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.models.reranker import DEFAULT_RERANKER
from vectorstore.models.sentence_embedder import DEFAULT_SHA256
from vectorstore.search.hybrid import CANDIDATES, RERANKED
from vectorstore.text.chunking import CONTEXT_TOKENS, PASSAGE_TOKENS, TOKENS_AFTER, TOKENS_BEFORE


class Code(Value):
    """The commit, and whether source files differ from it."""

    commit: str
    dirty: bool


def code() -> Code:
    """The commit that is checked out; dirty if a tracked or new file differs, except results and documentation."""
    changed = _git("status", "--porcelain", "--", ".", ":!benchmarks/results", ":!docs", ":!*.md")
    return Code(commit=_git("rev-parse", "--short", "HEAD"), dirty=bool(changed))


def settings() -> dict[str, str | int | float]:
    """The versions, models and numbers that the figures depend on."""
    calibration = json.loads(SHIPPED.read_bytes())[DEFAULT_RERANKER]
    return {
        "footnote-qa": version("footnote-qa"),
        "model": "extractive",
        "embedding": SentenceEmbedder().identity,
        "embedding sha256": DEFAULT_SHA256,
        "passage tokens": PASSAGE_TOKENS,
        "context tokens": CONTEXT_TOKENS,
        "tokens before": TOKENS_BEFORE,
        "tokens after": TOKENS_AFTER,
        "weight of a neighbour's vector": NEIGHBOUR_WEIGHT,
        "candidates of each side": CANDIDATES,
        "passages read": PASSAGES,
        "reader": EvidenceModel().identity,
        "candidates read": RERANKED,
        "weight of search beside relevance": EvidenceModel.fusion_weight,
        "answered from confidence": calibration["answered"]["confidence"],
        "uncertain from confidence": calibration["uncertain"]["confidence"],
    }


def machine() -> dict[str, str | int | bool]:
    """The machine and the versions of Python and torch."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "memory, GiB": round(memory / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "torch": version("torch"),
        "torch threads": torch.get_num_threads(),
        "bfloat16": bool(getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()),
    }


def load() -> float:
    """The mean number of processes that wanted a core in the last five minutes."""
    return round(os.getloadavg()[1], 1)


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
