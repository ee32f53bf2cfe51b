"""Measures the written questions of one part, all or a sample, and prints the figures.

Run: python -m benchmarks.suites.written --part train --sample 60
"""

import argparse
import os
import time

from benchmarks.lib import provenance
from benchmarks.lib.data import check_or_exit
from benchmarks.lib.processes import NICENESS
from benchmarks.lib.results import suite_result, write_suite
from benchmarks.lib.summary import Summary
from benchmarks.suites.written.cases import FILES, PARTS
from benchmarks.suites.written.figures import Asked, verdict
from benchmarks.suites.written.measure import measured


def main() -> None:
    """Prints a table, with `--list` every case; writes benchmarks/results/written.json only with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, default="train", help="dev judges: tune on train")
    parser.add_argument("--sample", type=int, help="questions of each kind; all without it")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--list", action="store_true", help="print each case with its verdict and short answer")
    parser.add_argument("--write", action="store_true", help="write the result file; of the part dev only")
    chosen = parser.parse_args()
    if chosen.write and chosen.part != "dev":
        parser.error("--write is for the part that judges: --part dev")
    check_or_exit(FILES)
    os.nice(NICENESS)
    code, began = provenance.code(), time.monotonic()
    summary, asked = measured(chosen.part, chosen.sample, chosen.seed)
    if chosen.list:
        print("\n".join(map(_line, asked)))
    print(table(summary))
    if chosen.write:
        sample = {"sample of each kind": str(chosen.sample), "seed": str(chosen.seed)} if chosen.sample else {}
        write_suite("written", suite_result(code, FILES, summary, time.monotonic() - began, **sample))


def table(summary: Summary) -> str:
    """The figures in percent, a row for each figure and a column for each kind, with the number of cases."""
    names = dict.fromkeys(name for group in summary.groups.values() for name in group.figures)
    rows = [f"{'':44}" + "".join(f"{kind[:12]:>13}" for kind in summary.groups)]
    for name in names:
        cells = [group.figures.get(name) for group in summary.groups.values()]
        rows.append(f"{name:44}" + "".join(f"{c.mean:7.1%}{f' /{c.cases}':<6}" if c else f"{'–':>13}" for c in cells))
    return "\n".join(rows)


def _line(one: Asked) -> str:
    case, result = one
    answer = result.answer
    sure = f"{answer.confidence:.2f}" if answer and answer.confidence is not None else "  – "
    ok = "+" if result.right else "-"
    rank = f"{result.values['MRR']:.2f}" if "MRR" in result.values else "  – "
    said = (answer.short or answer.plain_text or answer.reason or "") if answer else str(result.error)
    return (
        f"{ok} {case.id:14} {verdict(result):9} {sure} MRR {rank}  {case.question}  →  {' '.join(said.split())[:120]}"
    )


if __name__ == "__main__":
    main()
