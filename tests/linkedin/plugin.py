"""LinkedIn's profile plugin as Skaffa's own document embeds it, in a browser without scripts."""

import html
import json
import re
from typing import Any
from urllib.parse import urlencode

from rsc_sandbox.store import members
from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate
from tests.linkedin.world import World, browser_of
from tests.sandbox.recruiter.browser import Browser

PLUGIN = "/xdoor/widgets/profile"


class Box:
    """The iframe in `user`'s LinkedIn tab of a candidate; what it tells is handed to our page, as its script does."""

    def __init__(self, world: World, user: User, candidate: Candidate, origin: str) -> None:
        self._ours = browser_of(user)
        self._world = world
        self._candidate = candidate
        self._origin = origin
        self.iframe = Browser(world.app)

    def open(self) -> "Box":
        """As the loader does, with what stands in our document."""
        answer = self._ours.get(f"/candidates/{self._candidate.pk}/linkedin/plugin")
        assert answer.status_code == 200, answer.content.decode()[:2_000]
        page = answer.content.decode()
        asked = {
            "api_key": _one(r"api_key: (\S+)", page),
            "origin": self._origin,
            "lang": "en",
            "candidate": _one(r'data-ats-candidate-id="([^"]*)"', page),
            "context": _one(r'data-integration-context="([^"]*)"', page),
            "unlink": _one(r'data-show-unlink-url="([^"]*)"', page),
            "confirm": _one(r'data-confirm-unlink="([^"]*)"', page),
        }
        self.iframe.open(f"{PLUGIN}?{urlencode(asked)}")
        return self

    def sign_in(self, email: str) -> "Box":
        """In a window of its own, as people do."""
        window = Browser(self._world.app)
        window.open("/talent/sign-in")
        window.submit("/talent/sign-in", email=email, password="demo")
        code = html.unescape(self.iframe.page.partition('href="/xdoor/widgets/approve/')[2].partition('"')[0])
        window.open(f"/xdoor/widgets/approve/{code}")
        window.submit(window.address.partition("?")[0])
        self.iframe.submit(PLUGIN)
        return self

    def link(self, member: int) -> Any:
        self.iframe.submit(PLUGIN, view="search", q=self._name(member))
        self.iframe.submit(f"{PLUGIN}/link", {"member": str(member)})
        return self._tell()

    def _name(self, member: int) -> str:
        with self._world.sandbox.transaction() as tx:
            found = members.get(tx, member)
        assert found is not None
        return found.name

    def _tell(self) -> Any:
        said = self.iframe.page.partition('data-told="')[2].partition('"')[0]
        assert said, self.iframe.text
        told = json.loads(html.unescape(said))
        return self._ours.post(
            f"/candidates/{self._candidate.pk}/linkedin/told", {"kind": told["kind"], "member": told["value"]}
        )


def _one(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found, pattern
    return html.unescape(found[1])
