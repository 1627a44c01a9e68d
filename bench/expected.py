"""What LinkedIn should have, computed from the domain's tables by rules of its own, and by no code of Skaffa's.

The rules are those of the wire contract (§4, §8) and of docs/flows/people.md and jobs.md: nothing before an application
is past Prospect, everything of it afterwards; nothing of a confidential job while everyone with a seat sees everything;
nobody without a last name and an address (unless they are linked to a member); shared notes, submitted feedback and
résumés only. *Identity before application* lets out prospects who are linked to a member: id, name and member.
"""

import html
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bench.compare import MAY_BE_MISSING, UNSAID, Record, Records, State
from bench.vocabulary import (
    COUNTRIES,
    EMPLOYMENT,
    ENDINGS,
    EXPERIENCE,
    FUNCTIONS,
    INTERVIEWS,
    REASONS,
    RECOMMENDATIONS,
    SOURCES,
)

RECRUITING = "recruiting"

# Applications that may be seen and have left Prospect at some time, by their moves, and their candidate where LinkedIn
# takes it; prospects are those of whom nothing else leaves.
_PAST = """
    WITH chosen AS (
        SELECT visibility = 'everyone' AS everyone, identity_before_application FROM linkedin_connection WHERE is_live
    ), seen AS (
        SELECT application.*, EXISTS (
            SELECT 1 FROM applications_stagemove move JOIN jobs_stage stage ON stage.id = move.to_stage_id
            WHERE move.application_id = application.id AND stage.kind <> 'prospect') AS has_passed
        FROM applications_application application JOIN jobs_job job ON job.id = application.job_id CROSS JOIN chosen
        WHERE NOT (job.is_confidential AND chosen.everyone)
    ), past AS (
        SELECT * FROM seen WHERE has_passed
    ), prospect AS (
        SELECT candidate.*, link.member_urn FROM candidates_candidate candidate
        JOIN linkedin_memberlink link ON link.candidate_id = candidate.id CROSS JOIN chosen
        WHERE chosen.identity_before_application AND candidate.id IN (SELECT candidate_id FROM seen)
            AND candidate.id NOT IN (SELECT candidate_id FROM past)
    ), person AS (
        SELECT candidate.*, link.member_urn,
            ARRAY(SELECT address FROM candidates_emailaddress email WHERE email.candidate_id = candidate.id
                  ORDER BY is_primary DESC, id) AS emails
        FROM candidates_candidate candidate
        LEFT JOIN linkedin_memberlink link ON link.candidate_id = candidate.id
        WHERE candidate.id IN (SELECT candidate_id FROM past)
    ), known AS (
        SELECT * FROM person WHERE last_name <> '' AND (emails <> '{}' OR member_urn IS NOT NULL)
    ), sent AS (
        SELECT past.* FROM past JOIN known ON known.id = past.candidate_id
    )
"""
_MILLIS = "floor(extract(epoch FROM {0}) * 1000)::bigint"

