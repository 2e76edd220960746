-- One person, several records: pairs that may be the same person, and which records were joined.

-- Two records that may be one person's, the older first, and what was decided. The weight is in hundredths of a bit; how
-- it came about stands in `waterfall`. A pair that was decided is never asked again.
create table pair (
    id              uuid primary key,
    one             uuid not null,
    other           uuid not null,
    origin          text not null,
    weight          bigint not null,
    zone            text not null,
    waterfall       text not null,
    model_version   bigint not null,
    norm_version    bigint not null,
    -- What a decision is worth: a higher one is asked first.
    worth           bigint not null,
    state           text not null,
    -- The program, where nobody looked.
    decided_by      uuid,
    decided_at      bigint,
    reason          text,
    seconded_by     uuid,
    seconded_at     bigint,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create unique index pair_records on pair (one, other);
create index pair_other on pair (other);
create index pair_queue on pair (state, worth, id);
create index pair_obvious on pair (state, zone, worth, id);
create index pair_decided on pair (decided_at, id);
create index pair_waiting on pair (state, made_at);

-- A record that was found to be of a person who has an older one. The older record leads; both stay as they are, but for
-- the office that looks after the person and for who may see them: what these were before stands here, beside how
-- carefully the leading record was kept and what its road says that cannot be made again.
create table joined (
    record          uuid primary key,
    person          uuid not null,
    pair            uuid not null,
    was_above_1     uuid,
    was_above_2     uuid,
    was_above_3     uuid,
    was_sensitivity bigint not null,
    lead_sensitivity bigint not null,
    was_road        text,
    joined_by       uuid not null,
    joined_at       bigint not null,
    seal            bytea not null
);
create index joined_person on joined (person, record);
