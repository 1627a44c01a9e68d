"""User settings, working hours and calendar: an address is given, shown as little as a secret is, and forgotten."""

from django.test import Client

from skaffa.accounts.models import User
from skaffa.core import outward
from skaffa.core.outward import Answer
from skaffa.interviews.calendars import fetching
from skaffa.interviews.models import CalendarFeed
from tests.personas import Watch

PAGE = "/settings/hours"
ADDRESS = "https://calendar.example.com/secret-42/basic.ics"


def test_the_address_is_given_read_changed_and_forgotten(client: Client, stan: User, clock: Watch):
    client.force_login(stan)

    wrong = client.post("/settings/calendar", {"url": "http://localhost/"})
    client.post("/settings/calendar", {"url": ADDRESS})
    waiting = client.get(PAGE).content.decode()
    fetching.read_due(clock, lambda _url: Answer(200, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))
    read = client.get(PAGE).content.decode()
    client.post("/settings/calendar/forget")

    assert wrong.status_code == 422
    assert "public address that begins with https://" in wrong.content.decode()
    assert "not yet; it takes a minute" in waiting
    assert "calendar.example.com" in read
    assert "not yet" not in read
    assert "secret-42" not in waiting + read
    assert not CalendarFeed.objects.exists()


def test_a_calendar_that_fails_says_so_with_what_to_do(client: Client, stan: User, clock: Watch):
    client.force_login(stan)
    client.post("/settings/calendar", {"url": ADDRESS})

    def nobody(_url: str) -> Answer:
        raise outward.Unreached("no")

    fetching.read_due(clock, nobody)

    page = client.get(PAGE).content.decode()
    assert "Look whether it is right and still published." in page
    assert "Nothing is known of your calendar yet." in page
