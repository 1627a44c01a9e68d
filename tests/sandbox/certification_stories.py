"""What a vendor does right and wrong for each rule of certification, as the tests play it against the sandbox."""

from dataclasses import dataclass

from flask import Flask

from rsc_sandbox import delivery
from rsc_sandbox.linkedin import export as exporting
from rsc_sandbox.linkedin import indicator, visibility
from rsc_sandbox.store import observations
from tests.sandbox import sync
from tests.sandbox.conftest import NOON
from tests.sandbox.vendor import ADA_SEAT, CONTRACT, MINA, ORGANIZATION, RHEA_SEAT, Inbox, Vendor, integration_ids

NOW, HOUR, DAY = NOON * 1_000, 3_600, 86_400
OLD = NOW - 3 * 366 * DAY * 1_000
ORIGIN = "https://birch.ats.example"


@dataclass
class Story:
    """A vendor with an application of their own that nobody has requested yet."""

    app: Flask
    vendor: Vendor
    inbox: Inbox

    def look(self, seat=RHEA_SEAT):
        """Open the list of jobs of an export, and a contact card."""
        vendor = self.vendor
        visibility.jobs_for_seat(vendor.sandbox, seat_id=seat, application_id=vendor.application_id)
        indicator.indicator(vendor.sandbox, seat_id=seat, member_id=MINA)

    def export(self, job="JOB-310", *, fetch=True):
        vendor = self.vendor
        made = exporting.export(
            vendor.sandbox,
            seat_id=RHEA_SEAT,
            member_id=MINA,
            application_id=vendor.application_id,
            job_external_id=job,
        )
        delivery.deliver_due(vendor.sandbox)
        if fetch:
            vendor.exported(made.request_id)

    def hire(self, *names):
        """Connected, with jobs, and with candidates that carry the exported person."""
        vendor = self.vendor.connect()
        vendor.post(vendor.posting(), vendor.posting("JOB-311"))
        urn = vendor.sandbox.person_urn(application_id=vendor.application_id, member_id=MINA)
        for name in names:
            sync.candidates(vendor, **{name: sync.candidate(manualMatchedMember=urn)})

    def note(self, what):
        with self.vendor.sandbox.transaction() as tx:
            event = observations.Event(what=what)
            observations.note(tx, event, application_id=self.vendor.application_id, at=self.vendor.sandbox.now())

    def advance(self, seconds=HOUR):
        self.vendor.sandbox.clock.advance(seconds * 1_000)
        self.vendor.renew()


def ask_plugin(story, origin):
    story.vendor.http.get(
        "/xdoor/scripts/allowed.js", params={"api_key": story.vendor.client_id, "origin": origin}
    ).raise_for_status()


def enable(story):
    story.vendor.connect().call("GET", f"/v2/atsIntegrations?{integration_ids(0, 'ONE_CLICK_EXPORT')}")


def call_a_stranger(story):
    sync.candidates(story.vendor.connect(), C1=sync.candidate())
    story.vendor.call("GET", "/v2/closedCandidateProfiles?q=criteria&integrationContext=urn:li:organization:9")


def post(story):
    story.vendor.connect().post(story.vendor.posting())


def post_without_availability(story):
    story.vendor.connect().post(story.vendor.posting(availability=None))


def two_customers(story):
    story.vendor.connect()
    Vendor(story.app).join("tenant-043").connect()


def use_the_parents_token(story):
    story.vendor.connect().call("GET", f"/v2/atsCandidates?{sync.ids(['C1'])}", token=story.vendor.parent)


def configure(story):
    story.vendor.connect().configure("APPLICATION_VIEWERS", "ALL_PRODUCT_USERS", "IN_ATS_INDICATOR")


def hide_jobs(story):
    story.vendor.prepare()
    story.vendor.switch()
    story.vendor.post(story.vendor.posting())


def renew_when_expired(story):
    story.vendor.connect()
    story.advance()
    sync.candidates(story.vendor, C1=sync.candidate())


def ask_for_tokens_all_the_time(story):
    for _ in range(3):
        story.vendor.renew()


def insist_on_an_old_token(story):
    story.vendor.connect()
    story.vendor.sandbox.clock.advance(HOUR * 1_000)
    for _ in range(11):
        story.vendor.exported("x")


