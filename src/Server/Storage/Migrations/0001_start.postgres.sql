-- The first schema. Times are UTC. Lengths of text are checked where it is typed.

-- A trusted extension: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE drafts (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    member uuid NOT NULL,
    revision integer NOT NULL,
    kept_by uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    title text NOT NULL,
    guest text NOT NULL,
    candidates integer NOT NULL,
    fields text NOT NULL,
    CONSTRAINT pk_drafts PRIMARY KEY (id)
);

CREATE TABLE reception_codes (
    organization uuid NOT NULL,
    code text NOT NULL,
    appointment uuid NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_reception_codes PRIMARY KEY (organization, code)
);

CREATE TABLE message_templates (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    member uuid,
    name text NOT NULL,
    text text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_message_templates PRIMARY KEY (id)
);

CREATE TABLE attempts (
    attempt uuid NOT NULL,
    organization uuid NOT NULL,
    appointment uuid NOT NULL,
    CONSTRAINT pk_attempts PRIMARY KEY (attempt)
);

CREATE TABLE mails (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    appointment uuid,
    revision integer NOT NULL,
    kind text NOT NULL,
    recipient text NOT NULL,
    address text NOT NULL,
    message_id text NOT NULL,
    subject text NOT NULL,
    protected_content text,
    state text NOT NULL,
    failures integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT pk_mails PRIMARY KEY (id)
);

CREATE TABLE organizations (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    zone_id text NOT NULL,
    language text NOT NULL,
    microsoft_tenants text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_organizations PRIMARY KEY (id)
);

CREATE TABLE outbox (
    kind text NOT NULL,
    subject uuid NOT NULL,
    organization uuid NOT NULL,
    due_at timestamp with time zone,
    leased_until timestamp with time zone,
    lease uuid,
    rings bigint NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (kind, subject)
);

CREATE TABLE protection_keys (
    name text NOT NULL,
    xml text NOT NULL,
    CONSTRAINT pk_protection_keys PRIMARY KEY (name)
);

CREATE TABLE application_accesses (
    organization uuid NOT NULL,
    is_on boolean NOT NULL,
    tenant_id text NOT NULL,
    group_address text NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_application_accesses PRIMARY KEY (organization)
);

CREATE TABLE application_reaches (
    member uuid NOT NULL,
    organization uuid NOT NULL,
    reach text NOT NULL,
    found_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_application_reaches PRIMARY KEY (member)
);

CREATE TABLE consent_requests (
    member uuid NOT NULL,
    feature text NOT NULL,
    organization uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    returned_at timestamp with time zone,
    mailed_to text,
    mailed_at timestamp with time zone,
    told_at timestamp with time zone,
    CONSTRAINT pk_consent_requests PRIMARY KEY (member, feature)
);

CREATE TABLE provider_registrations (
    provider text NOT NULL,
    cloud text NOT NULL,
    tenant text NOT NULL,
    client_id text NOT NULL,
    protected_secret text,
    protected_certificate text,
    protected_next_certificate text,
    stamp uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by uuid,
    credential_ends_at timestamp with time zone,
    warned_days integer,
    trouble_code integer,
    trouble text,
    trouble_since timestamp with time zone,
    CONSTRAINT pk_provider_registrations PRIMARY KEY (provider)
);

CREATE TABLE setup_findings (
    step text NOT NULL,
    mark text NOT NULL,
    problem text,
    code integer,
    found_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_setup_findings PRIMARY KEY (step)
);

CREATE TABLE timeline (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    appointment uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    actor text,
    about text,
    candidate uuid,
    reason text,
    detail text,
    CONSTRAINT pk_timeline PRIMARY KEY (id)
);

