"""Embeddings as arrays. Apart from the other types: the sandboxed parsers load those, and must not load NumPy."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""One embedding of length 1, shape (dimension,)."""
Vectors = NDArray[np.float32]
"""Embeddings of length 1 as rows, shape (n, dimension)."""
