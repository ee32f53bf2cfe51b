"""The report of a run as a file that is opened in a real browser, with nothing else to be had."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from qa.evaluation import Outcome, Run, compare
from qa.evaluation.report.page import page as report
from qa.evaluation.runner.case_result import GoldPlace
from qa.evaluation.runner.stages import Stage
from qa.types import Answer, Citation, PassageRead, Seconds, Sentence
from tests.fixtures.processes import environment, python

TEXT = "The lamp turns once every 12 seconds. It was lit in 1871."  # a document of the cases below

HOSTILE = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "</title></style></script><svg onload=window.hit=1>",
    '" autofocus onfocus=window.hit=1 tabindex=0 x="',
    "' onmouseover='window.hit=1",
    "</h3></summary></details><iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "<a href=javascript:window.hit=1>click</a> <style>*{display:none}</style>",
    "{{ 7 * 7 }} {% raw %} ${window.hit = 1}",
    "\u202egnp.exe\u202c \u2067rtl\u2069",
    "<!-- --!> ]]> <base href=https://evil.example/> <meta http-equiv=refresh content='0;https://evil.example/'>",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "W" * 1_000,
)

# Each visible text whose contrast with what lies behind it is below 4.5 (WCAG 2, AA).
FAINT = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = channels(getComputedStyle(node).backgroundColor);
      if ((color[3] ?? 1) > 0.99) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility({ visibilityProperty: true })) continue;
    const own = getComputedStyle(node)[node instanceof SVGElement ? "fill" : "color"];
    const [a, b] = [luminance(channels(own)), luminance(behind(node))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) found.push(`${walker.currentNode.data.trim().slice(0, 40)}: ${contrast.toFixed(2)}`);
  }
  return found;
}"""

