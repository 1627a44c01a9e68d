"""Lets the database itself write down who passed Prospect when, and what everybody was ever called, before it is deleted.

Triggers on the domain's tables, put there by the measurement: they see every change at the moment it is committed, and
keep what a deletion takes away. By this, and not by what Skaffa believes, the calls are judged.
"""

from typing import Any

import psycopg

from bench.compare import Witness

_INSTALL = """
    CREATE TABLE bench_application (id bigint PRIMARY KEY, passed bigint);
    CREATE TABLE bench_candidate (id bigint PRIMARY KEY, passed bigint NOT NULL);
    CREATE TABLE bench_name (candidate_id bigint, name text, PRIMARY KEY (candidate_id, name));
    CREATE TABLE bench_considered (candidate_id bigint PRIMARY KEY);
    CREATE TABLE bench_linked (candidate_id bigint PRIMARY KEY);
    CREATE TABLE bench_confidential (id serial PRIMARY KEY, code text NOT NULL, at bigint NOT NULL, is_on boolean NOT NULL);
    CREATE TABLE bench_exception (id serial PRIMARY KEY, at bigint NOT NULL, is_on boolean NOT NULL);

    CREATE FUNCTION bench_sees_application() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO bench_application VALUES (NEW.id) ON CONFLICT DO NOTHING;
        INSERT INTO bench_considered VALUES (NEW.candidate_id) ON CONFLICT DO NOTHING;
        -- Somebody else's by a merge, or by its undo: that person has passed Prospect from now on.
        INSERT INTO bench_candidate
            SELECT NEW.candidate_id, greatest(passed, (SELECT floor(extract(epoch FROM max(at)) * 1000)::bigint FROM candidates_merge))
            FROM bench_application WHERE id = NEW.id AND passed IS NOT NULL
            ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE FUNCTION bench_sees_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE bench_application SET passed = least(passed, floor(extract(epoch FROM NEW.at) * 1000)::bigint)
        WHERE id = NEW.application_id
            AND EXISTS (SELECT 1 FROM jobs_stage WHERE id = NEW.to_stage_id AND kind <> 'prospect');
        INSERT INTO bench_candidate
            SELECT candidate_id, passed FROM bench_application JOIN applications_application USING (id)
            WHERE id = NEW.application_id AND passed IS NOT NULL
            ON CONFLICT (id) DO UPDATE SET passed = least(bench_candidate.passed, EXCLUDED.passed);
        RETURN NULL;
    END $$;
    CREATE FUNCTION bench_sees_email() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO bench_name VALUES (NEW.candidate_id, lower(NEW.address)) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE FUNCTION bench_sees_link() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO bench_name VALUES (NEW.candidate_id, lower(regexp_replace(NEW.url, '.*/', ''))) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE FUNCTION bench_sees_name() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO bench_name VALUES (NEW.id, lower(split_part(NEW.last_name, ' ', 1))) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE FUNCTION bench_sees_member() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO bench_linked VALUES (NEW.candidate_id) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE FUNCTION bench_sees_exception() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO bench_exception (at, is_on)
            VALUES (floor(extract(epoch FROM NEW.modified_at) * 1000)::bigint, NEW.identity_before_application);
        RETURN NULL;
    END $$;
    CREATE FUNCTION bench_sees_job() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'INSERT' OR OLD.is_confidential <> NEW.is_confidential THEN
            INSERT INTO bench_confidential (code, at, is_on)
                VALUES (NEW.code, floor(extract(epoch FROM NEW.modified_at) * 1000)::bigint, NEW.is_confidential);
        END IF;
        RETURN NULL;
    END $$;

    CREATE TRIGGER bench_sees AFTER INSERT OR UPDATE OF candidate_id ON applications_application
        FOR EACH ROW EXECUTE FUNCTION bench_sees_application();
    CREATE TRIGGER bench_sees AFTER INSERT ON applications_stagemove FOR EACH ROW EXECUTE FUNCTION bench_sees_move();
    CREATE TRIGGER bench_sees AFTER INSERT OR UPDATE ON candidates_emailaddress
        FOR EACH ROW EXECUTE FUNCTION bench_sees_email();
    CREATE TRIGGER bench_sees AFTER INSERT OR UPDATE ON candidates_link
        FOR EACH ROW EXECUTE FUNCTION bench_sees_link();
    CREATE TRIGGER bench_sees AFTER INSERT OR UPDATE ON candidates_candidate
        FOR EACH ROW EXECUTE FUNCTION bench_sees_name();
    CREATE TRIGGER bench_sees AFTER INSERT OR UPDATE OF candidate_id ON linkedin_memberlink
        FOR EACH ROW EXECUTE FUNCTION bench_sees_member();
    CREATE TRIGGER bench_sees AFTER UPDATE ON linkedin_connection FOR EACH ROW
        WHEN (OLD.identity_before_application <> NEW.identity_before_application)
        EXECUTE FUNCTION bench_sees_exception();

    CREATE TRIGGER bench_sees AFTER INSERT OR UPDATE OF is_confidential ON jobs_job
        FOR EACH ROW EXECUTE FUNCTION bench_sees_job();

    INSERT INTO bench_confidential (code, at, is_on) SELECT code, 0, is_confidential FROM jobs_job;
    INSERT INTO bench_considered SELECT DISTINCT candidate_id FROM applications_application;
    INSERT INTO bench_linked SELECT DISTINCT candidate_id FROM linkedin_memberlink;
    INSERT INTO bench_application SELECT application.id,
        (SELECT floor(extract(epoch FROM min(move.at)) * 1000)::bigint FROM applications_stagemove move
            JOIN jobs_stage stage ON stage.id = move.to_stage_id
            WHERE move.application_id = application.id AND stage.kind <> 'prospect')
        FROM applications_application application;
    INSERT INTO bench_candidate SELECT candidate_id, min(passed)
        FROM bench_application JOIN applications_application USING (id) WHERE passed IS NOT NULL GROUP BY candidate_id;
    INSERT INTO bench_name SELECT candidate_id, lower(address) FROM candidates_emailaddress ON CONFLICT DO NOTHING;
    INSERT INTO bench_name SELECT candidate_id, lower(regexp_replace(url, '.*/', '')) FROM candidates_link
        ON CONFLICT DO NOTHING;
    INSERT INTO bench_name SELECT id, lower(split_part(last_name, ' ', 1)) FROM candidates_candidate
        ON CONFLICT DO NOTHING;
"""


def install(database: psycopg.Connection[Any]) -> None:
    with database.transaction():
        database.execute(_INSTALL)


def heard(database: psycopg.Connection[Any]) -> Witness:
    """Everything that was seen since."""
    witness = Witness()
    witness.passed |= dict(database.execute("SELECT id, passed FROM bench_application WHERE passed IS NOT NULL"))
    witness.candidate_passed |= dict(database.execute("SELECT id, passed FROM bench_candidate"))
    for at, is_on in database.execute("SELECT at, is_on FROM bench_exception ORDER BY id"):
        witness.exception.append((at, is_on))
    for code, at, is_on in database.execute("SELECT code, at, is_on FROM bench_confidential ORDER BY id"):
        witness.confidential.setdefault(code, []).append((at, is_on))
    rows = database.execute("SELECT candidate_id FROM bench_considered JOIN bench_linked USING (candidate_id)")
    witness.prospects |= {candidate for (candidate,) in rows}
    for candidate, name in database.execute("SELECT candidate_id, name FROM bench_name WHERE name <> ''"):
        witness.named.setdefault(name, set()).add(candidate)
    return witness
