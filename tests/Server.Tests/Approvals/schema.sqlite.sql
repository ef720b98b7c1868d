CREATE TABLE account_switches (
    member TEXT NOT NULL CONSTRAINT pk_account_switches PRIMARY KEY,
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    address TEXT NOT NULL,
    protected_access_token TEXT NOT NULL,
    protected_refresh_token TEXT NOT NULL,
    access_token_ends_at TEXT NOT NULL,
    scopes TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    CONSTRAINT fk_account_switches_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE RESTRICT
);
CREATE TABLE agendas (
    whose TEXT NOT NULL CONSTRAINT pk_agendas PRIMARY KEY,
    organization TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE TABLE application_accesses (
    organization TEXT NOT NULL CONSTRAINT pk_application_accesses PRIMARY KEY,
    is_on INTEGER NOT NULL,
    tenant_id TEXT NOT NULL,
    group_address TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE TABLE application_reaches (
    member TEXT NOT NULL CONSTRAINT pk_application_reaches PRIMARY KEY,
    organization TEXT NOT NULL,
    reach TEXT NOT NULL,
    found_at TEXT NOT NULL
);
CREATE TABLE appointment_hosts (
    member TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_appointment_hosts PRIMARY KEY (appointment_id, member),
    CONSTRAINT fk_appointment_hosts_appointments FOREIGN KEY (appointment_id) REFERENCES appointments (id) ON DELETE CASCADE,
    CONSTRAINT fk_appointment_hosts_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE RESTRICT
);
CREATE INDEX ix_appointment_hosts_member ON appointment_hosts (member);
CREATE TRIGGER appointments_version_delete AFTER DELETE ON appointments WHEN OLD.page IS NOT NULL
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (OLD.organization, '00000000-0000-0000-0000-000000000000', 1), (OLD.organization, OLD.page, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER appointments_version_insert AFTER INSERT ON appointments WHEN NEW.page IS NOT NULL
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.page, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER appointments_version_update AFTER UPDATE ON appointments WHEN NEW.page IS NOT NULL
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.page, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE appointments (
    id TEXT NOT NULL CONSTRAINT pk_appointments PRIMARY KEY,
    organization TEXT NOT NULL,
    page TEXT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    title TEXT NOT NULL,
    format TEXT NOT NULL,
    place TEXT NOT NULL,
    directions TEXT NOT NULL,
    with_join_link INTEGER NOT NULL,
    own_join_link TEXT NOT NULL,
    with_reception_code INTEGER NOT NULL,
    reception_code TEXT,
    message TEXT NOT NULL,
    note TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    deadline TEXT NOT NULL,
    invites_by_mail INTEGER NOT NULL,
    main_host TEXT NOT NULL,
    state TEXT NOT NULL,
    chosen_candidate TEXT NULL,
    guest_note TEXT NOT NULL,
    companions TEXT NOT NULL,
    answered_by TEXT NULL,
    copies TEXT NOT NULL,
    request_message TEXT NOT NULL,
    ending_message TEXT NOT NULL,
    preferred_times TEXT NOT NULL,
    revision INTEGER NOT NULL,
    announcement TEXT NOT NULL,
    announced_revision INTEGER NOT NULL,
    confirmation_was_told INTEGER NOT NULL,
    holds_rooms INTEGER NOT NULL,
    hold_strength TEXT NOT NULL,
    hold_title TEXT NOT NULL,
    is_private INTEGER NOT NULL,
    room_seats INTEGER NOT NULL,
    room_equipment TEXT NOT NULL,
    told_room TEXT NULL,
    told_room_is_lost INTEGER NOT NULL,
    guest_may_cancel INTEGER NOT NULL,
    guest_may_ask_for_date INTEGER NOT NULL,
    guest_notice_hours INTEGER NOT NULL,
    date_asked_at TEXT NULL,
    date_request_was_told INTEGER NOT NULL,
    taken_back_start TEXT NULL,
    taken_back_end TEXT NULL,
    ended_by TEXT NULL,
    was_chosen_by_host INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reminds INTEGER NOT NULL,
    reminder_due_at TEXT NULL,
    upcoming TEXT NULL,
    upcoming_due_at TEXT NULL,
    reminded_at TEXT NULL,
    findable TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_appointments_organizations FOREIGN KEY (organization) REFERENCES organizations (id) ON DELETE RESTRICT
);
CREATE INDEX ix_appointments_organization_changed_at_id ON appointments (organization, changed_at, id);
CREATE INDEX ix_appointments_organization_state ON appointments (organization, state);
CREATE TABLE attempts (
    attempt TEXT NOT NULL CONSTRAINT pk_attempts PRIMARY KEY,
    organization TEXT NOT NULL,
    appointment TEXT NOT NULL
);
CREATE TABLE availability_versions (
    organization TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_availability_versions PRIMARY KEY (organization, subject)
);
CREATE TABLE booking_page_members (
    member TEXT NOT NULL,
    page_id TEXT NOT NULL,
    part TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_booking_page_members PRIMARY KEY (page_id, member),
    CONSTRAINT fk_booking_page_members_booking_pages FOREIGN KEY (page_id) REFERENCES booking_pages (id) ON DELETE CASCADE,
    CONSTRAINT fk_booking_page_members_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE RESTRICT
);
CREATE INDEX ix_booking_page_members_member ON booking_page_members (member);
CREATE TRIGGER booking_pages_version_delete AFTER DELETE ON booking_pages
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (OLD.organization, '00000000-0000-0000-0000-000000000000', 1), (OLD.organization, OLD.id, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER booking_pages_version_update AFTER UPDATE ON booking_pages
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.id, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE booking_pages (
    id TEXT NOT NULL CONSTRAINT pk_booking_pages PRIMARY KEY,
    organization TEXT NOT NULL,
    owner TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_booking_pages_organizations FOREIGN KEY (organization) REFERENCES organizations (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX ix_booking_pages_organization_slug ON booking_pages (organization, slug);
CREATE TRIGGER busy_copies_version_delete AFTER DELETE ON busy_copies
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    SELECT organization, '00000000-0000-0000-0000-000000000000', 1 FROM connections WHERE id = OLD.connection
    UNION ALL SELECT organization, member, 1 FROM connections WHERE id = OLD.connection
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER busy_copies_version_insert AFTER INSERT ON busy_copies
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    SELECT organization, '00000000-0000-0000-0000-000000000000', 1 FROM connections WHERE id = NEW.connection
    UNION ALL SELECT organization, member, 1 FROM connections WHERE id = NEW.connection
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER busy_copies_version_update AFTER UPDATE ON busy_copies
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    SELECT organization, '00000000-0000-0000-0000-000000000000', 1 FROM connections WHERE id = NEW.connection
    UNION ALL SELECT organization, member, 1 FROM connections WHERE id = NEW.connection
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE busy_copies (
    connection TEXT NOT NULL CONSTRAINT pk_busy_copies PRIMARY KEY,
    organization TEXT NOT NULL,
    protected_entries BLOB NOT NULL,
    CONSTRAINT fk_busy_copies_mailboxes FOREIGN KEY (connection) REFERENCES mailboxes (connection) ON DELETE CASCADE
);
CREATE TABLE candidates (
    id TEXT NOT NULL CONSTRAINT pk_candidates PRIMARY KEY,
    number INTEGER NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    accepted_overlaps TEXT NOT NULL,
    room TEXT NULL,
    room_booking TEXT NOT NULL,
    room_asked_at TEXT NULL,
    lost_rooms TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    CONSTRAINT fk_candidates_appointments FOREIGN KEY (appointment_id) REFERENCES appointments (id) ON DELETE CASCADE,
    CONSTRAINT fk_candidates_rooms FOREIGN KEY (room) REFERENCES rooms (id) ON DELETE RESTRICT
);
CREATE INDEX ix_candidates_appointment_id ON candidates (appointment_id);
CREATE INDEX ix_candidates_room ON candidates (room);
CREATE TRIGGER connections_version_delete AFTER DELETE ON connections
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (OLD.organization, '00000000-0000-0000-0000-000000000000', 1), (OLD.organization, OLD.member, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER connections_version_insert AFTER INSERT ON connections
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.member, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER connections_version_update AFTER UPDATE OF member, state ON connections
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.member, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE connections (
    id TEXT NOT NULL CONSTRAINT pk_connections PRIMARY KEY,
    organization TEXT NOT NULL,
    member TEXT NOT NULL,
    provider TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    access_mode TEXT NOT NULL,
    address TEXT NOT NULL,
    accepted_mail TEXT NULL,
    licences TEXT NULL,
    obstacle TEXT NULL,
    issues_join_links INTEGER NOT NULL,
    probed_at TEXT NULL,
    made_by_sign_in INTEGER NOT NULL,
    state TEXT NOT NULL,
    protected_refresh_token TEXT NULL,
    protected_access_token TEXT NULL,
    access_token_ends_at TEXT NULL,
    scopes TEXT NOT NULL,
    connected_at TEXT NOT NULL,
    last_used_at TEXT NULL,
    broken_at TEXT NULL,
    not_before TEXT NULL,
    problem TEXT NULL,
    told_at TEXT NULL,
    closing TEXT NOT NULL,
    refresh_locked_until TEXT NULL,
    CONSTRAINT fk_connections_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX ix_connections_member ON connections (member) WHERE state <> 'Disconnected';
CREATE TABLE consent_requests (
    member TEXT NOT NULL,
    feature TEXT NOT NULL,
    organization TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    opened_at TEXT NULL,
    returned_at TEXT NULL,
    mailed_to TEXT NULL,
    mailed_at TEXT NULL,
    told_at TEXT NULL,
    CONSTRAINT pk_consent_requests PRIMARY KEY (member, feature)
);
CREATE TABLE drafts (
    id TEXT NOT NULL CONSTRAINT pk_drafts PRIMARY KEY,
    organization TEXT NOT NULL,
    member TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kept_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    title TEXT NOT NULL,
    guest TEXT NOT NULL,
    candidates INTEGER NOT NULL,
    fields TEXT NOT NULL
);
CREATE INDEX ix_drafts_member ON drafts (member);
CREATE TABLE guests (
    id TEXT NOT NULL CONSTRAINT pk_guests PRIMARY KEY,
    position INTEGER NOT NULL,
    is_told_alone INTEGER NOT NULL,
    company TEXT NOT NULL,
    name TEXT NOT NULL,
    mail TEXT NOT NULL,
    language TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    protected_link TEXT NOT NULL,
    knowledge TEXT NOT NULL,
    removed_at TEXT NULL,
    appointment_id TEXT NOT NULL,
    CONSTRAINT fk_guests_appointments FOREIGN KEY (appointment_id) REFERENCES appointments (id) ON DELETE CASCADE
);
CREATE INDEX ix_guests_appointment_id ON guests (appointment_id);
CREATE UNIQUE INDEX ix_guests_link_hash ON guests (link_hash);
CREATE TABLE ledger (
    appointment TEXT NOT NULL,
    candidate TEXT NOT NULL,
    whose TEXT NOT NULL,
    organization TEXT NOT NULL,
    connection TEXT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    generation INTEGER NOT NULL,
    remote_id TEXT NULL,
    ical_uid TEXT NULL,
    fingerprint TEXT NULL,
    protected_join_link TEXT NULL,
    join_link_given_up INTEGER NOT NULL,
    copy_in TEXT NULL,
    copy_awaits_answer INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    reason TEXT NULL,
    failing_since TEXT NULL,
    retry_at TEXT NULL,
    is_given_up INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    writes INTEGER NOT NULL,
    our_times TEXT NOT NULL,
    our_subject TEXT NULL,
    our_place TEXT NULL,
    our_privacy INTEGER NULL,
    answers TEXT NOT NULL,
    change TEXT NULL,
    change_start TEXT NULL,
    change_end TEXT NULL,
    change_since TEXT NULL,
    changes INTEGER NOT NULL,
    CONSTRAINT pk_ledger PRIMARY KEY (appointment, candidate, whose),
    CONSTRAINT fk_ledger_appointments FOREIGN KEY (appointment) REFERENCES appointments (id) ON DELETE RESTRICT
);
CREATE INDEX ix_ledger_connection ON ledger (connection);
CREATE INDEX ix_ledger_whose ON ledger (whose);
CREATE TRIGGER mailboxes_version_delete AFTER DELETE ON mailboxes
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    SELECT organization, '00000000-0000-0000-0000-000000000000', 1 FROM connections WHERE id = OLD.connection
    UNION ALL SELECT organization, member, 1 FROM connections WHERE id = OLD.connection
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER mailboxes_version_insert AFTER INSERT ON mailboxes
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    SELECT organization, '00000000-0000-0000-0000-000000000000', 1 FROM connections WHERE id = NEW.connection
    UNION ALL SELECT organization, member, 1 FROM connections WHERE id = NEW.connection
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER mailboxes_version_update AFTER UPDATE OF window_starts_at, window_ends_at, subscription_ends_at, notified_at, reason ON mailboxes
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    SELECT organization, '00000000-0000-0000-0000-000000000000', 1 FROM connections WHERE id = NEW.connection
    UNION ALL SELECT organization, member, 1 FROM connections WHERE id = NEW.connection
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE mailboxes (
    connection TEXT NOT NULL,
    organization TEXT NOT NULL,
    window_starts_at TEXT NULL,
    window_ends_at TEXT NULL,
    mark TEXT NULL,
    read_at TEXT NULL,
    reread_at TEXT NULL,
    subscription TEXT NULL,
    subscription_secret_hash TEXT NULL,
    subscription_ends_at TEXT NULL,
    subscribe_again_at TEXT NULL,
    notified_at TEXT NULL,
    looked_at TEXT NULL,
    failures INTEGER NOT NULL,
    swept_at TEXT NULL,
    swept_standing INTEGER NOT NULL,
    swept_amiss INTEGER NOT NULL,
    swept_strays INTEGER NOT NULL,
    reason TEXT NULL,
    CONSTRAINT pk_mailboxes PRIMARY KEY (connection),
    CONSTRAINT fk_mailboxes_connections FOREIGN KEY (connection) REFERENCES connections (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_mailboxes_subscription ON mailboxes (subscription);
CREATE TABLE mails (
    id TEXT NOT NULL CONSTRAINT pk_mails PRIMARY KEY,
    organization TEXT NOT NULL,
    appointment TEXT NULL,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    address TEXT NOT NULL,
    message_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    protected_content TEXT NULL,
    state TEXT NOT NULL,
    failures INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    sent_at TEXT NULL
);
CREATE INDEX ix_mails_appointment ON mails (appointment);
CREATE UNIQUE INDEX ix_mails_message_id ON mails (message_id);
CREATE TRIGGER members_version_update AFTER UPDATE OF name, state, zone_id, working_days ON members
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.id, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE members (
    id TEXT NOT NULL CONSTRAINT pk_members PRIMARY KEY,
    organization TEXT NOT NULL,
    mail TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    reading TEXT NOT NULL,
    language TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    working_days TEXT NOT NULL,
    usual_format TEXT NOT NULL,
    signature TEXT NOT NULL,
    password_hash TEXT NULL,
    invitation_hash TEXT NULL,
    invitation_ends_at TEXT NULL,
    microsoft_tenant_id TEXT NULL,
    microsoft_account_id TEXT NULL,
    session_generation INTEGER NOT NULL,
    has_ready_page INTEGER NOT NULL,
    CONSTRAINT fk_members_organizations FOREIGN KEY (organization) REFERENCES organizations (id) ON DELETE RESTRICT
);
CREATE INDEX ix_members_invitation_hash ON members (invitation_hash);
CREATE UNIQUE INDEX ix_members_microsoft_tenant_id_microsoft_account_id ON members (microsoft_tenant_id, microsoft_account_id);
CREATE UNIQUE INDEX ix_members_organization_mail ON members (organization, mail);
CREATE TABLE message_templates (
    id TEXT NOT NULL CONSTRAINT pk_message_templates PRIMARY KEY,
    organization TEXT NOT NULL,
    member TEXT,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE INDEX ix_message_templates_organization_member ON message_templates (organization, member);
CREATE TABLE one_time_links (
    id TEXT NOT NULL CONSTRAINT pk_one_time_links PRIMARY KEY,
    organization TEXT NOT NULL,
    page TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    protected_secret TEXT NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    appointment TEXT NULL,
    CONSTRAINT fk_one_time_links_booking_pages FOREIGN KEY (page) REFERENCES booking_pages (id) ON DELETE CASCADE
);
CREATE INDEX ix_one_time_links_page ON one_time_links (page);
CREATE UNIQUE INDEX ix_one_time_links_secret_hash ON one_time_links (secret_hash);
CREATE TRIGGER organization_days_version_delete AFTER DELETE ON organization_days
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (OLD.organization, '00000000-0000-0000-0000-000000000000', 1), (OLD.organization, '00000000-0000-0000-0000-000000000001', 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER organization_days_version_insert AFTER INSERT ON organization_days
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, '00000000-0000-0000-0000-000000000001', 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER organization_days_version_update AFTER UPDATE ON organization_days
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, '00000000-0000-0000-0000-000000000001', 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE organization_days (
    organization TEXT NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_organization_days PRIMARY KEY (organization, date)
);
CREATE TRIGGER organizations_version_update AFTER UPDATE OF name, zone_id ON organizations
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.id, '00000000-0000-0000-0000-000000000000', 1), (NEW.id, '00000000-0000-0000-0000-000000000001', 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE organizations (
    id TEXT NOT NULL CONSTRAINT pk_organizations PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    language TEXT NOT NULL,
    microsoft_tenants TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX ix_organizations_slug ON organizations (slug);
CREATE TABLE outbox (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    organization TEXT NOT NULL,
    due_at TEXT NULL,
    leased_until TEXT NULL,
    lease TEXT NULL,
    rings INTEGER NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (kind, subject)
);
CREATE INDEX ix_outbox_due_at ON outbox (due_at);
CREATE TABLE page_logos (
    page TEXT NOT NULL CONSTRAINT pk_page_logos PRIMARY KEY,
    organization TEXT NOT NULL,
    media_type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    picture TEXT NOT NULL,
    CONSTRAINT fk_page_logos_booking_pages FOREIGN KEY (page) REFERENCES booking_pages (id) ON DELETE CASCADE
);
CREATE TABLE pending_bookings (
    id TEXT NOT NULL CONSTRAINT pk_pending_bookings PRIMARY KEY,
    organization TEXT NOT NULL,
    page TEXT NOT NULL,
    attempt TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    protected_form TEXT NULL,
    created_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    is_confirmed INTEGER NOT NULL,
    CONSTRAINT fk_pending_bookings_booking_pages FOREIGN KEY (page) REFERENCES booking_pages (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_pending_bookings_attempt ON pending_bookings (attempt);
CREATE INDEX ix_pending_bookings_organization_address_hash ON pending_bookings (organization, address_hash);
CREATE INDEX ix_pending_bookings_page ON pending_bookings (page);
CREATE UNIQUE INDEX ix_pending_bookings_secret_hash ON pending_bookings (secret_hash);
CREATE TABLE protection_keys (
    name TEXT NOT NULL CONSTRAINT pk_protection_keys PRIMARY KEY,
    xml TEXT NOT NULL
);
CREATE TABLE provider_registrations (
    provider TEXT NOT NULL CONSTRAINT pk_provider_registrations PRIMARY KEY,
    cloud TEXT NOT NULL,
    tenant TEXT NOT NULL,
    client_id TEXT NOT NULL,
    protected_secret TEXT NULL,
    protected_certificate TEXT NULL,
    protected_next_certificate TEXT NULL,
    stamp TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NULL,
    credential_ends_at TEXT NULL,
    warned_days INTEGER NULL,
    trouble_code INTEGER NULL,
    trouble TEXT NULL,
    trouble_since TEXT NULL
);
CREATE TABLE reception_codes (
    organization TEXT NOT NULL,
    code TEXT NOT NULL,
    appointment TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    CONSTRAINT pk_reception_codes PRIMARY KEY (organization, code)
);
CREATE UNIQUE INDEX ix_reception_codes_appointment ON reception_codes (appointment);
CREATE TRIGGER room_copies_version_delete AFTER DELETE ON room_copies
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (OLD.organization, '00000000-0000-0000-0000-000000000000', 1), (OLD.organization, OLD.room, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER room_copies_version_insert AFTER INSERT ON room_copies
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.room, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER room_copies_version_update AFTER UPDATE ON room_copies
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.room, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE room_copies (
    room TEXT NOT NULL CONSTRAINT pk_room_copies PRIMARY KEY,
    organization TEXT NOT NULL,
    window_starts_at TEXT NOT NULL,
    window_ends_at TEXT NOT NULL,
    read_at TEXT NOT NULL,
    times TEXT NOT NULL,
    CONSTRAINT fk_room_copies_rooms FOREIGN KEY (room) REFERENCES rooms (id) ON DELETE CASCADE
);
CREATE TABLE room_observations (
    id TEXT NOT NULL CONSTRAINT pk_room_observations PRIMARY KEY,
    organization TEXT NOT NULL,
    room TEXT NOT NULL,
    at TEXT NOT NULL,
    sign TEXT NOT NULL,
    appointment TEXT NULL,
    starts_at TEXT NULL,
    ends_at TEXT NULL,
    after_seconds INTEGER NULL,
    CONSTRAINT fk_room_observations_rooms FOREIGN KEY (room) REFERENCES rooms (id) ON DELETE CASCADE
);
CREATE INDEX ix_room_observations_room_at ON room_observations (room, at);
CREATE TRIGGER rooms_version_update AFTER UPDATE OF is_active ON rooms
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.id, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE rooms (
    id TEXT NOT NULL CONSTRAINT pk_rooms PRIMARY KEY,
    organization TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    building TEXT NOT NULL,
    floor TEXT NOT NULL,
    capacity INTEGER NULL,
    equipment TEXT NOT NULL,
    source TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    listed TEXT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT fk_rooms_organizations FOREIGN KEY (organization) REFERENCES organizations (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX ix_rooms_organization_address ON rooms (organization, address);
CREATE TABLE schema_versions (number integer NOT NULL PRIMARY KEY, name text NOT NULL);
CREATE TABLE setup_findings (
    step TEXT NOT NULL CONSTRAINT pk_setup_findings PRIMARY KEY,
    mark TEXT NOT NULL,
    problem TEXT NULL,
    code INTEGER NULL,
    found_at TEXT NOT NULL
);
CREATE TRIGGER taken_times_overlap_insert BEFORE INSERT ON taken_times WHEN NEW.is_fixed = 1
BEGIN
    SELECT RAISE(ABORT, 'agenda overlap') WHERE EXISTS (
        SELECT 1 FROM taken_times t
        WHERE t.whose = NEW.whose AND t.is_fixed = 1 AND (t.appointment <> NEW.appointment OR t.candidate <> NEW.candidate)
          AND t.starts_at < NEW.ends_at AND NEW.starts_at < t.ends_at);
END;
CREATE TRIGGER taken_times_overlap_update BEFORE UPDATE ON taken_times WHEN NEW.is_fixed = 1
BEGIN
    SELECT RAISE(ABORT, 'agenda overlap') WHERE EXISTS (
        SELECT 1 FROM taken_times t
        WHERE t.whose = NEW.whose AND t.is_fixed = 1 AND (t.appointment <> NEW.appointment OR t.candidate <> NEW.candidate)
          AND t.starts_at < NEW.ends_at AND NEW.starts_at < t.ends_at);
END;
CREATE TRIGGER taken_times_version_delete AFTER DELETE ON taken_times
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (OLD.organization, '00000000-0000-0000-0000-000000000000', 1), (OLD.organization, OLD.whose, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER taken_times_version_insert AFTER INSERT ON taken_times
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.whose, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER taken_times_version_update AFTER UPDATE ON taken_times
BEGIN
    INSERT INTO availability_versions (organization, subject, version)
    VALUES (NEW.organization, '00000000-0000-0000-0000-000000000000', 1), (NEW.organization, NEW.whose, 1)
    ON CONFLICT (organization, subject) DO UPDATE SET version = version + 1;
END;
CREATE TABLE taken_times (
    whose TEXT NOT NULL,
    appointment TEXT NOT NULL,
    candidate TEXT NOT NULL,
    organization TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    is_fixed INTEGER NOT NULL,
    page TEXT NULL,
    CONSTRAINT pk_taken_times PRIMARY KEY (appointment, candidate, whose),
    CONSTRAINT fk_taken_times_appointments FOREIGN KEY (appointment) REFERENCES appointments (id) ON DELETE CASCADE
);
CREATE INDEX ix_taken_times_page_starts_at ON taken_times (page, starts_at);
CREATE INDEX ix_taken_times_whose_starts_at ON taken_times (whose, starts_at);
CREATE TABLE timeline (
    id TEXT NOT NULL CONSTRAINT pk_timeline PRIMARY KEY,
    organization TEXT NOT NULL,
    appointment TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NULL,
    about TEXT NULL,
    candidate TEXT NULL,
    reason TEXT NULL,
    detail TEXT NULL
);
CREATE INDEX ix_timeline_appointment ON timeline (appointment);
CREATE TABLE wishes (
    id TEXT NOT NULL CONSTRAINT pk_wishes PRIMARY KEY,
    organization TEXT NOT NULL,
    page TEXT NOT NULL,
    company TEXT NOT NULL,
    name TEXT NOT NULL,
    mail TEXT NOT NULL,
    text TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at TEXT NOT NULL,
    proposal TEXT,
    CONSTRAINT fk_wishes_booking_pages FOREIGN KEY (page) REFERENCES booking_pages (id) ON DELETE CASCADE
);
CREATE INDEX ix_wishes_page_created_at ON wishes (page, created_at);