_CANDIDATES = f"""{_PAST}
    SELECT known.*, {_MILLIS.format("created_at")} AS created, {_MILLIS.format("modified_at")} AS modified,
        ARRAY(SELECT number FROM candidates_phonenumber phone WHERE phone.candidate_id = known.id ORDER BY id) AS phones,
        (SELECT url FROM candidates_link link WHERE link.candidate_id = known.id AND kind = 'linkedin'
            ORDER BY id LIMIT 1) AS profile,
        (SELECT company FROM candidates_employment held WHERE held.candidate_id = known.id AND is_current
            ORDER BY id LIMIT 1) AS company,
        (SELECT title FROM candidates_employment held WHERE held.candidate_id = known.id AND is_current
            ORDER BY id LIMIT 1) AS title
    FROM known
"""
_IDENTITIES = f"""{_PAST}
    SELECT prospect.*, {_MILLIS.format("created_at")} AS created FROM prospect WHERE last_name <> ''
"""
_APPLICATIONS = f"""{_PAST}
    SELECT sent.*, {_MILLIS.format("sent.created_at")} AS created, {_MILLIS.format("sent.modified_at")} AS modified,
        known.first_name, known.last_name, known.emails[1] AS email, job.code, job.title
    FROM sent JOIN known ON known.id = sent.candidate_id JOIN jobs_job job ON job.id = sent.job_id
"""
_STAGES = f"""{_PAST}
    SELECT move.*, {_MILLIS.format("move.at")} AS entered, stage.kind, stage.name
    FROM applications_stagemove move JOIN jobs_stage stage ON stage.id = move.to_stage_id
    WHERE move.application_id IN (SELECT id FROM sent)
"""
_NOTES = f"""{_PAST}
    SELECT note.*, {_MILLIS.format("note.created_at")} AS created,
        {_MILLIS.format("greatest(note.created_at, note.modified_at)")} AS modified, author.first_name, author.last_name
    FROM notes_note note JOIN accounts_user author ON author.id = note.author_id
    WHERE note.visibility = 'shared' AND CASE WHEN note.application_id IS NULL
        THEN note.candidate_id IN (SELECT id FROM known) ELSE note.application_id IN (SELECT id FROM sent) END
"""
_FEEDBACK = f"""{_PAST}
    SELECT feedback.*, {_MILLIS.format("feedback.submitted_at")} AS submitted, author.first_name, author.last_name
    FROM interviews_feedback feedback JOIN accounts_user author ON author.id = feedback.author_id
    WHERE feedback.status = 'submitted' AND feedback.application_id IN (SELECT id FROM sent)
"""
_RESUMES = f"""{_PAST}
    SELECT document.*, translate(encode(content.data, 'base64'), E'\\n', '') AS content,
        {_MILLIS.format("document.created_at")} AS created,
        {_MILLIS.format("greatest(document.created_at, document.modified_at)")} AS modified
    FROM documents_document document JOIN documents_content content ON content.document_id = document.id
    WHERE kind = 'resume' AND CASE WHEN document.application_id IS NULL
        THEN document.candidate_id IN (SELECT id FROM known) ELSE document.application_id IN (SELECT id FROM sent) END
"""
_JOBS = f"""
    SELECT job.*, {_MILLIS.format("job.activated_at")} AS activated,
        ARRAY(SELECT user_id FROM jobs_teammember WHERE job_id = job.id AND role IN ('recruiter', 'hiring_manager')
              ORDER BY user_id) AS team,
        (SELECT user_id FROM jobs_teammember member JOIN accounts_user person ON person.id = member.user_id
            WHERE job_id = job.id AND role IN ('recruiter', 'hiring_manager') AND person.is_active
            ORDER BY role DESC, member.id LIMIT 1) AS owner
    FROM jobs_job job WHERE job.activated_at IS NOT NULL
"""
_CONNECTED = """
    SELECT account.person_urn, person.id, person.roles && ARRAY['recruiter', 'hiring_manager']::varchar[] AS recruits
    FROM linkedin_account account JOIN accounts_user person ON person.id = account.user_id
    WHERE person.is_active AND account.person_urn IS NOT NULL
"""
# What has to wait, because LinkedIn would refuse the person: no last name, or neither an address nor a member.
_INCOMPLETE = f"""{_PAST}
    SELECT 'candidate' AS kind, id FROM person WHERE id NOT IN (SELECT id FROM known)
    UNION ALL SELECT 'candidate', id FROM prospect WHERE last_name = ''
    UNION ALL SELECT 'candidate_notes', id FROM person WHERE id NOT IN (SELECT id FROM known)
    UNION ALL SELECT kind, past.id FROM past CROSS JOIN
        unnest(ARRAY['application', 'stages', 'application_notes', 'feedback']) AS kind
        WHERE past.id NOT IN (SELECT id FROM sent)
    UNION ALL SELECT 'attachments', id FROM documents_document document WHERE CASE WHEN application_id IS NULL
        THEN candidate_id IN (SELECT id FROM person WHERE id NOT IN (SELECT id FROM known))
        ELSE application_id IN (SELECT id FROM past WHERE id NOT IN (SELECT id FROM sent)) END
"""


