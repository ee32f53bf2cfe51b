"""The child process that reads files: one path a line in, one result a line out, until its parent is gone."""

import gc
import json
import os
import sys
from pathlib import Path

from vectorstore.errors import UnreadableFile
from vectorstore.parsing.file_parser import parse
from vectorstore.parsing.sandbox.limits import confine, grant
from vectorstore.parsing.sandbox.wire import refusal_to_line, to_line


def main() -> None:
    """Reads files for the parent under the limits that its first line sets."""
    requests = sys.stdin.buffer
    # Answers get a descriptor of their own: what a library prints must not mix with them.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits = json.loads(requests.readline())
    confine(limits["memory"])
    for request in requests:
        grant(limits["seconds"])
        path = Path(json.loads(request))
        try:
            answer = to_line(parse(path))
            healthy = True
        except UnreadableFile as error:
            answer = refusal_to_line(str(error))
            # After a surprise nobody knows what state a parser is in: the next file gets a new process.
            healthy = error.__cause__ is None
        except MemoryError:
            gc.collect()
            answer = refusal_to_line(f"{path.name}: needs too much memory to be read; split it and add the parts.")
            healthy = False
        answers.write(answer)
        answers.flush()
        if not healthy:
            return