# What reaches beyond the window's right edge, other than in a table that scrolls by itself.
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility() && !node.parentElement.closest(".wide, svg"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""


def citation(start: int, end: int, document: str = "lamp.md", number: int = 1) -> Citation:
    return Citation(
        number=number,
        document=document,
        title="The lamp",
        page=2,
        heading="Light",
        start=start,
        end=end,
        quote=TEXT[start:end],
        passage_id="p",
        score=0.9,
    )


def answered(number: int, right: bool, confidence: float | None = None) -> Outcome:
    """Cites characters 4 to 37, of which the evidence holds 9 to 37."""
    question = f"How often does lamp {number} turn?"
    said = "Lamp turns once every 12 seconds. [1]"
    return Outcome(
        id=f"q{number}",
        question=question,
        fingerprint=str(number),
        cluster=str(number),
        answerable=True,
        answers=("every 12 seconds",),
        gold=(GoldPlace(document="lamp.md", start=9, end=47, text=TEXT[9:47]),),
        answer=Answer(
            question=question,
            standalone=f"{question} The lamp of the lighthouse",
            text=said,
            confidence=confidence,
            sentences=(Sentence(start=0, end=len(said), citations=(1,), supported=right),),
            citations=(citation(4, 37),),
            seconds=Seconds(search=0.01, read=0.1 + number / 1000),
        ),
        values={"right": float(right), "answered": 1.0, "recall@1": float(right), "recall@5": 1.0, "token F1": 0.25},
        right=right,
        right_if_answered=right,
        lost=None if right else Stage.WRITTEN.value,
    )


def refused() -> Outcome:
    question = "Who painted the lamp?"
    passage = PassageRead(
        passage_id="p", document="lamp.md", title="", page=None, heading="", start=0, end=57, text=TEXT, score=0.1
    )
    return answered(90, False).model_copy(
        update={
            "id": "refusal",
            "question": question,
            "lost": Stage.REFUSED.value,
            "answer": Answer(
                question=question,
                standalone=question,
                text="Your documents do not say.",
                refused=True,
                reason="no document mentions painted",
                passages=(passage, passage.model_copy(update={"document": "other.md"})),
            ),
        }
    )


def failed() -> Outcome:
    error = "pairs.jsonl, line 9: gone.md is not in the library"
    return answered(91, False).model_copy(
        update={"id": "failure", "question": "Where?", "lost": Stage.NOT_PARSED.value, "answer": None, "error": error}
    )


@pytest.fixture(scope="module")
def run() -> Run:
    outcomes = (*(answered(number, right=number % 3 > 0) for number in range(40)), refused(), failed())
    return Run(made_with={"footnote": "0.1.0", "model": "extractive"}, outcomes=outcomes)


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Opens a report as a file; at the end nothing was asked for but the file, and nothing went wrong."""
    wrong: list[str] = []
    pages: list[Page] = []

    def visit(html: str, width: int = 1280, **options: object) -> Page:
        file = tmp_path / "report.html"
        file.write_text(html, encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800}, **options)
        page.set_default_timeout(10_000)
        page.on("request", lambda r: wrong.append(r.url) if r.url != file.as_uri() else None)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.route(re.compile(r"^(?!file:)"), lambda route: route.abort())
        page.goto(file.as_uri())
        pages.append(page)
        return page

    yield visit
    for page in pages:
        page.close()
    assert wrong == []


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((node) => (node.open = true))")


def case(page: Page, identifier: str) -> Locator:
    return page.locator(".case").filter(has=page.locator(".id", has_text=re.compile(f"^{identifier}$")))


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
    expect(page.locator("h1")).to_contain_text(f"42 cases, {run.figures['right'].mean:.1%} right")
    names = page.locator("#figures tbody th").evaluate_all("nodes => nodes.map((node) => node.firstChild.data)")
    assert names == list(run.figures)
    for row, figure in zip(page.locator("#figures tbody tr").all(), run.figures.values(), strict=True):
        assert f"{figure.mean:.1%}" in row.inner_text() and f"{figure.low:.1%} – {figure.high:.1%}" in row.inner_text()
    assert page.locator(".case .id").all_text_contents() == [outcome.id for outcome in run.outcomes]
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
    (outcome, *rest) = run.outcomes
    text = "x " * 5_000 + TEXT + " y" * 5_000
    gold = GoldPlace(document="lamp.md", start=0, end=len(text), text=text)
    assert outcome.answer
    place = citation(4, 37).model_copy(update={"start": 10_004, "end": 10_037})
    cited = outcome.answer.model_copy(update={"citations": (place,)})
    long = outcome.model_copy(update={"gold": (gold,) * 30, "answer": cited})
    html = report(run.model_copy(update={"outcomes": (long, *rest)}))
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
        refusal = answer.model_copy(update={"refused": True, "text": bad, "reason": bad})
        gold = GoldPlace(document=bad, start=0, end=len(bad), text=bad)
        known = {"id": bad, "question": bad, "answers": (bad,), "error": bad, "gold": (gold,)}
        outcomes.append(outcome.model_copy(update={**known, "answer": answer}))
        outcomes.append(
            outcome.model_copy(update={"id": f"r{number}", "question": bad, "lost": bad, "answer": refusal})
        )
    made_with = {"judge": HOSTILE[0], HOSTILE[1]: HOSTILE[2]}
    page = visit(report(Run(made_with=made_with, outcomes=tuple(outcomes))), width=360)
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
    before = tuple(o.model_copy(update={"values": o.values | {"right": 1.0, "token F1": 0.1}}) for o in run.outcomes)
    page = visit(report(run, compare(run.model_copy(update={"outcomes": before}), run)))
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
    page = visit(report(run.model_copy(update={"outcomes": sure})))
    assert page.get_by_role("img", name="Confidence and truth").is_visible()
    assert page.locator("#calibration-caption").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(run: Run, visit: Visit, scheme: str) -> None:
    before = tuple(o.model_copy(update={"values": o.values | {"right": 1.0}}) for o in run.outcomes)
    html = report(run, compare(run.model_copy(update={"outcomes": before}), run))
    page = visit(html, color_scheme=scheme)
    open_all(page)
    background = "rgb(251, 250, 246)" if scheme == "light" else "rgb(25, 24, 22)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_reaches_beyond_the_window(run: Run, visit: Visit, width: int) -> None:
    page = visit(report(run, compare(run, run)), width=width)
    open_all(page)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_is_well_formed_for_those_who_hear_it_or_type(run: Run, visit: Visit) -> None:
    page = visit(report(run, compare(run, run)))
    open_all(page)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map((node) => +node.tagName[1])")
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    targets = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href').slice(1))")
    assert set(targets) <= set(ids)
    assert page.locator("table").count() == page.locator("table > caption").count()
    page.locator("#words").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert not page.locator("#case-1").evaluate("node => node.open")


def test_on_paper_the_cases_are_open(run: Run, visit: Visit) -> None:
    page = visit(report(run), color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 246)"
    expect(case(page, "q1").locator(".answer")).to_be_visible()


def test_the_same_run_gives_the_same_bytes_in_any_process_and_the_library_draws_nothing(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "run.json").write_text(run.to_json(), encoding="utf-8")
    script = """
import sys
from qa.evaluation import Run
assert "matplotlib" not in sys.modules
from qa.evaluation.report.page import page
print(page(Run.read("run.json")), end="")
"""
    made = python(script, cwd=tmp_path, env=environment(PYTHONHASHSEED=7))
    assert made == report(run) == report(run)


def test_a_thousand_cases_are_a_page_that_can_be_opened(run: Run, visit: Visit) -> None:
    html = report(run.model_copy(update={"outcomes": tuple(answered(n, n % 3 > 0) for n in range(1_000))}))
    assert len(html.encode()) < 8_000_000
    expect(visit(html).locator(".case")).to_have_count(1_000)
