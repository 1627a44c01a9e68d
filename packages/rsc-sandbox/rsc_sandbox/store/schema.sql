-- Times are milliseconds since 1970 UTC on the sandbox's clock. Columns ending in _json hold JSON.

CREATE TABLE IF NOT EXISTS settings (
    key        TEXT PRIMARY KEY,
    value_json TEXT NOT NULL
);

-- Developer applications: a parent provisions children, one per customer of the vendor.
CREATE TABLE IF NOT EXISTS applications (
    id                 INTEGER PRIMARY KEY,
    parent_id          INTEGER REFERENCES applications (id),
    client_id          TEXT NOT NULL UNIQUE,
    client_secret      TEXT NOT NULL,
    unique_foreign_id  TEXT NOT NULL,
    name               TEXT NOT NULL,
    description        TEXT NOT NULL,
    redirect_urls_json TEXT NOT NULL,
    js_domains_json    TEXT NOT NULL,
    created_at         INTEGER NOT NULL,
    UNIQUE (parent_id, unique_foreign_id)
);

CREATE TABLE IF NOT EXISTS companies (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS contracts (
    id         INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    name       TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS members (
    id              INTEGER PRIMARY KEY,
    slug            TEXT NOT NULL UNIQUE,
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    headline        TEXT NOT NULL,
    location        TEXT NOT NULL,
    about           TEXT NOT NULL,
    years           INTEGER,
    skills_json     TEXT NOT NULL,
    positions_json  TEXT NOT NULL,
    educations_json TEXT NOT NULL,
    export_blocked  INTEGER NOT NULL,
    search_text     TEXT NOT NULL,
    title_text      TEXT NOT NULL,
    location_text   TEXT NOT NULL,
    emails_json     TEXT NOT NULL DEFAULT '[]',
    phones_json     TEXT NOT NULL DEFAULT '[]',
    closed_at       INTEGER
);

CREATE INDEX IF NOT EXISTS members_by_name ON members (last_name, first_name, id) WHERE closed_at IS NULL;

-- Every three letters in a row of what is searched in, for members who have not left: parts of words are found without
-- reading everybody.
CREATE VIRTUAL TABLE IF NOT EXISTS member_texts USING fts5 (
    search_text, title_text, location_text, content = 'members', content_rowid = 'id', tokenize = 'trigram'
);

-- By what a candidate is recognised as a member: one row per rule and value.
CREATE TABLE IF NOT EXISTS member_keys (
    rule      TEXT NOT NULL,
    value     TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES members (id),
    PRIMARY KEY (value, rule, member_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_of_member ON member_keys (member_id);

-- How an application names a member: opaque, and not the same for two applications (0: the name all share).
CREATE TABLE IF NOT EXISTS person_ids (
    application_id INTEGER NOT NULL,
    member_id      INTEGER NOT NULL REFERENCES members (id),
    person_id      TEXT NOT NULL,
    PRIMARY KEY (application_id, member_id),
    UNIQUE (application_id, person_id)
);

CREATE TABLE IF NOT EXISTS accounts (
    id            INTEGER PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    member_id     INTEGER NOT NULL REFERENCES members (id)
);

CREATE TABLE IF NOT EXISTS seats (
    id          INTEGER PRIMARY KEY,
    account_id  INTEGER NOT NULL REFERENCES accounts (id),
    contract_id INTEGER NOT NULL REFERENCES contracts (id),
    role        TEXT NOT NULL CHECK (role IN ('ADMIN', 'RECRUITER', 'HIRING_MANAGER')),
    state       TEXT NOT NULL CHECK (state IN ('ACTIVE', 'INACTIVE', 'INVITED', 'PARKED')),
    created_at  INTEGER NOT NULL,
    UNIQUE (account_id, contract_id)
);

CREATE TABLE IF NOT EXISTS integrations (
    id             INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    company_id     INTEGER NOT NULL REFERENCES companies (id),
    context        TEXT NOT NULL,
    type           TEXT NOT NULL,
    name           TEXT,
    status         TEXT NOT NULL CHECK (status IN ('REQUESTED', 'ENABLED', 'DISABLED')),
    requested_at   INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL,
    UNIQUE (application_id, context, type)
);

CREATE TABLE IF NOT EXISTS configurations (
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    key            TEXT NOT NULL,
    value          TEXT NOT NULL,
    changed_at     INTEGER NOT NULL,
    PRIMARY KEY (integration_id, key)
);

-- What LinkedIn's administrator has switched on: contract 0 is the whole company.
CREATE TABLE IF NOT EXISTS levels (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    company_id     INTEGER NOT NULL REFERENCES companies (id),
    contract_id    INTEGER NOT NULL,
    PRIMARY KEY (application_id, company_id, contract_id)
);

CREATE TABLE IF NOT EXISTS jobs (
    id             INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    context        TEXT NOT NULL,
    external_id    TEXT NOT NULL,
    title          TEXT NOT NULL,
    location       TEXT NOT NULL,
    job_code       TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('LISTED', 'CLOSED')),
    availability   TEXT NOT NULL,
    listed_at      INTEGER NOT NULL,
    expire_at      INTEGER NOT NULL,
    posting_json   TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL,
    UNIQUE (application_id, context, external_id)
);

CREATE TABLE IF NOT EXISTS tasks (
    id             TEXT PRIMARY KEY,
    number         INTEGER NOT NULL UNIQUE,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    operation      TEXT NOT NULL,
    posting_json   TEXT NOT NULL,
    external_id    TEXT NOT NULL,
    status         TEXT NOT NULL CHECK (status IN ('IN_PROGRESS', 'SUCCEEDED', 'FAILED')),
    job_id         INTEGER,
    error          TEXT,
    created_at     INTEGER NOT NULL,
    due_at         INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS tasks_of_job ON tasks (application_id, external_id);
CREATE INDEX IF NOT EXISTS tasks_to_do ON tasks (due_at) WHERE status = 'IN_PROGRESS';

-- What customers sync: candidates, applications, and what hangs on them.
CREATE TABLE IF NOT EXISTS candidates (
    id               INTEGER PRIMARY KEY,
    application_id   INTEGER NOT NULL REFERENCES applications (id),
    context          TEXT NOT NULL,
    external_id      TEXT NOT NULL,
    value_json       TEXT NOT NULL,
    manual_member_id INTEGER REFERENCES members (id),
    changed_at       INTEGER NOT NULL,
    UNIQUE (application_id, context, external_id)
);
CREATE INDEX IF NOT EXISTS candidates_linked ON candidates (manual_member_id) WHERE manual_member_id IS NOT NULL;

-- Which members a candidate fits by which rule; the precedence is a switch, so every rule that fits is kept.
CREATE TABLE IF NOT EXISTS candidate_matches (
    candidate_id INTEGER NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    member_id    INTEGER NOT NULL REFERENCES members (id),
    rule         TEXT NOT NULL,
    PRIMARY KEY (candidate_id, member_id, rule)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS matches_of_member ON candidate_matches (member_id);

-- Matches that a recruiter has undone in the profile plugin: they stay undone until that link is made by hand.
CREATE TABLE IF NOT EXISTS undone_matches (
    candidate_id INTEGER NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    member_id    INTEGER NOT NULL REFERENCES members (id),
    PRIMARY KEY (candidate_id, member_id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS job_applications (
    id             INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    context        TEXT NOT NULL,
    external_id    TEXT NOT NULL,
    candidate      TEXT,
    job            TEXT NOT NULL,
    value_json     TEXT NOT NULL,
    changed_at     INTEGER NOT NULL,
    UNIQUE (application_id, context, external_id)
);
CREATE INDEX IF NOT EXISTS job_applications_of ON job_applications (application_id, context, candidate);

-- Notes, stages, interview feedback and attachments of a candidate or an application, by the ids of the ATS.
CREATE TABLE IF NOT EXISTS details (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    context        TEXT NOT NULL,
    kind           TEXT NOT NULL,
    parent         TEXT NOT NULL,
    external_id    TEXT NOT NULL,
    value_json     TEXT NOT NULL,
    changed_at     INTEGER NOT NULL,
    PRIMARY KEY (application_id, context, kind, parent, external_id)
);

CREATE TABLE IF NOT EXISTS media (
    urn            TEXT PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    request_json   TEXT NOT NULL,
    content        BLOB,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
);

-- What recruiters and members do in LinkedIn.
CREATE TABLE IF NOT EXISTS threads (
    id         INTEGER PRIMARY KEY,
    seat_id    INTEGER NOT NULL REFERENCES seats (id),
    member_id  INTEGER NOT NULL REFERENCES members (id),
    subject    TEXT NOT NULL,
    consent    TEXT NOT NULL CHECK (consent IN ('NOT_ASKED', 'ASKED', 'SHARED', 'DECLINED')),
    answer     TEXT NOT NULL CHECK (answer IN ('NONE', 'ACCEPTED', 'DECLINED')),
    created_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS threads_of_seat ON threads (seat_id);
CREATE INDEX IF NOT EXISTS threads_of_member ON threads (member_id);

CREATE TABLE IF NOT EXISTS messages (
    id          INTEGER PRIMARY KEY,
    thread_id   INTEGER NOT NULL REFERENCES threads (id),
    from_member INTEGER NOT NULL,
    body        TEXT NOT NULL,
    created_at  INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_of_thread ON messages (thread_id, created_at);

CREATE TABLE IF NOT EXISTS member_notes (
    id          INTEGER PRIMARY KEY,
    seat_id     INTEGER NOT NULL REFERENCES seats (id),
    contract_id INTEGER NOT NULL REFERENCES contracts (id),
    member_id   INTEGER NOT NULL REFERENCES members (id),
    text        TEXT NOT NULL,
    public      INTEGER NOT NULL,
    published   INTEGER NOT NULL,
    active      INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS member_notes_of_contract ON member_notes (contract_id, changed_at);
CREATE INDEX IF NOT EXISTS member_notes_of_member ON member_notes (member_id);

-- Contact details a member agreed to share in the first reply to an InMail.
CREATE TABLE IF NOT EXISTS mail_stubs (
    id          INTEGER PRIMARY KEY,
    seat_id     INTEGER NOT NULL REFERENCES seats (id),
    contract_id INTEGER NOT NULL REFERENCES contracts (id),
    member_id   INTEGER NOT NULL REFERENCES members (id),
    email       TEXT,
    phone       TEXT,
    created_at  INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS mail_stubs_of_contract ON mail_stubs (contract_id, created_at);

-- What recruiters of a contract collect people in, whom they turned down, and about whom they asked to be told news.
CREATE TABLE IF NOT EXISTS projects (
    id          INTEGER PRIMARY KEY,
    contract_id INTEGER NOT NULL REFERENCES contracts (id),
    seat_id     INTEGER NOT NULL REFERENCES seats (id),
    name        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (contract_id, name)
);

CREATE TABLE IF NOT EXISTS project_members (
    project_id INTEGER NOT NULL REFERENCES projects (id),
    member_id  INTEGER NOT NULL REFERENCES members (id),
    seat_id    INTEGER NOT NULL REFERENCES seats (id),
    saved_at   INTEGER NOT NULL,
    PRIMARY KEY (project_id, member_id)
);
CREATE INDEX IF NOT EXISTS projects_of_member ON project_members (member_id);

CREATE TABLE IF NOT EXISTS rejections (
    id         INTEGER PRIMARY KEY,
    seat_id    INTEGER NOT NULL REFERENCES seats (id),
    member_id  INTEGER NOT NULL REFERENCES members (id),
    reason     TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS rejections_of_member ON rejections (member_id, seat_id);

CREATE TABLE IF NOT EXISTS update_alerts (
    seat_id    INTEGER NOT NULL REFERENCES seats (id),
    member_id  INTEGER NOT NULL REFERENCES members (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (seat_id, member_id)
);

CREATE TABLE IF NOT EXISTS acls (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    context        TEXT NOT NULL,
    acl_id         TEXT NOT NULL,
    entity_type    TEXT NOT NULL,
    entity_id      TEXT NOT NULL,
    changed_at     INTEGER NOT NULL,
    PRIMARY KEY (application_id, context, acl_id, entity_type, entity_id)
);
CREATE INDEX IF NOT EXISTS acls_of_entity ON acls (application_id, context, entity_type, entity_id);

CREATE TABLE IF NOT EXISTS acl_assignees (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    context        TEXT NOT NULL,
    acl_id         TEXT NOT NULL,
    entity_type    TEXT NOT NULL,
    member_id      INTEGER NOT NULL REFERENCES members (id),
    changed_at     INTEGER NOT NULL,
    PRIMARY KEY (application_id, context, acl_id, entity_type, member_id)
);
CREATE INDEX IF NOT EXISTS acls_of_member ON acl_assignees (application_id, context, member_id);

CREATE TABLE IF NOT EXISTS exports (
    request_id      TEXT PRIMARY KEY,
    application_id  INTEGER NOT NULL REFERENCES applications (id),
    context         TEXT NOT NULL,
    seat_id         INTEGER NOT NULL REFERENCES seats (id),
    member_id       INTEGER NOT NULL REFERENCES members (id),
    job_external_id TEXT,
    emails_json     TEXT NOT NULL,
    notes           TEXT,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS exports_of_seat ON exports (seat_id, created_at);

-- What an INTEGRATION_STATUS_CHANGE push lets its receiver look up.
CREATE TABLE IF NOT EXISTS status_changes (
    request_id     TEXT PRIMARY KEY,
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS tokens (
    value          TEXT PRIMARY KEY,
    kind           TEXT NOT NULL CHECK (kind IN ('2L', '3L', 'REFRESH')),
    application_id INTEGER NOT NULL REFERENCES applications (id),
    member_id      INTEGER REFERENCES members (id),
    scope          TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    revoked_at     INTEGER
);

CREATE TABLE IF NOT EXISTS auth_codes (
    value          TEXT PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    member_id      INTEGER NOT NULL REFERENCES members (id),
    redirect_uri   TEXT NOT NULL,
    scope          TEXT NOT NULL,
    expires_at     INTEGER NOT NULL,
    used           INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS deliveries (
    id             INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    event_id       TEXT NOT NULL,
    type           TEXT NOT NULL,
    url            TEXT NOT NULL,
    body           TEXT NOT NULL,
    bad_signature  INTEGER NOT NULL,
    status         TEXT NOT NULL CHECK (status IN ('PENDING', 'DELIVERED', 'FAILED', 'DROPPED')),
    attempts       INTEGER NOT NULL,
    due_at         INTEGER NOT NULL,
    rank           INTEGER NOT NULL,
    last_status    INTEGER,
    last_error     TEXT,
    created_at     INTEGER NOT NULL,
    finished_at    INTEGER
);
CREATE INDEX IF NOT EXISTS deliveries_of_event ON deliveries (event_id);
CREATE INDEX IF NOT EXISTS deliveries_to_do ON deliveries (due_at, rank) WHERE status = 'PENDING';

CREATE TABLE IF NOT EXISTS calls (
    id             INTEGER PRIMARY KEY,
    at             INTEGER NOT NULL,
    li_uuid        TEXT NOT NULL,
    application_id INTEGER,
    method         TEXT NOT NULL,
    path           TEXT NOT NULL,
    query          TEXT NOT NULL,
    restli_method  TEXT NOT NULL,
    body           TEXT NOT NULL,
    status         INTEGER NOT NULL,
    answer         TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS throttles (
    application_id INTEGER NOT NULL,
    counter        TEXT NOT NULL,
    window_start   INTEGER NOT NULL,
    used           INTEGER NOT NULL,
    PRIMARY KEY (application_id, counter)
);

CREATE TABLE IF NOT EXISTS faults (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    remaining   INTEGER NOT NULL,
    value       INTEGER NOT NULL,
    path        TEXT NOT NULL,
    method      TEXT NOT NULL DEFAULT '',
    retry_after INTEGER
);

-- A plugin's iframe before and after somebody signed in for it in a window of its own; `asked` is what its page said.
-- Older files hold another table of that purpose, whose rows were good for half an hour.
DROP TABLE IF EXISTS tickets;
CREATE TABLE IF NOT EXISTS plugin_tickets (
    code           TEXT PRIMARY KEY,
    secret_hash    TEXT NOT NULL UNIQUE,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    origin         TEXT NOT NULL,
    widget         TEXT NOT NULL CHECK (widget IN ('ONBOARDING', 'PROFILE')),
    asked_json     TEXT NOT NULL,
    account_id     INTEGER REFERENCES accounts (id),
    seat_id        INTEGER REFERENCES seats (id),
    expires_at     INTEGER NOT NULL
);

-- What certification is judged by, as counts: one row per application and kind of event, so it grows with neither calls
-- nor records. `largest` and `oldest` are of one call's records, `longest_gap` lies between two events of the kind;
-- `subject` and `message` are those of the last event, `in_a_row` how often it came with the same subject.
CREATE TABLE IF NOT EXISTS observations (
    application_id INTEGER NOT NULL,
    what           TEXT NOT NULL,
    first_at       INTEGER NOT NULL,
    last_at        INTEGER NOT NULL,
    times          INTEGER NOT NULL,
    records        INTEGER NOT NULL,
    largest        INTEGER NOT NULL,
    oldest         INTEGER,
    longest_gap    INTEGER NOT NULL,
    in_a_row       INTEGER NOT NULL,
    li_uuid        TEXT NOT NULL,
    subject        TEXT NOT NULL,
    message        TEXT NOT NULL,
    PRIMARY KEY (application_id, what)
) WITHOUT ROWID;

-- Which pushes led to the fetch they ask for.
CREATE TABLE IF NOT EXISTS push_fetches (
    request_id TEXT PRIMARY KEY,
    fetched_at INTEGER NOT NULL,
    li_uuid    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tokens_of_application ON tokens (application_id, kind);
CREATE INDEX IF NOT EXISTS exports_of_application ON exports (application_id, created_at);
CREATE INDEX IF NOT EXISTS deliveries_of_application ON deliveries (application_id);
