"""The exit codes of the command line, and the code for each kind of error."""

from qa.errors import AnswerError, InvalidQuestion, NotToldApart, TooFewCases
from vectorstore import LibraryError
from vectorstore.errors import InvalidCollection, NotAFolder, UnknownDocument

DONE, NO, WRONG_USE, COULD_NOT = 0, 1, 2, 3
INTERRUPTED = 130  # 128 and the number of the signal, as shells have it

_NO = (NotToldApart,)
_WRONG_USE = (InvalidQuestion, InvalidCollection, NotAFolder, TooFewCases, UnknownDocument)


def exit_code(error: LibraryError | AnswerError) -> int:
    """The exit code of a command that ends with an error."""
    if isinstance(error, _NO):
        return NO
    return WRONG_USE if isinstance(error, _WRONG_USE) else COULD_NOT