def post_history(story):
    vendor = story.vendor.connect()
    vendor.tasks(vendor.post(vendor.posting(listedAt=OLD)))
    vendor.post(vendor.posting(listedAt=OLD, jobPostingOperationType="CLOSE"))


def insist_on_a_bad_job(story):
    story.vendor.connect()
    for _ in range(3):
        story.vendor.post(story.vendor.posting(title=None))


def put_a_job_right(story):
    story.vendor.connect().post(story.vendor.posting(title=None))
    story.vendor.post(story.vendor.posting())


def sync_old_candidates(story):
    sync.candidates(story.vendor.connect(), C77=sync.candidate(atsCreatedAt=OLD))


def insist_on_a_bad_candidate(story):
    story.vendor.connect()
    for _ in range(3):
        sync.candidates(story.vendor, C77=sync.candidate(firstName=None))


def sync_old_applications(story):
    post(story)
    sync.candidates(story.vendor, C77=sync.candidate())
    sync.applications(story.vendor, A1=sync.application(atsCreatedAt=OLD))
    attach_all(story)


def attach_all(story):
    vendor = story.vendor
    who = {"firstName": "Ana", "lastName": "Reyes"}
    sync.attach(vendor, "A1", "notes", N1={"atsCreatedAt": OLD, "note": "Late ferry", "author": who})
    sync.attach(vendor, "A1", "stages", S1={"atsCreatedAt": OLD, "stage": "New"})
    feedback = {"atsCreatedAt": OLD, "interviewer": who, "interviewType": "PHONE_SCREEN", "feedback": "Good"}
    sync.attach(vendor, "A1", "interviewFeedback", F1={**feedback, "evaluations": []})


def insist_on_an_orphan(story):
    story.vendor.connect()
    for _ in range(3):
        sync.applications(story.vendor, A1=sync.application("C404"))


def sync_and_read(story):
    sync.candidates(story.vendor.connect(), C77=sync.candidate())
    sync.read(story.vendor, "C77", fields="matchedMembers")


def read_the_unknown(story):
    sync.read(story.vendor.connect(), "C404")


def change(story):
    sync.candidates(story.vendor.connect(), C77=sync.candidate())
    sync.candidates(story.vendor, C77=sync.candidate(currentJobTitle="Planner"))


def change_before_creation(story):
    sync.candidates(story.vendor.connect(), C77=sync.candidate(atsLastModifiedAt=OLD))


def export_and_link(story):
    story.hire()
    story.export()
    story.hire("C77")


def export_and_forget(story):
    story.hire()
    story.export()
    story.advance(2 * DAY)


def never_fetch(story):
    story.hire()
    story.export(fetch=False)
    story.advance(2 * DAY)


def never_answer(story):
    story.vendor.sandbox.switch({"push_retries": 0})
    story.hire()
    delivery.deliver_due(story.vendor.sandbox)
    story.inbox.broken = True
    story.export(fetch=False)


def export_and_ask_for_stubs(story):
    export_and_link(story)
    stubs(story)


def export_twice(story):
    export_and_link(story)
    story.export("JOB-311")


def keep_two_candidates(story):
    story.hire("C77", "C78")
    story.export()


def link_in_the_plugin(story):
    story.hire("C77")
    story.note("plugin.profile.linked")
    story.advance()
    story.note("plugin.profile.signed-in")


def lose_the_link(story):
    story.vendor.connect()
    story.note("plugin.profile.linked")


def show_the_plugin(story):
    story.note("plugin.profile.signed-out")
    story.note("plugin.profile.signed-in")


def unregistered(story):
    ask_plugin(story, "https://elsewhere.example")


def registered(story):
    ask_plugin(story, ORIGIN)


def poll(story, resource, hours):
    story.vendor.connect().switch(contract_id=5501)
    story.vendor.call("GET", f"/v2/seatsV2?q=attributes&contracts={CONTRACT}&start=0")
    start, end = {
        "conversationEvents": ("timeRange.start", "timeRange.end"),
        "prospectNotes": ("cutoffDate", "beforeDate"),
        "mailStubs": ("createdDateStart", "createdDateEnd"),
    }[resource]
    whose = {
        "conversationEvents": f"q=criteria&viewer=urn:li:seat:{RHEA_SEAT}",
        "prospectNotes": f"q=criteria&contract={CONTRACT}",
        "mailStubs": f"q=contract&contract={CONTRACT}&owners=urn:li:seat:{RHEA_SEAT}",
    }[resource]
    path = f"/v2/{resource}?{whose}&{start}={NOW - hours * HOUR * 1_000}&{end}={NOW}"
    story.vendor.call("GET", path)


