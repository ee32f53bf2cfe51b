"""Characters that a reader cannot see, which could say to a program what nobody reads."""

import re

# Zero-width characters, joiners outside the scripts and emoji that need them, directional controls,
# interlinear marks, tags, and more than one variation selector in a row.
INVISIBLE = re.compile(
    "[\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]|(?<=[\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f\x0b\x0c\x85\u2028\u2029", " "))
SURROGATE = re.compile("[\ud800-\udfff]")


def cleaned(text: str) -> tuple[str, int]:
    """A text as it is seen, and how many invisible characters it lost (hyphenation hints are not counted)."""
    text = CONTROL.sub("", text).replace(SOFT_HYPHEN, "").translate(SPACES)
    text, count = INVISIBLE.subn("", SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))
    return text, count


def removed(count: int) -> str:
    """A note on invisible characters that were left out."""
    return f"left out {_counted(count)}" if count else ""


def seen(text: str) -> str:
    """A note on invisible characters that a text keeps."""
    count = len(INVISIBLE.findall(text))
    return f"holds {_counted(count)}" if count else ""


def _counted(count: int) -> str:
    """A number of invisible characters, in words."""
    return f"{count:,} invisible character{'s' if count > 1 else ''}"
