"""A vendor's site whose pages are written to LinkedIn's sample: only the host differs."""

from dataclasses import dataclass, field

from flask import Response
from msgspec import structs

from rsc_sandbox.store import applications
from tests.sandbox.vendor import ORGANIZATION, Vendor

NOW = "/rsc/extensions/profile-widget"
ONCE = "/recruiter/widget/hcm"
IN_USE = "/talent/widgets/assets/javascripts/profile-widget.js"
CALLBACKS = """
window.matched = (person) => { document.getElementById("told").textContent += `linked ${person};`; };
window.parted = (person) => { document.getElementById("told").textContent += `unlinked ${person};`; };
"""


@dataclass
class World:
    """The sandbox, a vendor connected to it, and the vendor's site; `pages` are its documents by name."""

    vendor: Vendor
    home: str
    site: str = ""
    pages: dict[str, str] = field(default_factory=dict)

    def page(self, *tags: dict[str, str], extension: str = NOW, lang: str = "en") -> str:
        """The address of a page with these placeholder tags."""
        name = str(len(self.pages))
        body = "".join(f'<script type="IN/HcmWidget" {_attributes(tag)}></script>' for tag in tags)
        self.pages[name] = f"""<!doctype html><html lang="{lang}"><title>Candidate</title>
            <meta name="viewport" content="width=device-width"><body><script src="/callbacks.js"></script>
            <script type="text/javascript" src="{self.home}/xdoor/scripts/in.js">
            api_key: {self.vendor.client_id}
            extensions: HcmWidget@{self.home}{extension}
            </script>{body}<p id="told"></p></body></html>"""
        return f"{self.site}/{name}"

    def show(self, name: str) -> Response:
        """As strict as a vendor's page can be: scripts and frames from the sandbox, nothing inline, no opener."""
        policy = f"default-src 'none'; script-src 'self' {self.home}; frame-src {self.home}"
        strict = {"Content-Security-Policy": policy, "Cross-Origin-Opener-Policy": "same-origin"}
        return Response(self.pages[name], headers=strict)


def register(world: World) -> None:
    with world.vendor.sandbox.transaction() as tx:
        application = applications.get(tx, world.vendor.application_id)
        assert application
        applications.change(tx, structs.replace(application, js_domains=(world.site,)))


def tag(candidate: str, **more: str) -> dict[str, str]:
    """The placeholder of LinkedIn's sample."""
    return {
        "widget-type": "ATS",
        "ats-candidate-id": candidate,
        "integration-context": ORGANIZATION,
        "show-unlink-url": "true",
        "confirm-unlink": "true",
        "onlink": "matched",
        "onunlink": "parted",
        "width": "650",
        **more,
    }


def _attributes(tag: dict[str, str]) -> str:
    return " ".join(f'data-{name}="{value}"' for name, value in tag.items())
