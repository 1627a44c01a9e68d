"""What is said of many people at once, in the shape that rules take: one question, however many they are."""

from collections.abc import Collection

from django.db import connection

from skaffa.candidates.rules import JobHeld, Person, Study

_SAID = """
SELECT one.id, first_name, last_name, headline, location,
    ARRAY(SELECT address FROM candidates_emailaddress WHERE candidate_id = one.id ORDER BY is_primary DESC, id),
    ARRAY(SELECT number FROM candidates_phonenumber WHERE candidate_id = one.id ORDER BY id),
    ARRAY(SELECT url FROM candidates_link WHERE candidate_id = one.id ORDER BY id),
    (SELECT json_agg(json_build_array(company, title, period, is_current) ORDER BY position, id)
        FROM candidates_employment WHERE candidate_id = one.id),
    (SELECT json_agg(json_build_array(school, degree) ORDER BY position, id)
        FROM candidates_education WHERE candidate_id = one.id),
    skills, years_of_experience
FROM candidates_candidate one WHERE one.id = ANY(%s)
"""


def of(ids: Collection[int]) -> dict[int, Person]:
    """By id, as far as they are still there; for whoever may know of them all."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [list(ids)])
        return {
            pk: Person(
                *(first, last, headline, location, emails, phones, links),
                employments=tuple(JobHeld(*job) for job in jobs or ()),
                educations=tuple(Study(*study) for study in studies or ()),
                skills=skills,
                years_of_experience=years,
            )
            for pk, first, last, headline, location, emails, phones, links, jobs, studies, skills, years in cursor
        }