CREATE TABLE appointments (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    page uuid,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    title text NOT NULL,
    format text NOT NULL,
    place text NOT NULL,
    directions text NOT NULL,
    with_join_link boolean NOT NULL,
    own_join_link text NOT NULL,
    with_reception_code boolean NOT NULL,
    reception_code text,
    message text NOT NULL,
    note text NOT NULL,
    zone_id text NOT NULL,
    deadline timestamp with time zone NOT NULL,
    invites_by_mail boolean NOT NULL,
    main_host uuid NOT NULL,
    state text NOT NULL,
    chosen_candidate uuid,
    guest_note text NOT NULL,
    companions text NOT NULL,
    answered_by uuid,
    copies text NOT NULL,
    request_message text NOT NULL,
    ending_message text NOT NULL,
    preferred_times text NOT NULL,
    revision integer NOT NULL,
    announcement text NOT NULL,
    announced_revision integer NOT NULL,
    confirmation_was_told boolean NOT NULL,
    holds_rooms boolean NOT NULL,
    hold_strength text NOT NULL,
    hold_title text NOT NULL,
    is_private boolean NOT NULL,
    room_seats integer NOT NULL,
    room_equipment text NOT NULL,
    told_room uuid,
    told_room_is_lost boolean NOT NULL,
    guest_may_cancel boolean NOT NULL,
    guest_may_ask_for_date boolean NOT NULL,
    guest_notice_hours integer NOT NULL,
    date_asked_at timestamp with time zone,
    date_request_was_told boolean NOT NULL,
    taken_back_start timestamp with time zone,
    taken_back_end timestamp with time zone,
    ended_by uuid,
    was_chosen_by_host boolean NOT NULL,
    outcome text NOT NULL,
    reminds boolean NOT NULL,
    reminder_due_at timestamp with time zone,
    upcoming text,
    upcoming_due_at timestamp with time zone,
    reminded_at timestamp with time zone,
    findable text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_appointments PRIMARY KEY (id),
    CONSTRAINT fk_appointments_organizations FOREIGN KEY (organization) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE TABLE members (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    mail text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    state text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    reading text NOT NULL,
    language text NOT NULL,
    zone_id text NOT NULL,
    working_days text NOT NULL,
    usual_format text NOT NULL,
    signature text NOT NULL,
    password_hash text,
    invitation_hash text,
    invitation_ends_at timestamp with time zone,
    microsoft_tenant_id text,
    microsoft_account_id text,
    session_generation integer NOT NULL,
    has_ready_page boolean NOT NULL,
    CONSTRAINT pk_members PRIMARY KEY (id),
    CONSTRAINT fk_members_organizations FOREIGN KEY (organization) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE TABLE rooms (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    address text NOT NULL,
    name text NOT NULL,
    building text NOT NULL,
    floor text NOT NULL,
    capacity integer,
    equipment text NOT NULL,
    source text NOT NULL,
    is_active boolean NOT NULL,
    listed text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_rooms PRIMARY KEY (id),
    CONSTRAINT fk_rooms_organizations FOREIGN KEY (organization) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE TABLE room_observations (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    room uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    sign text NOT NULL,
    appointment uuid,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    after_seconds bigint,
    CONSTRAINT pk_room_observations PRIMARY KEY (id),
    CONSTRAINT fk_room_observations_rooms FOREIGN KEY (room) REFERENCES rooms (id) ON DELETE CASCADE
);

CREATE TABLE candidates (
    id uuid NOT NULL,
    number integer NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    accepted_overlaps text NOT NULL,
    room uuid,
    room_booking text NOT NULL,
    room_asked_at timestamp with time zone,
    lost_rooms text NOT NULL,
    appointment_id uuid NOT NULL,
    CONSTRAINT pk_candidates PRIMARY KEY (id),
    CONSTRAINT fk_candidates_appointments FOREIGN KEY (appointment_id) REFERENCES appointments (id) ON DELETE CASCADE,
    CONSTRAINT fk_candidates_rooms FOREIGN KEY (room) REFERENCES rooms (id) ON DELETE RESTRICT
);

CREATE TABLE guests (
    id uuid NOT NULL,
    position integer NOT NULL,
    is_told_alone boolean NOT NULL,
    company text NOT NULL,
    name text NOT NULL,
    mail text NOT NULL,
    language text NOT NULL,
    zone_id text NOT NULL,
    link_hash text NOT NULL,
    protected_link text NOT NULL,
    knowledge text NOT NULL,
    removed_at timestamp with time zone,
    appointment_id uuid NOT NULL,
    CONSTRAINT pk_guests PRIMARY KEY (id),
    CONSTRAINT fk_guests_appointments FOREIGN KEY (appointment_id) REFERENCES appointments (id) ON DELETE CASCADE
);

CREATE TABLE ledger (
    appointment uuid NOT NULL,
    candidate uuid NOT NULL,
    whose uuid NOT NULL,
    organization uuid NOT NULL,
    connection uuid,
    purpose text NOT NULL,
    state text NOT NULL,
    generation integer NOT NULL,
    remote_id text,
    ical_uid text,
    fingerprint text,
    protected_join_link text,
    join_link_given_up boolean NOT NULL,
    copy_in uuid,
    copy_awaits_answer boolean NOT NULL,
    failures integer NOT NULL,
    reason text,
    failing_since timestamp with time zone,
    retry_at timestamp with time zone,
    is_given_up boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    writes integer NOT NULL,
    our_times text NOT NULL,
    our_subject text,
    our_place text,
    our_privacy boolean,
    answers text NOT NULL,
    change text,
    change_start timestamp with time zone,
    change_end timestamp with time zone,
    change_since timestamp with time zone,
    changes integer NOT NULL,
    CONSTRAINT pk_ledger PRIMARY KEY (appointment, candidate, whose),
    CONSTRAINT fk_ledger_appointments FOREIGN KEY (appointment) REFERENCES appointments (id) ON DELETE RESTRICT
);

CREATE TABLE taken_times (
    whose uuid NOT NULL,
    appointment uuid NOT NULL,
    candidate uuid NOT NULL,
    organization uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    is_fixed boolean NOT NULL,
    page uuid,
    CONSTRAINT pk_taken_times PRIMARY KEY (appointment, candidate, whose),
    CONSTRAINT fk_taken_times_appointments FOREIGN KEY (appointment) REFERENCES appointments (id) ON DELETE CASCADE
);

CREATE TABLE agendas (
    whose uuid NOT NULL,
    organization uuid NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT pk_agendas PRIMARY KEY (whose)
);

CREATE TABLE appointment_hosts (
    member uuid NOT NULL,
    appointment_id uuid NOT NULL,
    position integer NOT NULL,
    CONSTRAINT pk_appointment_hosts PRIMARY KEY (appointment_id, member),
    CONSTRAINT fk_appointment_hosts_appointments FOREIGN KEY (appointment_id) REFERENCES appointments (id) ON DELETE CASCADE,
    CONSTRAINT fk_appointment_hosts_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE RESTRICT
);

CREATE TABLE connections (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    member uuid NOT NULL,
    provider text NOT NULL,
    tenant_id text NOT NULL,
    account_id text NOT NULL,
    access_mode text NOT NULL,
    address text NOT NULL,
    accepted_mail text,
    licences text,
    obstacle text,
    issues_join_links boolean NOT NULL,
    probed_at timestamp with time zone,
    made_by_sign_in boolean NOT NULL,
    state text NOT NULL,
    protected_refresh_token text,
    protected_access_token text,
    access_token_ends_at timestamp with time zone,
    scopes text NOT NULL,
    connected_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    broken_at timestamp with time zone,
    not_before timestamp with time zone,
    problem text,
    told_at timestamp with time zone,
    closing text NOT NULL,
    refresh_locked_until timestamp with time zone,
    CONSTRAINT pk_connections PRIMARY KEY (id),
    CONSTRAINT fk_connections_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE RESTRICT
);

CREATE TABLE account_switches (
    member uuid NOT NULL,
    organization uuid NOT NULL,
    id uuid NOT NULL,
    tenant_id text NOT NULL,
    account_id text NOT NULL,
    address text NOT NULL,
    protected_access_token text NOT NULL,
    protected_refresh_token text NOT NULL,
    access_token_ends_at timestamp with time zone NOT NULL,
    scopes text NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_account_switches PRIMARY KEY (member),
    CONSTRAINT fk_account_switches_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE RESTRICT
);

CREATE TABLE mailboxes (
    connection uuid NOT NULL,
    organization uuid NOT NULL,
    window_starts_at timestamp with time zone,
    window_ends_at timestamp with time zone,
    mark text,
    read_at timestamp with time zone,
    reread_at timestamp with time zone,
    subscription text,
    subscription_secret_hash text,
    subscription_ends_at timestamp with time zone,
    subscribe_again_at timestamp with time zone,
    notified_at timestamp with time zone,
    looked_at timestamp with time zone,
    failures integer NOT NULL,
    swept_at timestamp with time zone,
    swept_standing integer NOT NULL,
    swept_amiss integer NOT NULL,
    swept_strays integer NOT NULL,
    reason text,
    CONSTRAINT pk_mailboxes PRIMARY KEY (connection),
    CONSTRAINT fk_mailboxes_connections FOREIGN KEY (connection) REFERENCES connections (id) ON DELETE CASCADE
);

CREATE TABLE busy_copies (
    connection uuid NOT NULL CONSTRAINT pk_busy_copies PRIMARY KEY,
    organization uuid NOT NULL,
    protected_entries bytea NOT NULL,
    CONSTRAINT fk_busy_copies_mailboxes FOREIGN KEY (connection) REFERENCES mailboxes (connection) ON DELETE CASCADE
);

CREATE TABLE organization_days (
    organization uuid NOT NULL,
    date date NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    CONSTRAINT pk_organization_days PRIMARY KEY (organization, date)
);

CREATE TABLE booking_pages (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    owner uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    settings text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_booking_pages PRIMARY KEY (id),
    CONSTRAINT fk_booking_pages_organizations FOREIGN KEY (organization) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE TABLE booking_page_members (
    member uuid NOT NULL,
    page_id uuid NOT NULL,
    part text NOT NULL,
    position integer NOT NULL,
    CONSTRAINT pk_booking_page_members PRIMARY KEY (page_id, member),
    CONSTRAINT fk_booking_page_members_booking_pages FOREIGN KEY (page_id) REFERENCES booking_pages (id) ON DELETE CASCADE,
    CONSTRAINT fk_booking_page_members_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE RESTRICT
);

CREATE TABLE one_time_links (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    page uuid NOT NULL,
    secret_hash text NOT NULL,
    protected_secret text NOT NULL,
    note text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    appointment uuid,
    CONSTRAINT pk_one_time_links PRIMARY KEY (id),
    CONSTRAINT fk_one_time_links_booking_pages FOREIGN KEY (page) REFERENCES booking_pages (id) ON DELETE CASCADE
);

CREATE TABLE pending_bookings (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    page uuid NOT NULL,
    attempt uuid NOT NULL,
    secret_hash text NOT NULL,
    address_hash text NOT NULL,
    protected_form text,
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    is_confirmed boolean NOT NULL,
    CONSTRAINT pk_pending_bookings PRIMARY KEY (id),
    CONSTRAINT fk_pending_bookings_booking_pages FOREIGN KEY (page) REFERENCES booking_pages (id) ON DELETE CASCADE
);

CREATE TABLE page_logos (
    page uuid NOT NULL,
    organization uuid NOT NULL,
    media_type text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    picture text NOT NULL,
    CONSTRAINT pk_page_logos PRIMARY KEY (page),
    CONSTRAINT fk_page_logos_booking_pages FOREIGN KEY (page) REFERENCES booking_pages (id) ON DELETE CASCADE
);

CREATE TABLE wishes (
    id uuid NOT NULL,
    organization uuid NOT NULL,
    page uuid NOT NULL,
    company text NOT NULL,
    name text NOT NULL,
    mail text NOT NULL,
    text text NOT NULL,
    zone_id text NOT NULL,
    language text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    proposal uuid,
    CONSTRAINT pk_wishes PRIMARY KEY (id),
    CONSTRAINT fk_wishes_booking_pages FOREIGN KEY (page) REFERENCES booking_pages (id) ON DELETE CASCADE
);

CREATE TABLE room_copies (
    room uuid NOT NULL,
    organization uuid NOT NULL,
    window_starts_at timestamp with time zone NOT NULL,
    window_ends_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone NOT NULL,
    times text NOT NULL,
    CONSTRAINT pk_room_copies PRIMARY KEY (room),
    CONSTRAINT fk_room_copies_rooms FOREIGN KEY (room) REFERENCES rooms (id) ON DELETE CASCADE
);

CREATE TABLE availability_versions (
    organization uuid NOT NULL,
    subject uuid NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT pk_availability_versions PRIMARY KEY (organization, subject)
);

CREATE INDEX ix_appointment_hosts_member ON appointment_hosts (member);
CREATE INDEX ix_appointments_organization_changed_at_id ON appointments (organization, changed_at, id);

CREATE INDEX ix_appointments_organization_state ON appointments (organization, state);
CREATE INDEX ix_candidates_appointment_id ON candidates (appointment_id);
CREATE INDEX ix_candidates_room ON candidates (room);
CREATE UNIQUE INDEX ix_connections_member ON connections (member) WHERE state <> 'Disconnected';
CREATE UNIQUE INDEX ix_booking_pages_organization_slug ON booking_pages (organization, slug);
CREATE INDEX ix_booking_page_members_member ON booking_page_members (member);
CREATE UNIQUE INDEX ix_one_time_links_secret_hash ON one_time_links (secret_hash);
CREATE UNIQUE INDEX ix_pending_bookings_attempt ON pending_bookings (attempt);
CREATE UNIQUE INDEX ix_pending_bookings_secret_hash ON pending_bookings (secret_hash);
CREATE INDEX ix_pending_bookings_organization_address_hash ON pending_bookings (organization, address_hash);
CREATE INDEX ix_pending_bookings_page ON pending_bookings (page);
CREATE INDEX ix_one_time_links_page ON one_time_links (page);
CREATE INDEX ix_wishes_page_created_at ON wishes (page, created_at);
CREATE UNIQUE INDEX ix_organizations_slug ON organizations (slug);
CREATE INDEX ix_drafts_member ON drafts (member);
CREATE INDEX ix_guests_appointment_id ON guests (appointment_id);
CREATE UNIQUE INDEX ix_guests_link_hash ON guests (link_hash);
CREATE INDEX ix_ledger_connection ON ledger (connection);
CREATE INDEX ix_ledger_whose ON ledger (whose);
CREATE UNIQUE INDEX ix_mailboxes_subscription ON mailboxes (subscription);
CREATE INDEX ix_mails_appointment ON mails (appointment);
CREATE UNIQUE INDEX ix_mails_message_id ON mails (message_id);
CREATE INDEX ix_members_invitation_hash ON members (invitation_hash);
CREATE UNIQUE INDEX ix_members_microsoft_tenant_id_microsoft_account_id ON members (microsoft_tenant_id, microsoft_account_id);
CREATE UNIQUE INDEX ix_members_organization_mail ON members (organization, mail);
CREATE INDEX ix_message_templates_organization_member ON message_templates (organization, member);
CREATE INDEX ix_outbox_due_at ON outbox (due_at);
CREATE UNIQUE INDEX ix_reception_codes_appointment ON reception_codes (appointment);
CREATE INDEX ix_room_observations_room_at ON room_observations (room, at);
CREATE UNIQUE INDEX ix_rooms_organization_address ON rooms (organization, address);
CREATE INDEX ix_taken_times_page_starts_at ON taken_times (page, starts_at);
CREATE INDEX ix_taken_times_whose_starts_at ON taken_times (whose, starts_at);
CREATE INDEX ix_timeline_appointment ON timeline (appointment);

-- SPEC X2: two fixed times of one host or room never overlap, even past the domain's own check.
ALTER TABLE taken_times ADD CONSTRAINT taken_times_overlap
    EXCLUDE USING gist (whose WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (is_fixed);

-- SPEC M22, M23: what booking pages keep in memory is valid by version. The database raises the versions itself, so that no
-- writer can forget it: of the subject (a host, a room, a page; 1 for what all pages share) and of the whole (0). A version is
-- the transaction that wrote last. All of it happens at commit, the whole first: who waits, waits there, and nowhere crosswise.
CREATE FUNCTION raise_availability_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    owner uuid;
    subject uuid;
BEGIN
    IF TG_ARGV[0] = 'connection' THEN
        SELECT c.organization, c.member INTO owner, subject FROM connections c WHERE c.id = (changed ->> 'connection')::uuid;
    ELSIF TG_ARGV[0] = 'all' THEN
        owner := coalesce(changed ->> 'organization', changed ->> 'id')::uuid;
        subject := '00000000-0000-0000-0000-000000000001';
    ELSE
        owner := (changed ->> 'organization')::uuid;
        subject := (changed ->> TG_ARGV[0])::uuid;
    END IF;
    IF subject IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO availability_versions AS v (organization, subject, version) VALUES (owner, '00000000-0000-0000-0000-000000000000', txid_current())
        ON CONFLICT ON CONSTRAINT pk_availability_versions DO UPDATE SET version = EXCLUDED.version WHERE v.version <> EXCLUDED.version;
    INSERT INTO availability_versions AS v (organization, subject, version) VALUES (owner, subject, txid_current())
        ON CONFLICT ON CONSTRAINT pk_availability_versions DO UPDATE SET version = EXCLUDED.version WHERE v.version <> EXCLUDED.version;
    RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER taken_times_version AFTER INSERT OR UPDATE OR DELETE ON taken_times
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('whose');
CREATE CONSTRAINT TRIGGER appointments_version AFTER INSERT OR UPDATE OR DELETE ON appointments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('page');
CREATE CONSTRAINT TRIGGER booking_pages_version AFTER UPDATE OR DELETE ON booking_pages
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('id');
CREATE CONSTRAINT TRIGGER room_copies_version AFTER INSERT OR UPDATE OR DELETE ON room_copies
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('room');
CREATE CONSTRAINT TRIGGER rooms_version AFTER UPDATE OF is_active ON rooms
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('id');
CREATE CONSTRAINT TRIGGER organization_days_version AFTER INSERT OR UPDATE OR DELETE ON organization_days
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('all');
CREATE CONSTRAINT TRIGGER organizations_version AFTER UPDATE OF name, zone_id ON organizations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('all');
CREATE CONSTRAINT TRIGGER members_version AFTER UPDATE OF name, state, zone_id, working_days ON members
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('id');
CREATE CONSTRAINT TRIGGER connections_version AFTER INSERT OR UPDATE OF member, state OR DELETE ON connections
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('member');
CREATE CONSTRAINT TRIGGER mailboxes_version AFTER INSERT OR UPDATE OF window_starts_at, window_ends_at, subscription_ends_at, notified_at, reason OR DELETE ON mailboxes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('connection');
CREATE CONSTRAINT TRIGGER busy_copies_version AFTER INSERT OR UPDATE OR DELETE ON busy_copies
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_availability_version('connection');