def inmail(story):
    poll(story, "conversationEvents", 12)


def inmail_at_once(story):
    poll(story, "conversationEvents", 13)


def notes(story):
    poll(story, "prospectNotes", 12)


def notes_at_once(story):
    poll(story, "prospectNotes", 13)


def stubs(story):
    poll(story, "mailStubs", 12)


def stubs_at_once(story):
    poll(story, "mailStubs", 13)


def ask_for_closed(story, pause=29 * DAY):
    story.vendor.connect()
    path = f"/v2/closedCandidateProfiles?q=criteria&integrationContext={ORGANIZATION}"
    story.vendor.call("GET", path)
    story.advance(pause)
    story.vendor.call("GET", path)


def ask_for_closed_too_late(story):
    ask_for_closed(story, 31 * DAY)


def assign(story, verb="PUT", seat=RHEA_SEAT):
    vendor = story.vendor
    key = {"atsEntityAclId": "team", "dataProvider": "ATS", "integrationContext": ORGANIZATION}
    key |= {"assignee": vendor.person(vendor.member_of_seat(seat)), "atsEntityType": "JOB_POSTING"}
    query = "&".join(f"ids[0].{name}={value}" for name, value in key.items())
    body = entity(key) if verb == "PUT" else None
    method = "batch_update" if verb == "PUT" else ""
    sync.taken(vendor.call(verb, f"/v2/atsEntityAclAssignees?{query}", body, method=method))


def entity(key) -> dict[str, object]:
    """What has no value but its key."""
    return {"entities": {"&".join(f"{name}={value}" for name, value in key.items()): {}}}


def secure(story):
    """Jobs hidden from all but those on the list; one of their candidates is a member."""
    hide_jobs(story)
    vendor = story.vendor
    urn = vendor.sandbox.person_urn(application_id=vendor.application_id, member_id=MINA)
    sync.taken(sync.candidates(vendor, C77=sync.candidate(manualMatchedMember=urn)))
    sync.taken(sync.applications(vendor, A1=sync.application()))
    key = {"atsEntityAclId": "team", "dataProvider": "ATS", "integrationContext": ORGANIZATION}
    key |= {"atsEntityType": "JOB_POSTING", "atsEntityId": "JOB-310"}
    query = "&".join(f"ids[0].{name}={value}" for name, value in key.items())
    sync.taken(vendor.call("PUT", f"/v2/atsEntityAcls?{query}", entity(key), method="batch_update"))
    assign(story)


def secure_and_look(story):
    secure(story)
    story.look()
    story.look(ADA_SEAT)


def take_off(story):
    secure_and_look(story)
    story.advance()
    assign(story, "DELETE")
    story.advance()
    story.look()


def put_back(story):
    take_off(story)
    story.advance()
    assign(story)
    story.advance()
    story.look()


def overrule_the_lists(story):
    secure(story)
    story.vendor.configure("JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS")
    story.vendor.configure("APPLICATION_VIEWERS", "ALL_PRODUCT_USERS", "IN_ATS_INDICATOR")


def delete_everything(story):
    sync_old_applications(story)
    vendor = story.vendor
    who = {"firstName": "Ana", "lastName": "Reyes"}
    sync.attach(vendor, "C77", "notes", N1={"atsCreatedAt": OLD, "note": "Prefers mornings", "author": who})
    sync.detach(vendor, "C77", "notes", "N1")
    for what, name in (("notes", "N1"), ("stages", "S1"), ("interviewFeedback", "F1")):
        sync.detach(vendor, "A1", what, name)
    sync.remove(vendor, "A1", what="atsApplications")
    sync.remove(vendor, "C77")


def delete_the_unknown(story):
    vendor = story.vendor.connect()
    sync.remove(vendor, "C404")
    sync.remove(vendor, "A404", what="atsApplications")


def sync_two(story):
    sync.candidates(story.vendor.connect(), C1=sync.candidate(), C2=sync.candidate())