class Domain:
    """The tables at one moment; `base_url` is where people open the pages, `organization` LinkedIn's URN of it."""

    def __init__(self, database: psycopg.Connection[Any], *, base_url: str) -> None:
        self._database = database
        self._base_url = base_url
        self._generations = self._one("SELECT generations FROM linkedin_connection WHERE is_live")
        self._organization = self._one("SELECT organization_urn FROM linkedin_connection WHERE is_live")
        self._everyone_sees = self._one("SELECT visibility FROM linkedin_connection WHERE is_live") == "everyone"
        self._only_teams = self._one("SELECT export_to FROM linkedin_connection WHERE is_live") == "team"

    def state(self) -> State:
        return {
            "candidate": self._candidates(),
            "application": self._applications(),
            "stage": {f"{row['application_id']}/{row['id']}": self._stage(row) for row in self._rows(_STAGES)},
            "candidate note": self._notes(about_the_person=True),
            "application note": self._notes(about_the_person=False),
            "feedback": {f"{row['application_id']}/{row['id']}": self._feedback(row) for row in self._rows(_FEEDBACK)},
            "résumé": {self._place(row): self._resume(row) for row in self._rows(_RESUMES)},
            "job": self._jobs(),
            "right": self._rights(),
            "assignee": self._assignees(),
            "viewers": self._viewers(),
        }

    def incomplete(self) -> set[tuple[str, int]]:
        """Marks that may wait for ever, by kind and id: LinkedIn would refuse the person."""
        return {(row["kind"], row["id"]) for row in self._rows(_INCOMPLETE)}

    def _candidates(self) -> Records:
        return self._whole() | {
            str(row["id"]): self._kept(
                firstName=row["first_name"],
                lastName=row["last_name"],
                emailAddresses=[],
                phoneNumbers=[],
                addresses=[],
                externalProfileUrl=f"{self._base_url}/candidates/{row['id']}/",
                atsCreatedAt=row["created"],
                atsLastModifiedAt=row["created"],
                member=row["member_urn"],
            )
            for row in self._rows(_IDENTITIES)
        }

    def _whole(self) -> dict[str, Record]:
        return {
            str(row["id"]): self._kept(
                firstName=row["first_name"],
                lastName=row["last_name"],
                emailAddresses=row["emails"],
                phoneNumbers=[{"number": number} for number in row["phones"]],
                addresses=[],
                externalProfileUrl=f"{self._base_url}/candidates/{row['id']}/",
                atsCreatedAt=row["created"],
                atsLastModifiedAt=max(row["created"], row["modified"]),
                linkedInProfileUrl=row["profile"] or None,
                currentCompanyName=row["company"] or None,
                currentJobTitle=row["title"] or None,
                member=row["member_urn"],
            )
            for row in self._rows(_CANDIDATES)
        }

    def _applications(self) -> Records:
        return {
            str(row["id"]): self._kept(
                atsCandidateId=str(row["candidate_id"]),
                atsJobPostingId=row["code"],
                atsJobPostingName=row["title"],
                candidateEmail=row["email"],
                firstName=row["first_name"],
                lastName=row["last_name"],
                source=SOURCES[row["source"]],
                dispositionReason=_ending(row),
                atsCreatedAt=row["created"],
                atsLastModifiedAt=max(row["created"], row["modified"]),
            )
            for row in self._rows(_APPLICATIONS)
        }

    def _stage(self, row: Record) -> Record:
        name = row["name"] or str(row["kind"]).capitalize()
        return self._kept(stage=name, atsCreatedAt=row["entered"])

    def _notes(self, *, about_the_person: bool) -> Records:
        """The versioned API alone knows when a note about a person was last changed (wire §4.3)."""
        owner = "candidate_id" if about_the_person else "application_id"
        dated = about_the_person and "'candidate notes': 'rest'" in self._generations
        return {
            f"{row[owner]}/{row['id']}": self._kept(
                note=row["text"],
                author=_actor(row),
                atsCreatedAt=row["created"],
                atsLastModifiedAt=row["modified"] if dated else None,
            )
            for row in self._rows(_NOTES)
            if (row["application_id"] is None) is about_the_person
        }

    def _feedback(self, row: Record) -> Record:
        points = (
            ("Recommendation", RECOMMENDATIONS[str(row["recommendation"])]),
            ("Strengths", row["strengths"]),
            ("Weaknesses", row["weaknesses"]),
        )
        return self._kept(
            feedback=row["comment"] or None,
            interviewer=_actor(row),
            interviewType=INTERVIEWS[str(row["interview_type"])],
            evaluations=[{"attribute": name, "result": result} for name, result in points if result],
            atsCreatedAt=row["submitted"],
        )

    @staticmethod
    def _place(row: Record) -> str:
        owner = ("application", row["application_id"]) if row["application_id"] else ("candidate", row["candidate_id"])
        return f"of {owner[0]} {owner[1]}/{row['id']}"

    def _resume(self, row: Record) -> Record:
        return self._kept(
            externalFileName=row["file_name"],
            fileType=str(row["file_type"]).upper(),
            content=row["content"],
            externalCreatedAt=row["created"],
            externalLastModifiedAt=row["modified"],
        )

    def _jobs(self) -> Records:
        owners = {row["id"]: row for row in self._rows("SELECT * FROM accounts_user")}
        return {row["code"]: self._job(row, owners.get(row["owner"])) for row in self._rows(_JOBS)}

    def _job(self, row: dict[str, Any], owner: dict[str, Any] | None) -> Record:
        """A closed job keeps what it was closed with; one that is not offered was sent once, as a closed one.

        A confidential one stays here while everyone sees everything: LinkedIn has at most what it had before.
        """
        hidden = row["is_confidential"] and self._everyone_sees
        listed = row["status"] == "active" and row["enable_prospects"] and not hidden
        identity = {"state": "LISTED" if listed else "CLOSED", "externalJobPostingId": row["code"]}
        told = {
            "companyJobCode": row["code"],
            "title": row["title"][:200],
            "description": _paragraphs(row["description"]),
            "location": f"{row['city']}, {COUNTRIES[row['country']]}",
            "companyApplyUrl": f"{self._base_url}/careers/{row['code']}",
            "availability": "PRIVATE_TO_ATS_INTEGRATION",
            "employmentStatus": EMPLOYMENT[row["employment_type"]],
            "experienceLevel": EXPERIENCE[row["seniority"]],
            "categories": [FUNCTIONS[one] for one in row["functions"] if one in FUNCTIONS][:3] or None,
            "skillsDescription": html.escape(", ".join(row["skills"]), quote=False) or None,
        }
        people = {
            "requisitionOwnerFirstName": owner and owner["first_name"],
            "requisitionOwnerLastName": owner and owner["last_name"],
            "requisitionOwnerEmail": owner and owner["email"],
        }
        if not row["enable_prospects"] or (row["is_confidential"] and not listed):
            told = dict.fromkeys(told, UNSAID)
        if not listed:
            people = dict.fromkeys(people, UNSAID)
        return self._kept(**identity, **told, **people, **({MAY_BE_MISSING: UNSAID} if hidden else {}))

    def _rights(self) -> Records:
        """Ordinary jobs are on the list of those who recruit, what is the team's alone on the lists of its people."""
        return {
            f"{one} {row['code']}": {"organization": self._organization}
            for row in ([] if self._everyone_sees else self._rows(_JOBS))
            for one in (
                [f"user-{user}" for user in row["team"]] if row["is_confidential"] or self._only_teams else [RECRUITING]
            )
        }

    def _assignees(self) -> Records:
        return {
            f"{one} {row['person_urn']}": {"organization": self._organization}
            for row in ([] if self._everyone_sees else self._rows(_CONNECTED))
            for one in (f"user-{row['id']}", *([RECRUITING] if row["recruits"] else []))
        }

    def _viewers(self) -> Records:
        """What overrules the lists (wire §3)."""
        settings = ("JOB_POSTING_VIEWERS", "APPLICATION_VIEWERS") if self._everyone_sees else ()
        return {f"{one} of {self._organization}": {"value": "ALL_PRODUCT_USERS"} for one in settings}

    def _kept(self, **fields: object) -> Record:
        """Without what is null; every record belongs to the organization."""
        said = {name: value for name, value in fields.items() if value is not None}
        return {**said, "organization": self._organization}

    def _rows(self, query: str) -> Iterator[dict[str, Any]]:
        with self._database.cursor(row_factory=dict_row) as cursor:
            yield from cursor.execute(query).fetchall()

    def _one(self, query: str) -> str:
        row: Sequence[object] | None = self._database.execute(query).fetchone()
        if row is None:
            raise LookupError(query)
        return str(row[0])


def _ending(row: Record) -> str:
    if row["status"] == "active":
        return ""
    ending = ENDINGS[str(row["close_reason"])]
    return f"{ending}: {REASONS[str(row['rejection_reason'])]}" if row["close_reason"] == "rejected" else ending


def _actor(row: Record) -> dict[str, object] | None:
    """Both names or none (wire §4.3)."""
    names = {"firstName": row["first_name"], "lastName": row["last_name"]}
    return names if all(names.values()) else None


def _paragraphs(text: str) -> str:
    """Limited HTML: paragraphs and line breaks (wire §4.1)."""
    blocks = (html.escape(block, quote=False).replace("\n", "<br>") for block in text.split("\n\n"))
    return "".join(f"<p>{block}</p>" for block in blocks)
