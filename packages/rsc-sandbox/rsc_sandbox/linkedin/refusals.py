"""Foreseen noes of the pretend LinkedIn's own pages; the docstring is what a person may read."""


class Refusal(Exception):
    """That is not possible."""


class NotFound(Refusal):
    """There is no such thing."""


class QuotaUsedUp(Refusal):
    """This seat has used up its exports for the month."""


class JobNotAvailable(Refusal):
    """This job is closed, or you may not see it."""


class MemberNotExportable(Refusal):
    """This member's privacy settings do not allow exporting the profile."""


class NotEnabled(Refusal):
    """Your administrator has not enabled this integration for your contract."""


class WebhookBlocked(Refusal):
    """The webhook did not answer three challenges in a row and is blocked; register it again."""


class Incomplete(Refusal):
    """The applicant tracking system has not finished its part of the set-up."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NotYours(Refusal):
    """Only who wrote it may change it."""


class NotPossible(Refusal):
    """This has been answered already."""


class WrongText(Refusal):
    """The text is empty or too long."""


class LinkedElsewhere(Refusal):
    """This member is linked to another candidate already."""
