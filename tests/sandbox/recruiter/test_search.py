"""Finding members."""

import pytest

from tests.sandbox.recruiter.browser import Browser


@pytest.mark.parametrize(
    "query",
    [
        "keywords=zymurgy",
        "keywords=mina+larch",
        "title=översättare",
        "title=TYPOGRAPHER",
        "location=åmål",
        "keywords=quill&title=redaktör&location=sverige",
    ],
)
def test_a_member_is_found_by_keywords_title_and_location(rhea: Browser, query: str) -> None:
    rhea.open(f"/talent/search?{query}")

    assert "1 person" in rhea.text
    assert "Mina Quill Översättare och redaktör Larch Press · Åmål, Sverige" in rhea.text


def test_the_words_asked_for_stay_in_the_form(rhea: Browser) -> None:
    rhea.open("/talent/search?keywords=zymurgy&title=x%22y&location=%C3%85m%C3%A5l")

    assert [rhea.values(name) for name in ("keywords", "title", "location")] == [["zymurgy"], ['x"y'], ["Åmål"]]


@pytest.mark.parametrize(
    "query", ["keywords=%25", "keywords=_", "title=zymurgy", "keywords=zymurgy&location=Lund", "keywords=%00%00a%00zz"]
)
def test_nobody_found_offers_the_next_step(rhea: Browser, query: str) -> None:
    rhea.open(f"/talent/search?{query}")

    assert rhea.status == 200
    assert "Nobody matches this search." in rhea.text


def test_load_more_goes_on_where_the_page_ended(rhea: Browser) -> None:
    rhea.open("/talent/search?keywords=crowdsson")
    assert "45 people" in rhea.text
    seen: list[str] = []
    for _ in range(3):
        seen += [word for word in rhea.text.split() if word.startswith("Given")]
        more = rhea.page.partition("data-more")[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        if more:
            rhea.open(more)

    assert seen == [f"Given{n:02}" for n in range(45)]


@pytest.mark.parametrize("after", ["-1", "x", "9" * 40, "²"])
def test_a_tampered_position_starts_from_the_beginning(rhea: Browser, after: str) -> None:
    rhea.open(f"/talent/search?keywords=crowdsson&after={after}")

    assert "Given00" in rhea.text


def test_mark_up_in_a_search_is_shown_as_text(rhea: Browser) -> None:
    rhea.open("/talent/search?keywords=<script>alert(1)</script>")

    assert "<script>alert" not in rhea.page
