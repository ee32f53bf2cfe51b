"""A library's own calibration: fitted to its documents, gone by when it is asked, refused where it does not fit."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import Service, Settings
from qa.answering.calibration import NAME as CALIBRATION
from qa.answering.calibration import Calibration, Threshold, calibration_of, model_names, reset, shipped, store
from qa.answering.evidence import select_evidence
from qa.answering.retrieve import PASSAGES
from qa.cli import main
from qa.cli.exit_codes import COULD_NOT, DONE, NO, WRONG_USE
from qa.errors import CalibrationUnreadable, NotToldApart
from qa.evaluation import Case, ErrorRates, FittedCalibration, InvalidCases, calibrated
from vectorstore import Library, SentenceEmbedder

THINGS = (
    "lamp quay crane buoy slipway chapel mill bakery school tower bridge harbour library station market "
    "prison museum theatre hospital brewery"
).split()
PAIRS = [
    {
        "id": thing,
        "question": f"When was the {thing} built?",
        "evidence": [{"document": f"{thing}.md", "quote": f"built in {1800 + n}"}],
    }
    for n, thing in enumerate(THINGS)
] + [
    {"id": "open", "question": "Who built the lamp?"},
    {"id": "none", "question": "Which zeppelin landed in Portugal?", "answerable": False},
]
ACCEPTED = ErrorRates(wrong=0.1, refused=0.1)
CASES = [Case.model_validate(pair) for pair in PAIRS]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Service:
    folder = tmp_path_factory.mktemp("documents")
    for n, thing in enumerate(THINGS):
        (folder / f"{thing}.md").write_text(f"# The {thing}\n\nThe {thing} was built in {1800 + n} by Ida Holm.\n")
    library = Library.open(tmp_path_factory.mktemp("town"), embedder)
    library.sync(folder)
    library.settle()
    return Service(Settings(store=library.store), library)


@pytest.fixture(scope="module")
def fitted(town: Service) -> FittedCalibration:
    done: list[tuple[str, int, int]] = []
    found = calibrated(town, CASES, ACCEPTED, lambda case, *far: done.append((case.id, *far)))
    assert done == [(case.id, n, len(CASES)) for n, case in enumerate(CASES, 1)]
    return found


@pytest.fixture(autouse=True)
def uncalibrated(town: Service) -> Iterator[None]:
    yield
    reset(town.library)


def file(town: Service) -> Path:
    return town.library.store / CALIBRATION


def test_a_pair_with_evidence_counts_with_it_and_without(fitted: FittedCalibration, town: Service) -> None:
    assert (fitted.answerable, fitted.unanswerable, fitted.calibration.questions) == (21, 21, 22)
    assert fitted.slope > 0 and fitted.area > 0.5 and fitted.held_out_by == "document"
    assert fitted.calibration.fitted_to == model_names(town.library)
    assert not file(town).exists()


def test_what_was_fitted_is_gone_by_until_it_is_reset(fitted: FittedCalibration, town: Service) -> None:
    def logit() -> float:
        return select_evidence(town.library, CASES[0].question, town.library.search(CASES[0].question, PASSAGES)).logit

    before = logit()
    assert store(town.library, fitted.calibration) == file(town)
    assert calibration_of(town.library) == fitted.calibration
    assert logit() == pytest.approx(fitted.slope * before + fitted.intercept, abs=1e-3)
    refused = [town.ask(case.question).refused for case in CASES if case.answerable]
    assert sum(refused) <= 0.1 * len(refused)
    reset(town.library)
    assert calibration_of(town.library) == shipped(town.library) and logit() == before


def test_another_readers_calibration_stays(
    fitted: FittedCalibration, town: Service, embedder: SentenceEmbedder
) -> None:
    store(town.library, fitted.calibration)
    unread = Library.open(town.library.store, embedder, reranker="none")
    assert calibration_of(unread) == shipped(unread)
    own = fitted.calibration.model_copy(
        update={"uncertain": Threshold(confidence=0.1, error=0.2), "fitted_to": model_names(unread)}
    )
    store(unread, own)
    assert calibration_of(unread) == own and calibration_of(town.library) == fitted.calibration
    assert [path.name for path in file(town).parent.glob("calibration*")] == [CALIBRATION]


def test_a_calibration_to_other_models_is_not_gone_by(fitted: FittedCalibration, town: Service) -> None:
    store(town.library, fitted.calibration.model_copy(update={"fitted_to": "another reader"}))
    with pytest.raises(CalibrationUnreadable, match=r"fitted to another reader, and these are footnote@.*--reset"):
        town.ask("When was the lamp built?")


def text(calibration: Calibration, **changed: object) -> str:
    return json.dumps({"footnote": calibration.model_dump() | changed})


@pytest.mark.parametrize("damage", ["", "[]", "nonsense", '{"footnote": 1}', "threshold", "feature"])
def test_a_damaged_calibration_is_one_line(
    fitted: FittedCalibration, town: Service, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    damages = {
        "threshold": text(fitted.calibration, answered={"confidence": float("nan"), "error": 0.1}),
        "feature": text(fitted.calibration, answers={"luck": 1.0}),
    }
    file(town).write_text(damages.get(damage, damage))
    with pytest.raises(CalibrationUnreadable, match=r"^[^\n]+ footnote calibrate --reset$"):
        town.ask("When was the lamp built?")
    if damage != "feature":
        with pytest.raises(CalibrationUnreadable):
            calibrated(town, CASES, ACCEPTED)


def test_a_collection_is_an_argument(fitted: FittedCalibration, town: Service) -> None:
    elsewhere = Service(Settings(store=town.library.store, collection="elsewhere"), town.library)
    assert calibrated(elsewhere, CASES, ACCEPTED, collection="default") == fitted
    with pytest.raises(InvalidCases, match=r"lamp\.md: no document"):
        calibrated(elsewhere, CASES, ACCEPTED)


def test_evidence_that_is_not_there_is_named_before_anything_is_asked(town: Service) -> None:
    for gold, said in (({"document": "no.md"}, "no.md: no document"), ({"document": "lamp.md", "quote": "x y"}, "x y")):
        case = Case.model_validate({"question": "When?", "evidence": [gold], "where": "pairs.jsonl, line 3"})
        with pytest.raises(InvalidCases, match=rf"^pairs\.jsonl, line 3: .*{said}"):
            calibrated(town, [*CASES, case], ACCEPTED, lambda *_: pytest.fail("it was asked"))


def test_the_command_fits_keeps_and_resets(town: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs, at = tmp_path / "pairs.jsonl", ["--store", str(town.library.store)]
    pairs.write_text("\n".join(map(json.dumps, PAIRS)))
    assert main(["calibrate", str(pairs), "--refused", "0.2", "--wrong", "25%", *at]) == DONE
    out, err = capsys.readouterr()
    assert out.startswith("22 questions: 21 times with what answers them, 21 times without\n")
    assert "held out by document" in out and f"kept in {file(town)}" in err
    kept = calibration_of(town.library)
    assert (kept.answered.error, kept.uncertain.error) == (0.25, 0.2)
    assert main(["calibrate", "--reset", *at]) == DONE
    assert not file(town).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], WRONG_USE, "name PAIRS"),
        (["pairs.jsonl", "--reset"], WRONG_USE, "name PAIRS"),
        (["pairs.jsonl", "--refused", "many"], WRONG_USE, "not a share"),
        (["pairs.jsonl", "--refused", "100%"], WRONG_USE, "not a share"),
        (["pairs.jsonl"], WRONG_USE, "1 questions that the documents answer and 1 that they do not: at least 20"),
        (["nothing.jsonl"], COULD_NOT, "nothing.jsonl"),
    ],
)
def test_wrong_use_is_one_line(
    town: Service,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pairs.jsonl").write_text(json.dumps(PAIRS[0]))
    assert main(["calibrate", *arguments, "--store", str(town.library.store)]) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line and not file(town).exists()


def test_cases_that_cannot_be_told_apart_write_nothing(
    town: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> FittedCalibration:
        raise NotToldApart("they cannot be told apart")

    monkeypatch.setattr("qa.evaluation.calibrated", fails)
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(json.dumps(PAIRS[0]))
    assert main(["calibrate", str(pairs), "--store", str(town.library.store)]) == NO
    assert capsys.readouterr().err == "footnote: they cannot be told apart\n" and not file(town).exists()