def sync_too_many(story):
    story.vendor.connect()
    names = [f"C{number}" for number in range(101)]
    body = {"entities": {sync.key(name): sync.candidate() for name in names}}
    tunnelled(story, sync.ids(names), body)


def tunnelled(story, query, body):
    parts = (("application/x-www-form-urlencoded", query), ("application/json", story.app.json.dumps(body)))
    content = "".join(f"--b1\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts) + "--b1--\r\n"
    headers = {"Authorization": f"Bearer {story.vendor.child}", "X-HTTP-Method-Override": "PUT"}
    headers |= {"x-restli-method": "batch_update", "Content-Type": "multipart/mixed; boundary=b1"}
    story.vendor.http.post("/v2/atsCandidates", content=content.encode(), headers=headers)


def tunnel(story):
    story.vendor.connect()
    tunnelled(story, sync.ids(["C1"]), {"entities": {sync.key("C1"): sync.candidate()}})


def sync_without_a_tunnel(story):
    sync.read(story.vendor.connect(), *(f"C{number}" for number in range(100)))


def run_into_the_throttle(story):
    story.vendor.connect().sandbox.switch({"requests_per_day": 0})
    sync.candidates(story.vendor, C1=sync.candidate())


def say_no_method(story):
    path = f"/v2/atsCandidates?{sync.ids(['C1'])}"
    story.vendor.connect().call("PUT", path, {"entities": {sync.key("C1"): sync.candidate()}})


SEATS = f"/rest/seatsV2?q=attributes&contracts=List({CONTRACT.replace(':', '%3A')})"


def seats(story):
    story.vendor.connect().switch(contract_id=5501)
    story.vendor.call("GET", f"{SEATS}&start=0", headers=sync.REST)


def say_no_version(story):
    story.vendor.connect().call("GET", f"{SEATS}&start=0")


def say_no_start(story):
    story.vendor.connect().call("GET", SEATS, headers=sync.REST)


STORIES = {
    "RSC-101": (enable, call_a_stranger),
    "RSC-102": (post, post_without_availability),
    "RSC-103": (two_customers, use_the_parents_token),
    "RSC-104": (configure, hide_jobs),
    "RSC-105": (registered, unregistered),
    "RSC-106": (renew_when_expired, ask_for_tokens_all_the_time),
    "RSC-201": (post_history, insist_on_a_bad_job),
    "RSC-202": (sync_old_candidates, insist_on_a_bad_candidate),
    "RSC-203": (sync_old_applications, insist_on_an_orphan),
    "RSC-204": (sync_and_read, read_the_unknown),
    "RSC-205": (change, change_before_creation),
    "TC5": (put_a_job_right, insist_on_a_bad_job),
    "RSC-301": (export_and_link, export_and_forget),
    "RSC-302": (export_and_ask_for_stubs, never_fetch),
    "RSC-303": (export_twice, keep_two_candidates),
    "RSC-304": (link_in_the_plugin, lose_the_link),
    "RSC-305": (show_the_plugin, unregistered),
    "RSC-306": (inmail, inmail_at_once),
    "TC11": (notes, notes_at_once),
    "TC12": (stubs, stubs_at_once),
    "TC13": (ask_for_closed, ask_for_closed_too_late),
    "RSC-401": (secure_and_look, overrule_the_lists),
    "RSC-402": (secure_and_look, overrule_the_lists),
    "RSC-403": (take_off, overrule_the_lists),
    "RSC-404": (put_back, overrule_the_lists),
    "RSC-501": (delete_everything, delete_the_unknown),
    "RSC-502": (delete_everything, delete_the_unknown),
    "RSC-503": (delete_everything, delete_the_unknown),
    "RSC-504": (delete_everything, delete_the_unknown),
    "ENG-01": (sync_two, sync_too_many),
    "ENG-02": (tunnel, sync_without_a_tunnel),
    "ENG-03": (sync_two, run_into_the_throttle),
    "ENG-04": (sync_two, say_no_method),
    "ENG-05": (seats, say_no_version),
    "ENG-06": (seats, say_no_start),
    "ENG-07": (sync_two, call_a_stranger),
    "ENG-08": (export_and_link, never_answer),
    "ENG-09": (export_and_link, never_fetch),
}
