"""What the reference lists exists, and what exists is in the reference."""

import inspect
import re
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import qa
import qa.errors
import vectorstore
from qa.cli.exit_codes import exit_code
from qa.cli.main import footnote
from qa.evaluation.metrics.catalog import NAMES
from qa.settings import Settings
from tests.fixtures.pages import (
    COMMANDS,
    ERRORS,
    EVERYTHING,
    GUIDE,
    METRICS,
    PYTHON,
    SETTINGS,
    SHARED_OPTIONS,
    code,
    options,
    rows,
    section,
)
from vectorstore import LibraryError
from vectorstore.parsing.registry import ADDED_DOCUMENT, SUFFIXES


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {code(row[0])[0]: row[1] for row in rows(SETTINGS) if row[0].startswith("`FOOTNOTE_")}
    for name, field in Settings.model_fields.items():
        default = "–" if field.default is None else f"`{field.default}`"
        assert documented.pop(f"FOOTNOTE_{name.upper()}") == default
    assert {code(row[0])[0] for row in rows(SETTINGS) if row[0].startswith("`FOOTNOTE_") and len(row) == 2} == set(
        documented
    )


def test_every_setting_named_anywhere_is_in_the_reference() -> None:
    assert set(re.findall(r"FOOTNOTE_[A-Z_]+", EVERYTHING)) <= set(re.findall(r"FOOTNOTE_[A-Z_]+", SETTINGS))


def test_the_commands_of_the_reference_are_those_that_exist() -> None:
    assert set(re.findall(r"^## `footnote (\w+)`", COMMANDS, re.M)) == set(footnote.commands)


@pytest.mark.parametrize("name", footnote.commands)
def test_a_commands_options_are_documented(name: str) -> None:
    documented = {option for row in rows(section(COMMANDS, f"`footnote {name}`")) for option in code(row[0])}
    named = {word for option in documented for word in option.split() if word.startswith("-")}
    assert named == options(footnote.commands[name]) - SHARED_OPTIONS


@pytest.mark.parametrize(
    ("package", "title"), [(vectorstore, "Package `vectorstore`"), (qa, "Package `qa`")], ids=["vectorstore", "qa"]
)
def test_the_public_names_of_the_reference_are_those_that_are_exported(package: Any, title: str) -> None:
    listed = section(PYTHON, title).split("\n### ")[0]
    documented = [name for row in rows(listed) for name in re.findall(r"`([A-Za-z]\w*)`", row[0])]
    assert sorted(documented) == sorted(package.__all__)


@pytest.mark.parametrize("kind", [vectorstore.Library, qa.Service, vectorstore.Artifacts])
def test_every_public_member_is_documented(kind: type) -> None:
    title = "Artifacts" if kind is vectorstore.Artifacts else f"`{kind.__name__}`"
    documented = {
        name for row in rows(section(PYTHON, title)) for name in re.findall(rf"`(?:{kind.__name__}\.)?(\w+)", row[0])
    }
    assert {name for name in vars(kind) if not name.startswith("_")} <= documented


@pytest.mark.parametrize(
    "name", [n for n in vectorstore.__all__ if is_dataclass(getattr(vectorstore, n))], ids=lambda name: name
)
def test_every_field_of_a_value_is_documented(name: str) -> None:
    [row] = [row for row in rows(section(PYTHON, "Values of `vectorstore`")) if row[0] == f"`{name}`"]
    assert {field.name for field in fields(getattr(vectorstore, name))} <= set(code(row[1]))


def kinds(base: type[Exception], module: Any) -> dict[str, Any]:
    return {name: kind for name, kind in vars(module).items() if inspect.isclass(kind) and issubclass(kind, base)}


def test_every_error_of_the_library_is_documented() -> None:
    documented = {code(row[0])[0]: row for row in rows(section(ERRORS, "Errors of the library")) if code(row[0])}
    errors: dict[str, type[LibraryError]] = kinds(LibraryError, vectorstore.errors)
    assert set(documented) == set(errors)
    for name, (_, shown, _, facts, exits) in documented.items():
        kind = errors[name]
        stated = re.search(r"Facts: ([\w, ]+)\.", kind.__doc__ or "")
        assert shown == f"`{kind.code}`"
        assert facts == (stated[1] if stated else "–")
        assert int(exits) == exit_code(kind(""))


def test_every_error_of_an_answer_is_documented() -> None:
    documented = {code(row[0])[0]: row for row in rows(section(ERRORS, "Errors of an answer")) if code(row[0])}
    errors = kinds(qa.AnswerError, qa.errors)
    assert set(documented) == set(errors)
    assert all(int(row[-1]) == exit_code(errors[name]()) for name, row in documented.items())


def test_the_metrics_of_the_reference_are_those_that_are_measured() -> None:
    measured = [name for row in rows(METRICS) if len(row) == 3 for name in code(row[0])]
    assert measured == list(NAMES)


def test_every_suffix_that_is_read_is_in_the_guide() -> None:
    named = {
        suffix for row in rows(section(GUIDE["docs/guide/documents.md"], "What is read")) for suffix in code(row[1])
    }
    assert named == set(SUFFIXES) - {ADDED_DOCUMENT}
