-- The foundation: the cell, offices, accounts and sessions, the journal, returnees, work in the background.
-- Written in the subset that SQLite and PostgreSQL both speak. `key_text` is text compared byte by byte.
-- Moments (`_at`) are microseconds since 1970 in UTC. Every row carries a seal, a keyed hash of its content.

-- The country this store belongs to. One row.
create table cell (
    id              uuid primary key,
    name            text not null,
    agency          text not null,
    demo            boolean not null,
    epoch           bigint not null,
    made_at         bigint not null,
    seal            bytea not null
);

-- A request that was answered, by the id it carried. The same id again gets the same answer.
create table command (
    id              uuid primary key,
    actor           uuid not null,
    body            bytea not null,
    answer          text not null,
    answered_at     bigint not null,
    seal            bytea not null
);
create index command_answered_at on command (answered_at);

-- Work to be done after a change.
create table job (
    id              uuid primary key,
    kind            text not null,
    body            text not null,
    run_after_at    bigint not null,
    fence           bigint not null,
    n_tries         bigint not null,
    last_error      text,
    seal            bytea not null
);
create index job_due on job (run_after_at);

-- Work that one process at a time may do.
create table lease (
    name            text primary key,
    holder          uuid not null,
    until_at        bigint not null,
    fence           bigint not null,
    seal            bytea not null
);

-- What happened, and who looked. Entries are never changed; `seq` and `hash` link them into a chain.
create table journal (
    id              uuid primary key,
    at              bigint not null,
    actor           uuid not null,
    role            text not null,
    acting_for      uuid,
    purpose         text not null,
    action          text not null,
    object_kind     text not null,
    object          uuid,
    person          uuid,
    fields          text not null,
    content         bytea,
    commitment      bytea,
    digest          bytea not null,
    seq             bigint,
    hash            bytea
);
create unique index journal_seq on journal (seq);
create index journal_person on journal (person, id);

-- The people one look showed together, such as a page of a list. The look itself is a journal entry.
create table shown (
    person          uuid not null,
    entry           uuid not null,
    seal            bytea not null,
    primary key (person, entry)
);
create index shown_entry on shown (entry);

-- The end of the chain, signed.
create table checkpoint (
    epoch           bigint not null,
    seq             bigint not null,
    hash            bytea not null,
    at              bigint not null,
    signature       bytea not null,
    seal            bytea not null,
    primary key (epoch, seq)
);

-- An office of the service, at its place in the tree.
create table office (
    id              uuid primary key,
    code            key_text not null,
    depth           bigint not null,
    above_1         uuid,
    above_2         uuid,
    above_3         uuid,
    territory       key_text,
    name_ky         text not null,
    name_ru         text not null,
    name_uz         text not null,
    name_en         text not null,
    seal            bytea not null
);
create unique index office_code on office (code);
create index office_territory on office (territory);

