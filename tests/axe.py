"""What axe finds wrong with a page: brought into each document once, and only what is wrong comes back."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

_SCRIPT = Axe().axe_script
_ASK = """
  only => axe.run({resultTypes: ["violations"], ...(only.length ? {runOnly: only} : {})}).then(found =>
    found.violations.map(({id, impact, nodes}) => ({id, impact, targets: nodes.map(node => node.target)})))
"""
SERIOUS = {"serious", "critical"}


def faults(page: Page | Frame, *, serious: bool = False, only: tuple[str, ...] = ()) -> list[str]:
    """Every single fault by these rules or by all of them, or what is serious or worse; one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    return [
        f"{page.url}: {fault['id']} {fault['targets']}"
        for fault in page.evaluate(_ASK, list(only))
        if not serious or fault["impact"] in SERIOUS
    ]
