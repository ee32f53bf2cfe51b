"""The Evaluate view in a real browser, end to end: pairs go in, a report and a run come out, marks become cases."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa.evaluation import load
from tests.fixtures.paths import SAMPLES
from tests.fixtures.processes import FOOTNOTE, finished

Visit = Callable[..., Page]
Ask = Callable[[Page, str], None]
Send = Callable[[Page, str], None]

PAIRS = "\n".join((SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()[15:38:8])
SLOW = "slowly " + "word " * 12


def choose(page: Page, name: str, text: str, field: str = "pairs") -> None:
    page.locator(f"#pairs [name={field}]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )


def begin(page: Page) -> None:
    page.get_by_role("button", name="Start", exact=True).click()


def evaluate_view(page: Page) -> Page:
    page.get_by_role("link", name="Evaluate").click()
    expect(page.locator("#pairs")).to_be_visible()
    expect(page.locator("#progress .pending")).to_have_count(0)  # documents have been read
    return page


def untimed(value: Any) -> Any:
    """The value without what another run takes another time for."""
    if isinstance(value, dict):
        return {name: untimed(held) for name, held in value.items() if name not in {"seconds", "times"}}
    return [untimed(held) for held in value] if isinstance(value, list) else value


def on_command_line(site: Any, pairs: Path, *more: str) -> Any:
    ended = finished(*FOOTNOTE, "evaluate", pairs, "--store", site.store, "--json", *more)
    assert ended.stdout, ended.stderr
    return json.loads(ended.stdout)


def test_pairs_become_a_report_a_run_and_a_comparison(visit: Visit, site: Any, tmp_path: Path) -> None:
    page = evaluate_view(visit())
    choose(page, "pairs.jsonl", PAIRS)
    begin(page)
    headline = page.locator("#evaluation .headline")
    expect(headline).to_contain_text("of 3 right")
    expect(page.locator("#evaluation .ended")).to_contain_text("pairs.jsonl")

    page.get_by_role("button", name="Read the report").click()
    report = page.frame_locator("#report iframe")
    expect(report.locator("h1")).to_contain_text("3 cases")
    assert page.frames[-1].evaluate("self.origin") == "null"
    report.locator("#kind").select_option(index=1)  # its own script runs
    expect(report.locator("#count")).to_contain_text("of 3")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#report")).to_be_hidden()
    expect(page.get_by_role("button", name="Read the report")).to_be_focused()

    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download the run").click()
    assert downloaded.value.suggested_filename == "pairs.jsonl.run.json"
    run = Path(downloaded.value.path()).read_text("utf-8")
    (tmp_path / "pairs.jsonl").write_text(PAIRS, "utf-8")
    assert untimed(json.loads(run)) == untimed(on_command_line(site, tmp_path / "pairs.jsonl"))
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download the report").click()
    assert downloaded.value.suggested_filename == "pairs.jsonl.report.html"
    assert "3 cases" in Path(downloaded.value.path()).read_text("utf-8")

    page.reload()
    expect(headline).to_contain_text("of 3 right")
    choose(page, "pairs.jsonl", PAIRS)
    choose(page, "earlier.json", run, "baseline")
    expect(page.locator(".drop.chosen")).to_have_count(2)
    begin(page)
    expect(page.locator("#evaluation .verdict")).to_contain_text("cannot tell in any of the")
    expect(page.locator("#evaluation td.before").first).to_contain_text("cannot tell")
    left = [path for path in site.temporary.rglob("*") if path.is_file()]
    assert left == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broken.jsonl", '{"question": "Who?"}\n{"question": }', "broken.jsonl, line 2: not JSON"),
        ("empty.csv", "question,answer\n", "empty.csv: holds no case"),
        ("pairs.docx", "x", "pairs.docx: cases are read from .jsonl"),
    ],
)
def test_a_file_that_is_no_pairs_is_one_clear_line(visit: Visit, watched: Any, name: str, text: str, said: str) -> None:
    page = evaluate_view(visit())
    choose(page, name, text)
    begin(page)
    failure = page.locator("#pairs .failure")
    expect(failure).to_contain_text(said)
    assert "/" not in failure.inner_text() and "\n" not in failure.inner_text()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
    watched.wrong[:] = [line for line in watched.wrong if "400" not in line]


def test_pairs_can_be_dropped(visit: Visit) -> None:
    page = evaluate_view(visit())
    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["Who?"], "dropped.txt"));
            document.querySelector("#pairs .drop").dispatchEvent(
                new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: files }));
        }"""
    )
    expect(page.locator("#pairs .drop.chosen")).to_have_text("Pairsdropped.txt")
    begin(page)
    expect(page.locator("#evaluation .headline")).to_contain_text("of 1 right")


def test_a_baseline_of_other_cases_is_told_before_anything_is_asked(visit: Visit, watched: Any) -> None:
    page = evaluate_view(visit())
    choose(page, "pairs.jsonl", PAIRS)
    for text, said in (
        ('{"made_with": {}, "cases": []}', "the baseline is of other cases"),
        ("{}", "earlier.json: not a run of this version"),
    ):
        choose(page, "earlier.json", text, "baseline")
        begin(page)
        expect(page.locator("#pairs .failure")).to_contain_text(said)
    watched.wrong[:] = [line for line in watched.wrong if "400" not in line]


@pytest.fixture
def scripted(context: BrowserContext, scripted_site: Any, watched: Any) -> Page:
    page = context.new_page()
    watched.watch(page, scripted_site.address)
    page.goto(scripted_site.address)
    page.locator("#documents li[data-document]").nth(19).wait_for()
    return page


