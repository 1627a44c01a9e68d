"""A field of several words: chips where the page has its script (tags.js), a text with commas everywhere else."""

from typing import Any

from django import forms

from skaffa.jobs import functions


class TagsField(forms.CharField):
    """Words, as a tuple."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else ", ".join(self.shown(value or ()))

    def clean(self, value: Any) -> Any:
        return tuple(one for one in map(str.strip, str(super().clean(value)).split(",")) if one)

    def shown(self, words: Any) -> list[str]:
        """What is kept, as people write it."""
        return list(words)


class FunctionsField(TagsField):
    """Job functions: those of the list by their names."""

    def shown(self, words: Any) -> list[str]:
        return functions.names(words)
