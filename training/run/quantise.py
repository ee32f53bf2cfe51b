"""Writes a trained model with its matrices in eight bits, as the product reads it, too.

Run: python -m training.run.quantise MODEL OUT
"""

import argparse
import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file

from training.model.network import digest
from vectorstore.models.evidence.int8 import quantised


def quantise(model: Path, out: Path) -> None:
    """Copy a model's folder with smaller weights."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "config.json"):
        shutil.copyfile(model / name, out / name)
    save_file(quantised(load_file(model / "model.safetensors")), out / "model.safetensors")


def main() -> None:
    """Writes one model and prints its digest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    quantise(options.model, options.out)
    print(digest(options.out))


if __name__ == "__main__":
    main()
