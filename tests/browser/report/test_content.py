"""What the report of a run says: its figures, its cases, and hostile strings as text."""

import re
from pathlib import Path

from playwright.sync_api import expect

from qa.evaluation import Run, compare
from qa.evaluation.report.page import report_page as report
from qa.evaluation.runner.case_result import GoldSpan
from tests.browser.report.cases import HOSTILE, TEXT, answered, citation
from tests.browser.report.opened import TOO_WIDE, Visit, case, open_all
from tests.fixtures.processes import environment, python


def test_it_holds_all_that_it_needs(run: Run, visit: Visit) -> None:
    html = report(run)
    assert not re.search(r"https?:|//\w", html)
    assert all(link.startswith(("#", "data:")) for link in re.findall(r'(?:src|href)="([^"]*)"', html))
    page = visit(html)
    open_all(page)
    assert page.locator("figure > svg").count() == 3
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'; ") and "'unsafe-inline'; img-src data:; script-src 'sha256-" in policy


def test_every_figure_and_case_is_in_it(run: Run, visit: Visit) -> None:
    page = visit(report(run))
    expect(page.locator("h1")).to_contain_text(f"42 cases, {run.summaries['right'].mean:.1%} right")
    names = page.locator("#figures tbody th").evaluate_all("nodes => nodes.map((node) => node.firstChild.data)")
    assert names == list(run.summaries)
    for row, figure in zip(page.locator("#figures tbody tr").all(), run.summaries.values(), strict=True):
        assert f"{figure.mean:.1%}" in row.inner_text() and f"{figure.low:.1%} – {figure.high:.1%}" in row.inner_text()
    assert page.locator(".case .id").all_text_contents() == [outcome.id for outcome in run.results]
    lost = page.locator("figure [data-kind]").all_text_contents()
    assert lost == list(run.stages)
    assert page.locator("tr", has_text="written wrongly").inner_text().split("\t")[1].strip() == "14"
    expect(page.locator(".headline")).to_contain_text("1 of the cases has an error")


def test_what_is_both_cited_and_evidence_is_marked(run: Run, visit: Visit) -> None:
    page = visit(report(run))
    one = case(page, "q1")
    one.locator("summary").click()
    assert one.locator(".known blockquote").inner_html() == f"<mark>{TEXT[9:37]}</mark>{TEXT[37:47]}"
    assert one.locator(".came blockquote").inner_html() == f"{TEXT[4:9]}<mark>{TEXT[9:37]}</mark>"
    expect(one.locator(".answer")).to_have_text("Lamp turns once every 12 seconds. [1]")
    expect(one.locator(".known .place")).to_have_text("lamp.md, characters 9–47")
    expect(one.locator(".came .place")).to_have_text("lamp.md, page 2, Light, characters 4–37")
    expect(one).to_contain_text("Searched for: How often does lamp 1 turn? The lamp of the lighthouse")
    one.locator("a.cite").click()
    assert page.evaluate("document.querySelector(':target').innerText.includes('turns once')")
    assert "not supported by its source" in (case(page, "q3").text_content() or "")


def test_a_refusal_and_a_failure_say_why(run: Run, visit: Visit) -> None:
    page = visit(report(run))
    open_all(page)
    expect(case(page, "refusal")).to_contain_text("No document mentions painted.")
    expect(case(page, "refusal").locator(".came li")).to_have_text(
        ["lamp.md, characters 0–57 holds evidence", "other.md, characters 0–57"]
    )
    expect(case(page, "failure")).to_contain_text("line 9: gone.md is not in the library")
    expect(case(page, "failure").locator(".state")).to_have_text("not parsed")


def test_long_evidence_is_shown_around_what_was_cited(run: Run, visit: Visit) -> None:
    (outcome, *rest) = run.results
    text = "x " * 5_000 + TEXT + " y" * 5_000
    gold = GoldSpan(document="lamp.md", start=0, end=len(text), text=text)
    assert outcome.answer
    place = citation(4, 37).model_copy(update={"start": 10_004, "end": 10_037})
    cited = outcome.answer.model_copy(update={"citations": (place,)})
    long = outcome.model_copy(update={"gold": (gold,) * 30, "answer": cited})
    html = report(run.model_copy(update={"results": (long, *rest)}))
    assert len(html) < len(report(run)) + 20_000
    shown = visit(html).locator("#case-1 .known .sources > li")
    assert shown.first.locator("mark").text_content() == TEXT[4:37]
    expect(shown.last).to_contain_text("20 more places")


