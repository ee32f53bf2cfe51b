"""Storage: where documents, passages and vectors are kept, behind one set of protocols."""
