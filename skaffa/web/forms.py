"""The form every form of ours is: it can take a refusal and show it beside the field it concerns."""

from django import forms

from skaffa.core import refusals


class Form(forms.Form):
    """Django's form in our design: fields through {% field %}, no colon after labels, refusals as errors."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through untouched

    def refuse(self, refusal: refusals.Refusal) -> None:
        """Show a refusal of the domain: each part beside its field, the rest above the form."""
        known = {name: message for name, message in refusal.fields.items() if name in self.fields}
        for name, message in known.items():
            self.add_error(name, str(message))
        if not known or known.keys() != refusal.fields.keys():
            self.add_error(None, str(refusal.message))
