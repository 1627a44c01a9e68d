"""How far the latest look at everybody is."""

from skaffa.duplicates.models import Mark, Scan


def latest() -> Scan | None:
    return Scan.objects.select_related("by").order_by("-pk").first()


def running() -> Scan | None:
    return Scan.objects.filter(finished_at=None, paused_at=None).first()


def is_ready() -> bool:
    """Whether everybody who was here before records were kept has one."""
    return not Mark.objects.filter(is_new=False).exists()
