"""The command `footnote`: its group of commands, and the way from an error to one line and an exit code."""

import sys
from collections.abc import Sequence

import click
from pydantic import ValidationError

from qa.advice import explained
from qa.cli import ask, documents, evaluate, maintenance, serve
from qa.cli.exit_codes import DONE, INTERRUPTED, WRONG_USE, exit_code
from qa.cli.progress import Interrupted
from qa.errors import AnswerError
from vectorstore import LibraryError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; an error that the user can cause is one line on standard error."""
    try:
        return int(footnote.main(args=arguments, prog_name="footnote", standalone_mode=False) or DONE)
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code if isinstance(error, Interrupted) else WRONG_USE)
    except ValidationError as error:
        first = error.errors()[0]
        return _fail(f"FOOTNOTE_{str(first['loc'][0]).upper()}: {first['msg']}", WRONG_USE)
    except (LibraryError, AnswerError) as error:
        return _fail(explained(error), exit_code(error))
    except (click.Abort, KeyboardInterrupt):
        return _fail("stopped", INTERRUPTED)


def _fail(message: str, code: int) -> int:
    click.echo(f"footnote: {' '.join(message.split())}", err=True)
    return code


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="footnote-qa", message="%(version)s")
def footnote() -> None:
    """Answers from your own documents, each sentence with a footnote you can check."""


for module in (serve, documents, ask, evaluate, maintenance):
    for command in module.COMMANDS:
        footnote.add_command(command)


if __name__ == "__main__":
    sys.exit(main())
