"""What people write becomes two harmless parts; placeholders are filled in and never computed."""

import pytest

from skaffa.accounts.models import Language
from skaffa.core import refusals
from skaffa.mail import builtin, kinds, letter, markup, placeholders, queries, rules
from skaffa.mail.rules import Words


def rendered(body: str, **values: str) -> letter.Rendered:
    return letter.render("Subject", body, values)


def test_every_built_in_text_exists_in_both_languages_and_names_only_what_is_known():
    for kind, recipient in queries.pairs():
        for language in Language.values:
            subject, body = builtin.text(kind, recipient, language)
            assert subject
            assert body
            placeholders.check(f"{subject}\n{body}", kinds.placeholders(kind), field="body")


def test_both_languages_of_a_built_in_text_name_the_same():
    for kind, recipient in queries.pairs():
        english, swedish = (" ".join(builtin.text(kind, recipient, language)) for language in ("en", "sv"))
        assert sorted(placeholders.named(english)) == sorted(placeholders.named(swedish)), kind


def test_markdown_becomes_html_and_readable_text():
    found = rendered(
        "Hello **you**,\n\n- one\n- two\n\n1. first\n2. second\n\n[Read](https://skaffa.example/a?b=1)\nline"
    )

    assert "<strong>you</strong>" in found.html
    assert '<a href="https://skaffa.example/a?b=1" rel="noopener noreferrer">Read</a><br>' in found.html
    assert found.text == (
        "Hello you,\n\n- one\n- two\n\n1. first\n2. second\n\nRead: https://skaffa.example/a?b=1\nline"
    )


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "![x](https://evil.example/pixel.gif)",
    ],
)
def test_nothing_in_a_text_can_run_or_load(bad: str):
    found = markup.html(bad)

    assert "<script" not in found
    assert "<img" not in found
    assert 'href="javascript' not in found
    assert 'href="data' not in found


@pytest.mark.parametrize(
    "name", ["[click](https://evil.example)", "<https://evil.example>", "**bold** _it_", "# Big", "1. One", "<b>x</b>"]
)
def test_a_value_never_becomes_markup(name: str):
    found = rendered("Hello #{Candidate_Name},\n\n#{Candidate_Name}", Candidate_Name=name)

    assert "<a" not in found.html
    assert "<strong" not in found.html
    assert "<h1" not in found.html
    assert "<ol" not in found.html
    assert found.text == f"Hello {name},\n\n{name}"


def test_a_value_that_looks_like_a_placeholder_is_not_filled_in():
    found = rendered("#{Candidate_Name}", Candidate_Name="#{Job_Title}", Job_Title="Lamp keeper")

    assert found.text == "#{Job_Title}"


def test_an_address_works_as_a_links_target_and_alone():
    address = "https://skaffa.example/a b?c=<d>&e=(f)"
    found = rendered("[Open](#{Meeting_Link})\n\n#{Meeting_Link}", Meeting_Link=address)

    assert found.html.count('href="https://skaffa.example/a%20b?c=%3Cd%3E&amp;e=(f)"') == 2
    assert "Open: https://skaffa.example/a%20b?c=%3Cd%3E&e=(f)" in found.text


def test_a_line_that_names_what_is_not_known_is_left_out():
    found = rendered("Hello\n\nPlace: #{Interview_Place}\n[Join](#{Meeting_Link})\n\nBye", Interview_Place="")

    assert found.text == "Hello\n\nBye"


def test_several_lines_of_a_value_stay_several_lines():
    found = rendered("#{Interview_Table}", Interview_Table="09:00 Ada\n10:00 Hal")

    assert found.text == "09:00 Ada\n10:00 Hal"
    assert "09:00 Ada<br>" in found.html


@pytest.mark.parametrize("words", ["#{Salary}", "#{ Candidate_Name}", "#{}", "{% now %} #{x.__class__}"])
def test_an_unknown_placeholder_is_refused_with_what_exists(words: str):
    with pytest.raises(placeholders.UnknownPlaceholder) as refused:
        placeholders.check(words, ["Candidate_Name", "Job_Title"], field="body")

    assert "#{Candidate_Name}, #{Job_Title}" in str(refused.value.fields["body"])


def test_a_placeholder_that_does_not_end_is_refused():
    with pytest.raises(placeholders.OpenPlaceholder):
        placeholders.check("Hello #{Candidate_Name, and so on", ["Candidate_Name"], field="body")


def test_what_django_would_compute_stays_as_it_was_typed():
    assert rendered("{{ settings.SECRET_KEY }} {% debug %}").text == "{{ settings.SECRET_KEY }} {% debug %}"


def test_every_fault_of_a_template_is_told_beside_its_field():
    with pytest.raises(refusals.Invalid) as refused:
        rules.checked_words(Words(title="", subject_sv="Hej", body_sv="", subject_en="#{X}", body_en="Hi"), ["Y"])

    assert refused.value.fields.keys() == {"title", "body_sv", "subject_en"}


def test_a_template_in_one_language_is_whole():
    words = rules.checked_words(Words(title=" A  title ", subject_sv="Hej", body_sv="Text", cc=["recruiter", "x"]), [])

    assert (words.title, words.subject_sv, words.cc) == ("A title", "Hej", ["recruiter"])