def test_it_can_be_watched_left_cancelled_and_taken_up_again(
    scripted: Page, send: Send, watched: Any, tmp_path: Path
) -> None:
    page = evaluate_view(scripted)
    one, two = tmp_path / "one", tmp_path / "two"
    questions = ["One?", "Two?", f"Held until there is {one}", f"Held until there is {two}", "Five?", "Six?"]
    pairs = "\n".join(json.dumps({"question": question}) for question in questions)
    name = "${alert(1)} {{x}} &lt;b&gt; 'pairs.jsonl"
    choose(page, name, pairs)
    begin(page)
    running = page.locator("#evaluation .running")
    expect(running.locator("h2")).to_have_text(name)
    expect(running).to_contain_text("2 of 6")
    expect(running.locator("q")).to_have_text(questions[2])
    expect(page.locator("#pairs")).to_be_hidden()

    page.reload()  # its state is on the server
    expect(running).to_contain_text("2 of 6")
    page.get_by_role("link", name="Chat").click()
    send(page, "Does the chat answer meanwhile?")
    expect(page.locator(".exchange.done .answer")).to_contain_text("Does the chat answer meanwhile?")
    page.get_by_role("link", name="Evaluate").click()

    page.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(running).to_contain_text("Stopping after this question")
    one.touch()
    ended = page.locator("#evaluation .ended")
    expect(ended).to_contain_text("Cancelled after 3 of 6. What was asked is kept")
    expect(ended.locator("h2")).to_be_focused()

    choose(page, name, pairs)
    begin(page)
    expect(running).to_contain_text("Continues after 3 of 6.")
    expect(running.locator("h2")).to_be_focused()
    two.touch()
    expect(page.locator("#evaluation .headline")).to_contain_text("6 of 6 right")
    assert watched.wrong == []


def test_a_mark_becomes_a_case_that_can_be_evaluated(visit: Visit, ask: Ask, site: Any) -> None:
    (site.store / "feedback.jsonl").unlink(missing_ok=True)
    page = visit()
    ask(page, "How long does it take to switch?")
    ask(page, "Who won the 1998 world cup in France?")
    page.get_by_role("button", name="Something is wrong").first.click()
    form = page.locator("form.feedback")
    expect(form.get_by_label("The answer is wrong")).to_be_focused()
    expect(form.locator("option", has_text="faq.md")).to_be_attached()
    page.keyboard.press("Tab")
    page.keyboard.type("15 working days")
    form.get_by_label("The document that says it").select_option("faq.md")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("feedback.jsonl --store")
    expect(form).to_contain_text(str(site.store))
    form.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Something is wrong").first).to_be_focused()

    page.get_by_role("button", name="Something is wrong").nth(1).click()
    expect(form.get_by_label("It should have answered")).to_be_checked()
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Kept as a case")

    first, second = load(site.store / "feedback.jsonl")
    assert (first.question, first.answers) == ("How long does it take to switch?", ("15 working days",))
    assert [gold.document for gold in first.evidence] == ["faq.md"] and not first.history
    assert second.note == "it should have answered; asked of the collection default"
    assert [turn.content for turn in second.history][:1] == [first.question] and second.answerable

    evaluate_view(page)
    page.get_by_role("button", name="Start with the 2 cases marked in the chat").click()
    expect(page.locator("#evaluation .headline")).to_have_text("1 of 2 right")
    assert httpx.get(f"{site.address}/evaluation/run").json()["stages"] == {"refused wrongly": 1}


def test_a_question_that_should_have_been_refused(scripted: Page, send: Send, scripted_site: Any) -> None:
    send(scripted, "Who was never asked?")
    scripted.locator(".exchange.done").wait_for()
    scripted.get_by_role("button", name="Something is wrong").click()
    form = scripted.locator("form.feedback")
    form.locator("textarea").fill("<img src=x onerror=alert(1)>")
    form.get_by_label("It should have said").check()
    expect(form.locator("textarea")).to_be_hidden()
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Kept as a case")
    case = load(scripted_site.store / "feedback.jsonl")[-1]
    assert not case.answerable and not case.answers and (case.note or "").startswith("it should have refused")


def test_a_form_stays_while_another_answer_grows(scripted: Page, send: Send) -> None:
    send(scripted, "What is first?")
    scripted.locator(".exchange.done").wait_for()
    send(scripted, f"{SLOW} second")
    scripted.locator(".exchange.running .answer").wait_for()
    scripted.get_by_role("button", name="Something is wrong").click()
    box = scripted.locator("form.feedback textarea")
    box.focus()
    scripted.keyboard.type("typed while it grows", delay=60)
    scripted.locator(".exchange.done").nth(1).wait_for()
    assert box.input_value() == "typed while it grows"
    expect(scripted.locator(".exchange").first.locator("form.feedback")).to_be_visible()
    scripted.keyboard.press("Escape")
    expect(scripted.locator("form.feedback")).to_have_count(0)


def test_hostile_texts_in_a_mark_stay_texts(
    scripted: Page, send: Send, scripted_site: Any, hostile_strings: tuple[str, ...], watched: Any
) -> None:
    for number, hostile in enumerate(hostile_strings[:14]):
        send(scripted, hostile)
        scripted.locator(".exchange.done").nth(number).wait_for()
    scripted.get_by_role("button", name="Something is wrong").last.click()
    form = scripted.locator("form.feedback")
    expect(form.locator("option")).to_have_count(21)
    form.locator("textarea").fill("\n".join(hostile_strings))
    form.locator("select").select_option(index=3)
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Kept as a case")
    assert form.locator("script, img, svg, iframe, style, a, link, meta, base").count() == 0
    case = load(scripted_site.store / "feedback.jsonl")[-1]
    assert case.question == hostile_strings[13].strip() and case.answers == ("\n".join(hostile_strings).strip(),)
    assert len(case.history) == 26
    assert watched.wrong == []
