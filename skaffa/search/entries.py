"""How entries are made: one statement that reads what others keep about people, and writes what is found of them.

SQL, because a million people are written in minutes with it, and one of them by the same words. What only the team of a
job may know (documents of an application, the title of a confidential job) stands in an entry of that application, which
holds everything of the person besides: so a search of two words finds one in the profile and one in the résumé.
"""

MOST_CHARACTERS = 150_000
"""Of the documents in one entry: PostgreSQL takes a megabyte of different words at most."""
MOST_SKILLS = 30

FORGET = "DELETE FROM search_entry WHERE candidate_id = ANY(%(people)s)"

WRITE = """
WITH person AS MATERIALIZED (
    SELECT one.id,
        setweight(to_tsvector('simple', search_fold(concat_ws(' ', one.first_name, one.last_name, mail.said))), 'A')
        || setweight(to_tsvector('simple', search_fold(concat_ws(' ', one.headline, array_to_string(one.skills, ' '),
            held.present))), 'B')
        || setweight(to_tsvector('simple', search_fold(concat_ws(' ', held.said))), 'C')
        || setweight(to_tsvector('simple', search_fold(concat_ws(' ', one.location, study.said, phone.said, link.said,
            considered.titles))), 'D') AS head,
        coalesce(paper.text, '') AS text,
        array_remove(ARRAY[
            'source:' || one.profile_source,
            'kind:' || CASE WHEN one.is_internal THEN 'internal' ELSE 'external' END,
            CASE WHEN one.location <> '' THEN 'location:' || one.location END,
            CASE WHEN paper.many > 0 THEN 'documents:yes' END
        ], NULL)
        || coalesce(considered.labels, '{}') || coalesce(pooled.labels, '{}') || coalesce(study.labels, '{}')
        || ARRAY(SELECT 'skill:' || lower(skill) FROM unnest(one.skills[1:%(most_skills)s]) skill) AS labels
    FROM candidates_candidate one
    CROSS JOIN LATERAL (
        SELECT string_agg(address, ' ') AS said FROM candidates_emailaddress WHERE candidate_id = one.id
    ) mail
    CROSS JOIN LATERAL (
        SELECT string_agg(number || ' ' || regexp_replace(number, '[^0-9]', '', 'g'), ' ') AS said
        FROM candidates_phonenumber WHERE candidate_id = one.id
    ) phone
    CROSS JOIN LATERAL (
        SELECT string_agg(normalized, ' ') AS said FROM candidates_link WHERE candidate_id = one.id
    ) link
    CROSS JOIN LATERAL (
        SELECT string_agg(title || ' ' || company, ' ') AS said,
            string_agg(title || ' ' || company, ' ') FILTER (WHERE is_current) AS present
        FROM candidates_employment WHERE candidate_id = one.id
    ) held
    CROSS JOIN LATERAL (
        SELECT string_agg(school || ' ' || degree, ' ') AS said, array_agg(DISTINCT 'school:' || school) AS labels
        FROM candidates_education WHERE candidate_id = one.id
    ) study
    CROSS JOIN LATERAL (
        SELECT string_agg(job.title, ' ') FILTER (WHERE NOT job.is_confidential) AS titles,
            array_agg(DISTINCT label) FILTER (WHERE NOT job.is_confidential OR label LIKE 'job:%%') AS labels
        FROM applications_application application
        JOIN jobs_job job ON job.id = application.job_id
        JOIN jobs_stage stage ON stage.id = application.stage_id
        CROSS JOIN LATERAL unnest(ARRAY[
            'job:' || application.job_id,
            'status:' || application.status,
            CASE WHEN application.status = 'active' THEN 'stage:' || stage.kind END,
            CASE WHEN application.silver_medal_at IS NOT NULL THEN 'medal:silver' END
        ]) label
        WHERE application.candidate_id = one.id AND label IS NOT NULL
    ) considered
    CROSS JOIN LATERAL (
        SELECT array_agg('pool:' || pool_id) AS labels
        FROM pools_membership WHERE candidate_id = one.id AND removed_at IS NULL
    ) pooled
    CROSS JOIN LATERAL (
        SELECT count(*) AS many, string_agg(left(reading.text, %(most_characters)s), ' ') AS text
        FROM documents_document document
        LEFT JOIN documents_reading reading ON reading.document_id = document.id
        WHERE document.candidate_id = one.id AND document.application_id IS NULL
    ) paper
    WHERE one.id = ANY(%(people)s)
), found AS (
    SELECT id AS candidate_id, NULL::bigint AS application_id, head, text, labels FROM person
    UNION ALL
    SELECT person.id, application.id,
        CASE WHEN job.is_confidential
            THEN person.head || setweight(to_tsvector('simple', search_fold(job.title)), 'D') ELSE person.head END,
        person.text || ' ' || coalesce(paper.text, ''),
        CASE WHEN paper.many > 0 AND NOT 'documents:yes' = ANY(person.labels)
            THEN person.labels || '{documents:yes}'::text[] ELSE person.labels END
    FROM person
    JOIN applications_application application ON application.candidate_id = person.id
    JOIN jobs_job job ON job.id = application.job_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS many, string_agg(left(reading.text, %(most_characters)s), ' ') AS text
        FROM documents_document document
        LEFT JOIN documents_reading reading ON reading.document_id = document.id
        WHERE document.application_id = application.id
    ) paper
    WHERE job.is_confidential OR paper.many > 0
)
INSERT INTO search_entry (candidate_id, application_id, head, body, labels)
SELECT candidate_id, application_id, head,
    to_tsvector('simple', search_fold(left(text, %(most_characters)s))), labels
FROM found
"""
