"""Questions in everyday words over the paragraphs of several reading sets, which are one library.

`dev` is the part that judges; `train` is the part that may be tuned on. Kinds: `ordinary` (a set's own question),
`reworded` (the same in other words), `trap` (sounds as if a paragraph answered it), `gone` (ordinary and reworded
questions over a library without their paragraphs), `follow_up`, `yes_no` and `explain`.
"""
