"""Why a file gives no text, in the words its owner reads."""


class Refused(Exception):
    """What is wrong with a file and what to do, worded to follow "minutes.pdf: "."""
