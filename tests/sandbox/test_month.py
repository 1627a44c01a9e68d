"""A month of one customer's quotas in a few seconds: the clock is turned, the limits are LinkedIn's in kind."""

import pytest

from rsc_sandbox.linkedin import export as exporting
from rsc_sandbox.linkedin.refusals import QuotaUsedUp
from tests.sandbox.vendor import MINA, RHEA_SEAT, SAM_SEAT, integration_ids

READ = f"/v2/atsIntegrations?{integration_ids(0, 'ONE_CLICK_EXPORT')}"
HOUR = 3_600_000
DAYS_OF_FEBRUARY, DAYS_UNTIL_FEBRUARY = 28, 26  # the sandbox of the tests begins on 5 January, at noon
CALLS_A_DAY, EXPORTS_A_DAY, EXPORTS_A_MONTH = 6, 12, 300


@pytest.fixture
def february(connected):
    """Its first moment, one job listed; the day's calls few enough to be used up."""
    connected.post(connected.posting())
    connected.sandbox.switch({"integration_requests_per_day": CALLS_A_DAY})
    connected.sandbox.clock.advance((DAYS_UNTIL_FEBRUARY * 24 + 12) * HOUR)
    return connected


def press(vendor, *, seat_id=RHEA_SEAT):
    """Export Mina; the id that the push carries, or nothing when the month is used up."""
    try:
        return exporting.export(
            vendor.sandbox,
            seat_id=seat_id,
            member_id=MINA,
            application_id=vendor.application_id,
            job_external_id="JOB-310",
        ).request_id
    except QuotaUsedUp:
        return ""


def test_a_month_gives_every_day_its_calls_and_the_whole_month_its_exports(february):
    accepted: list[list[str]] = []
    for day in range(DAYS_OF_FEBRUARY):
        assert february.call("GET", READ).status_code == 401, f"day {day}: yesterday's token"
        february.renew()
        answers = [february.call("GET", READ).status_code for _ in range(CALLS_A_DAY + 2)]
        assert answers == [200] * CALLS_A_DAY + [429] * 2, f"day {day}"
        pressed = [press(february) for _ in range(EXPORTS_A_DAY)]
        if accepted and accepted[-1][-1]:
            assert february.exported(accepted[-1][-1]).status_code == 404, f"day {day}: yesterday's id"
        if pressed[0]:
            assert february.exported(pressed[0]).status_code == 200
        accepted.append(pressed)
        february.sandbox.clock.advance(24 * HOUR)

    used = [sum(map(bool, pressed)) for pressed in accepted]
    assert used == [EXPORTS_A_DAY] * (EXPORTS_A_MONTH // EXPORTS_A_DAY) + [0] * 3
    assert exporting.left_this_month(february.sandbox, seat_id=RHEA_SEAT) == EXPORTS_A_MONTH  # it is March


def test_one_seat_does_not_use_up_another(february):
    while press(february):
        pass

    assert exporting.left_this_month(february.sandbox, seat_id=RHEA_SEAT) == 0
    assert press(february, seat_id=SAM_SEAT)
    february.sandbox.clock.advance(DAYS_OF_FEBRUARY * 24 * HOUR - 1)
    assert not press(february)
    february.sandbox.clock.advance(1)
    assert press(february)
