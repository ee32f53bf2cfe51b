"""The documented list of rules"""

import re

from tests.contract.storage.rules import FOLDER, SECTIONS, rendered
from tests.fixtures.paths import ROOT

PAGE = ROOT / "docs" / "reference" / "storage-engines.md"


def test_the_page_on_engines_lists_the_rules_as_they_are() -> None:
    _, _, listed = PAGE.read_text(encoding="utf-8").partition("prints it:\n\n")
    assert listed == rendered()


def test_every_rule_is_one_sentence_and_every_file_is_listed() -> None:
    files = {path.stem.removeprefix("test_") for path in FOLDER.glob("test_*.py")}
    assert files == {*SECTIONS, "rules"}
    assert all(re.fullmatch(r"- [`A-Z].*\.", line) for line in rendered().splitlines() if line and line[0] != "#")