def test_hostile_strings_stay_text(run: Run, visit: Visit) -> None:
    outcomes = []
    for number, bad in enumerate(HOSTILE):
        outcome = answered(number, right=False, confidence=0.5)
        assert outcome.answer
        source = citation(0, 9, bad).model_copy(update={"end": len(bad), "quote": bad, "title": bad, "heading": bad})
        said = {"standalone": bad, "text": f"{bad} [1]", "short": bad, "citations": (source,), "sentences": ()}
        answer = outcome.answer.model_copy(update=said)
        refusal = answer.model_copy(update={"verdict": "not found", "text": bad, "reason": bad})
        gold = GoldSpan(document=bad, start=0, end=len(bad), text=bad)
        known = {"id": bad, "question": bad, "answers": (bad,), "error": bad, "gold": (gold,)}
        outcomes.append(outcome.model_copy(update={**known, "answer": answer}))
        outcomes.append(
            outcome.model_copy(update={"id": f"r{number}", "question": bad, "lost": bad, "answer": refusal})
        )
    made_with = {"judge": HOSTILE[0], HOSTILE[1]: HOSTILE[2]}
    page = visit(report(Run(made_with=made_with, results=tuple(outcomes))), width=360)
    open_all(page)
    assert page.locator(".case h3").all_text_contents() == [bad for bad in HOSTILE for _ in range(2)]
    assert page.locator(".known mark").all_text_contents() == list(HOSTILE)
    assert page.locator("script").count() == 1 and page.locator("img, iframe, base, object, form, embed").count() == 0
    handlers = (
        "[...document.querySelectorAll('*')].flatMap((node) => node.getAttributeNames()).filter((n) => /^on/.test(n))"
    )
    assert page.evaluate(handlers) == []
    page.mouse.move(100, 300)
    assert page.evaluate("window.hit") is None
    assert page.evaluate(TOO_WIDE) == []


def test_cases_are_found_by_kind_and_by_words(run: Run, visit: Visit) -> None:
    page = visit(report(run))
    seen = page.locator(".case:visible")
    page.get_by_label("Show").select_option("wrong")
    expect(seen).to_have_count(16)
    expect(page.locator("#count")).to_have_text("16 of 42")
    page.get_by_label("Show").select_option("with an error")
    expect(seen).to_have_count(1)
    page.get_by_label("Show").select_option("all")
    page.get_by_label("that say").fill("  ONCE every 12 seconds. it ")
    expect(seen).to_have_count(42)  # across the border of a mark
    page.get_by_label("that say").fill("lamp 17 turn")
    expect(seen).to_have_count(1)
    page.get_by_role("link", name="refused wrongly").click()
    expect(seen).to_have_count(1)
    expect(seen.locator(".id")).to_have_text("refusal")
    expect(page.get_by_label("that say")).to_have_value("")


def test_without_script_all_of_it_can_be_read(run: Run, visit: Visit) -> None:
    page = visit(report(run), java_script_enabled=False)
    assert page.locator(".case:visible").count() == 42
    expect(page.locator("#filter")).to_be_hidden()
    case(page, "q1").locator("summary").click()
    expect(case(page, "q1").locator(".answer")).to_be_visible()


def test_the_verdicts_are_in_words(run: Run, visit: Visit) -> None:
    before = tuple(o.model_copy(update={"values": o.values | {"right": 1.0, "token F1": 0.1}}) for o in run.results)
    page = visit(report(run, compare(run.model_copy(update={"results": before}), run)))
    expect(page.locator(".headline .verdict")).to_have_text(
        "Against the baseline: worse in right; better in token F1; cannot tell in the other 2 with 42 cases."
    )
    expect(page.locator("#baseline tbody tr", has_text="answered").locator(".verdict")).to_have_text(
        "cannot tell with 42 cases"
    )
    assert re.search(r"right\t100.0%\t[\d.]+%\t−[\d.]+%", page.locator("#baseline tbody").inner_text())
    same = visit(report(run, compare(run, run)))
    expect(same.locator(".headline .verdict")).to_contain_text("cannot tell in any of the 4 metrics with 42 cases.")
    assert visit(report(run)).locator("#baseline, .verdict").count() == 0


def test_calibration_is_drawn_where_there_are_confidences(run: Run, visit: Visit) -> None:
    assert 'id="calibration-caption"' not in report(run)
    sure = tuple(answered(number, number % 2 > 0, confidence=number / 40) for number in range(40))
    page = visit(report(run.model_copy(update={"results": sure})))
    assert page.get_by_role("img", name="Confidence and truth").is_visible()
    assert page.locator("#calibration-caption").count() == 1


def test_the_same_run_gives_the_same_bytes_in_any_process_and_the_library_draws_nothing(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "run.json").write_text(run.to_json(), encoding="utf-8")
    script = """
import sys
from qa.evaluation import Run
assert not {"matplotlib", "sklearn"} & sys.modules.keys()
from qa.evaluation.report.page import report_page
print(report_page(Run.read("run.json")), end="")
"""
    made = python(script, cwd=tmp_path, env=environment(PYTHONHASHSEED=7))
    assert made == report(run) == report(run)


def test_a_thousand_cases_are_a_page_that_can_be_opened(run: Run, visit: Visit) -> None:
    html = report(run.model_copy(update={"results": tuple(answered(n, n % 3 > 0) for n in range(1_000))}))
    assert len(html.encode()) < 8_000_000
    expect(visit(html).locator(".case")).to_have_count(1_000)
