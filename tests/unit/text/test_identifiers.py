"""Identifiers mean the same however they are written, and only then."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.text.identifiers import identifiers, missing, said

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def writings(day: date) -> list[str]:
    """A day as people write it, each with one reading."""
    name, number = day.strftime("%B"), day.day
    return [
        day.isoformat(),
        f"{number} {name} {day.year}",
        f"{number}. {name[:3]}. {day.year}",
        f"{name} {number}, {day.year}",
        f"{name[:3]} {number} {day.year}",
        f"the {number}{ORDINALS.get(number, 'th')} of {name.upper()} {day.year}",
        f"{number}.{day.month}.{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.year}/{day.month:02}/{day.day:02}",
    ]


@given(st.text(max_size=80))
def test_places_are_exact_and_apart(text: str) -> None:
    last = 0
    for one in identifiers(text):
        assert one.start >= last and text[one.start : one.end] == one.text
        assert one.forms or one.parts
        last = one.end


@given(st.text(max_size=80))
def test_a_text_holds_what_it_says(text: str) -> None:
    assert missing(text, text) == ()
    assert missing(text, f"before\n{text}\nafter") == ()


@given(DAYS, st.data())
def test_a_day_is_the_same_day_in_every_writing(day: date, data: st.DataObject) -> None:
    asked, written = data.draw(st.tuples(st.sampled_from(writings(day)), st.sampled_from(writings(day))))
    assert missing(f"What happened on {asked}?", f"On {written}, the lock was opened.") == ()
    (found,) = identifiers(f"on {asked}.")
    assert found.kind == "date" and found.text in asked


@given(DAYS, DAYS, st.data())
def test_another_day_is_another(day: date, other: date, data: st.DataObject) -> None:
    asked, written = data.draw(st.sampled_from(writings(day))), data.draw(st.sampled_from(writings(other)))
    assert bool(missing(asked, written)) == (day != other)


@given(DAYS)
def test_a_day_says_its_month_and_year_and_not_the_reverse(day: date) -> None:
    for written in writings(day):
        assert missing(f"in {day.year}, {day:%B %Y}, on {day.day} {day:%B}, the {day.year // 10}0s", written) == ()
        assert missing(written, f"{day:%B %Y}") and missing(written, f"{day.year}")
    assert missing(f"{day:%d %B %Y}", f"the report of {day.year}", f"opened on {day.day} {day:%B}") == ()


@pytest.mark.parametrize("written", ["07/11/2025", "7/11/2025", "07-11-2025", "07/11/25"])
def test_an_ambiguous_day_is_both(written: str) -> None:
    assert missing("7 November 2025", written) == missing("11 July 2025", written) == ()
    assert missing("8 November 2025", written)


@given(st.integers(1_000, 10**9))
def test_separators_do_not_matter(number: int) -> None:
    plain = str(number)
    grouped = [f"{number:,}".replace(",", mark) for mark in (",", ".", " ", "\u00a0", "\u202f", "’", "'")]
    for written in [*grouped, f"EUR {grouped[2]}"]:
        assert missing(plain, f"It cost {written} crowns.") == () == missing(f"of {written}?", plain)
        assert missing(str(number + 1), written)


@given(st.integers(1_000, 10**6), st.integers(1, 99))
def test_decimals_in_both_conventions(whole: int, part: int) -> None:
    english, german = f"{whole:,}.{part:02}", f"{whole:,}".replace(",", ".") + f",{part:02}"
    for asked in (english, german, f"{whole}.{part:02}", f"{whole},{part:02}"):
        for written in (english, german):
            assert missing(asked, f"EUR {written}.") == ()
    assert missing(english, f"{whole:,}")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("FY2022", "the turnover of 2022"),
        ("FY22", "2022"),
        ("in 2022", "FY22"),
        ("FY 2022", "fy2022"),
        ("2022/23", "from 2022 to 2023"),
        ("2023", "2022/23"),
        ("2022", "the years 2022–2024"),
        ("the 1990s", "in 1994"),
        ("Q3 2022", "2022-Q3"),
        ("Q3 FY22", "the third row, Q3, of 2022"),
        ("T-300", "the T300"),
        ("t300", "the T 300"),
        ("T300", "model T-300"),
        ("ISO9001", "ISO 9001"),
        ("INV-2024-0031", "invoice INV/2024/0031"),
        ("version 2.3", "v2.3"),
        ("v2.3", "version 2.3"),
        ("post-2020", "after 2020"),
        ("30-day", "30 days"),
        ("5 kg", "5kg"),
        ("12V", "12 V"),
        ("the 3rd", "no. 3"),
        ("1.2 million", "1,200,000"),
        ("$5bn", "5,000,000,000 dollars"),
        ("2:30 pm", "14:30"),
        ("10 am", "10:00"),
        ("1,20,000", "120000"),
    ],
)
def test_another_writing_of_the_same(asked: str, written: str) -> None:
    assert identifiers(asked) and missing(asked, written) == ()


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("T300", "the T100 and the T3000"),
        ("T300", "300 of them"),
        ("error E18", "error E17, 18 of them"),
        ("2021", "2020, 2022 and FY23"),
        ("FY2022", "2021/22 and 2022".replace("22", "20")),
        ("version 1.1", "version 1.10"),
        ("12.5", "12,500 and 125"),
        ("clause 12a", "clause 12"),
        ("the 5S", "5 of them"),
        ("the 1990s", "in 1984"),
        ("Q3 2022", "Q2 2022 and Q3 2021"[:7]),
        ("007", "7 agents"),
        ("2:30 pm", "2:30 am"),
    ],
)
def test_a_neighbour_is_not_the_same(asked: str, written: str) -> None:
    assert missing(asked, written)


def test_words_alone_are_no_identifiers() -> None:
    assert identifiers("May I ask who may march in the second quarter?") == ()
    assert said("no digits here", "") == frozenset()
