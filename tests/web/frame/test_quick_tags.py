"""Django's tags that have a quicker form here say what Django's say."""

import pytest
from django.template import Context, Template
from django.utils import translation

DJANGOS = "{% load i18n %}"  # after what is built in: Django's own tags again


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Jobs" %}',
        "{% translate 'Jobs' %}",
        '{% translate "100 % sure & <more>" %}',
        '{% translate "Jobs" as words %}{{ words }}',
        '{% translate "Jobs" noop %}',
        '{% translate "Jobs"|upper %}',
        '{% translate "May" context "month name" %}',
        "{% translate given %}",
        "{% blocktranslate with name=given trimmed %}\n  More about\n  {{ name }}\n{% endblocktranslate %}",
        "{% blocktranslate count counter=one trimmed %}{{ counter }} day here{% plural %}{{ counter }} days here{% endblocktranslate %}",
        "{% blocktranslate count counter=many trimmed %}{{ counter }} day here{% plural %}{{ counter }} days here{% endblocktranslate %}",
        "{% blocktranslate with name=given asvar words %}{{ name }} is 100 %{% endblocktranslate %}{{ words }}",
    ],
)
def test_words_are_those_of_django(language: str, source: str):
    context = {"given": "<Jobs>", "one": 1, "many": 3}

    def said(template: Template) -> list[str]:
        return [template.render(Context(context)) for _time in range(2)]  # the second finds what the first has kept

    with translation.override(language):
        assert said(Template(source)) == said(Template(DJANGOS + source))


def test_one_template_speaks_every_language():
    template = Template(
        '{% translate "Jobs" %}, {% blocktranslate with name=1 %}More about {{ name }}{% endblocktranslate %}'
    )
    said: dict[str, set[str]] = {}

    for language in ("en", "sv", "en"):
        with translation.override(language):
            said.setdefault(language, set()).add(template.render(Context()))

    assert said == {"en": {"Jobs, More about 1"}, "sv": {"Jobb, Mer om 1"}}


@pytest.mark.parametrize(
    "source",
    [
        '{% url "job" 7 %}',
        "{% url 'candidate_notes' 123456789 %}",
        '{% url "job" number %}',
        '{% url "no_such_page" 7 as address %}[{{ address }}]',
        '{% url "job" job_id=7 %}',
    ],
)
def test_addresses_are_those_of_django(source: str):
    context = {"number": 12}
    djangos = Template(source)
    for node in djangos.nodelist:
        if type(node).__name__ == "_Address":
            node.__class__ = type(node).__mro__[1]

    assert [Template(source).render(Context(context)) for _time in range(2)] == [djangos.render(Context(context))] * 2