-- Someone who signs in with a login: staff, employers, providers, partners. A temporary password must be changed
-- before anything else.
create table account (
    id              uuid primary key,
    login           key_text not null,
    name            text not null,
    role            text not null,
    office          uuid,
    organisation    uuid,
    language        text not null,
    password        text,
    is_temporary    boolean not null,
    totp            bytea,
    totp_step       bigint not null,
    n_recovery_left bigint not null,
    blocked_at      bigint,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create unique index account_login on account (login);

-- A recovery code on paper, for when the phone with the authenticator is lost. Used once.
create table recovery_code (
    account         uuid not null,
    code            bytea not null,
    used_at         bigint,
    seal            bytea not null,
    primary key (account, code)
);

-- Someone signed in on one browser. `stage` tells whether the second factor was given.
create table session (
    id              uuid primary key,
    token           bytea not null,
    account         uuid,
    phone_index     bytea,
    phone           bytea,
    returnee        uuid,
    stage           text not null,
    language        text not null,
    made_at         bigint not null,
    seen_at         bigint not null,
    idle_until_at   bigint not null,
    ends_at         bigint not null,
    ended_at        bigint,
    seal            bytea not null
);
create unique index session_token on session (token);
create index session_account on session (account);
create index session_returnee on session (returnee);
create index session_phone on session (phone_index);

-- A key for programs of partners. Only its hash is kept.
create table api_token (
    id              uuid primary key,
    token           bytea not null,
    account         uuid not null,
    name            text not null,
    may_write       boolean not null,
    made_at         bigint not null,
    ends_at         bigint not null,
    ended_at        bigint,
    seal            bytea not null
);
create unique index api_token_token on api_token (token);

-- A one-time code on its way to a phone. It belongs to the browser that asked.
create table challenge (
    id              uuid primary key,
    phone_index     bytea not null,
    phone           bytea not null,
    code            bytea not null,
    n_tries         bigint not null,
    made_at         bigint not null,
    ends_at         bigint not null,
    seal            bytea not null
);
create index challenge_phone on challenge (phone_index, made_at);

-- Tries counted in a window of time, by what they are counted for (a hash).
create table tally (
    bucket          bytea primary key,
    window_at       bigint not null,
    n_tries         bigint not null,
    seal            bytea not null
);
create index tally_window on tally (window_at);

-- A message that leaves the service. The text and the number are sealed.
create table message (
    id              uuid primary key,
    returnee        uuid,
    kind            text not null,
    receiver        bytea not null,
    words           bytea not null,
    made_at         bigint not null,
    sent_at         bigint,
    seal            bytea not null
);
create index message_made_at on message (made_at);

-- The wrapped key of one person. Destroying it is what makes an erasure final.
create table person_key (
    person          uuid primary key,
    wrapped         bytea,
    destroyed_at    bigint,
    seal            bytea not null
);
create index person_key_destroyed on person_key (person) where destroyed_at is not null;

-- A person who came home and is registered.
create table returnee (
    id              uuid primary key,
    number          key_text not null,
    version         bigint not null,
    above_1         uuid,
    above_2         uuid,
    above_3         uuid,
    sensitivity     bigint not null,
    consents        bigint not null,
    surname         text not null,
    given           text not null,
    patronymic      text,
    find_surname    key_text not null,
    find_given      key_text not null,
    sex             text,
    birth_on        date,
    pin             bytea,
    pin_index       bytea,
    phone           bytea,
    phone_index     bytea,
    territory       key_text,
    country         text,
    returned_on     date,
    reasons         text,
    education       text,
    occupation      text,
    leaving         text,
    language        text not null,
    channel         text not null,
    registered_by   uuid not null,
    registered_at   bigint not null,
    changed_at      bigint not null,
    erased_at       bigint,
    seal            bytea not null
);
create unique index returnee_number on returnee (number);
create unique index returnee_pin on returnee (pin_index);
create index returnee_phone on returnee (phone_index);
create index returnee_above_1 on returnee (above_1, id);
create index returnee_above_2 on returnee (above_2, id);
-- The offices stand in these two so that a search passes over other offices' people without fetching them.
create index returnee_find_surname on returnee (find_surname, find_given, id, above_1, above_2);
create index returnee_find_given on returnee (find_given, find_surname, id, above_1, above_2);

-- A registration that was begun and is not sent yet, sealed. It belongs to the phone that began it.
create table draft (
    id              uuid primary key,
    phone_index     bytea not null,
    content         bytea not null,
    version         bigint not null,
    made_at         bigint not null,
    changed_at      bigint not null,
    seal            bytea not null
);
create unique index draft_phone on draft (phone_index);

-- What a person agreed to, with the text they saw. Withdrawn, not deleted.
create table consent (
    id              uuid primary key,
    returnee        uuid not null,
    purpose         text not null,
    text_version    text not null,
    language        text not null,
    channel         text not null,
    given_by        uuid not null,
    given_at        bigint not null,
    withdrawn_at    bigint,
    seal            bytea not null
);
create index consent_returnee on consent (returnee);

-- A file kept with a person's record, sealed with the person's key.
create table attachment (
    id              uuid primary key,
    returnee        uuid not null,
    kind            text not null,
    n_bytes         bigint not null,
    content         bytea,
    added_by        uuid not null,
    added_at        bigint not null,
    removed_at      bigint,
    seal            bytea not null
);
create index attachment_returnee on attachment (returnee, id);

-- A person who said at an office that they want to be erased, and what was decided.
create table erasure_request (
    id              uuid primary key,
    returnee        uuid not null,
    asked_by        uuid not null,
    asked_at        bigint not null,
    decided_by      uuid,
    decided_at      bigint,
    answer          text,
    seal            bytea not null
);
create index erasure_request_returnee on erasure_request (returnee, asked_at);
create unique index erasure_request_open on erasure_request (returnee) where decided_at is null;
