-- The road: profiles, employers and vacancies, courses, plans, follow-up, and what is imported.
-- A table with a column `returnee` holds data of that person; its rows go when the person is erased.

-- An entry of a list that was imported. The lists of the project itself are part of the program.
create table concept (
    scheme          text not null,
    code            key_text not null,
    name_ky         text not null,
    name_ru         text not null,
    name_uz         text not null,
    name_en         text not null,
    broader         key_text,
    skills          text not null,
    source          text not null,
    valid_from      date not null,
    seal            bytea not null,
    primary key (scheme, code)
);

-- One line of a profile: work, study, a skill, a language, a licence, a resource, a barrier.
create table profile_item (
    id              uuid primary key,
    returnee        uuid not null,
    kind            text not null,
    code            key_text,
    words           text,
    level           text,
    country         text,
    from_on         date,
    to_on           date,
    evidence        text not null,
    -- Who recognised it, and in which country.
    recognised_by   text,
    seen_by         uuid,
    seen_at         bigint,
    made_by         uuid not null,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create index profile_item_returnee on profile_item (returnee, id);

-- What a person wants. One row for each.
create table wish (
    returnee        uuid primary key,
    occupations     text not null,
    place           key_text,
    km              bigint,
    wage            bigint,
    forms           text not null,
    self_employment text,
    from_on         date,
    changed_at      bigint not null,
    version         bigint not null,
    seal            bytea not null
);

-- An answer of the registration that is no longer proposed as a line of the profile.
create table settled_answer (
    returnee        uuid not null,
    answer          text not null,
    settled_at      bigint not null,
    seal            bytea not null,
    primary key (returnee, answer)
);

-- A few words by which a person called their work, and the work that was chosen for them, by the id of the line of the
-- profile. They teach the reader of free text once enough people said the same. No code: nobody found one.
create table confirmed_words (
    id              uuid primary key,
    returnee        uuid not null,
    words           key_text not null,
    code            key_text,
    missed          boolean not null,
    language        text not null,
    role            text not null,
    edition         text not null,
    confirmed_on    date not null,
    seal            bytea not null
);
create index confirmed_words_returnee on confirmed_words (returnee);

-- An employer or a training provider.
create table organisation (
    id              uuid primary key,
    kind            text not null,
    name            text not null,
    tax_number      key_text not null,
    sector          key_text,
    territory       key_text not null,
    address         text,
    contact         text,
    phone           text not null,
    standing        text not null,
    evidence        text,
    reason          text,
    decided_by      uuid,
    decided_at      bigint,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create unique index organisation_tax_number on organisation (tax_number, kind);
create index organisation_standing on organisation (standing, id);

-- Work that is offered. Wages are tyiyn a month. `find` holds what a search looks at, in small letters.
create table vacancy (
    id              uuid primary key,
    organisation    uuid not null,
    title           text not null,
    occupation      key_text not null,
    territory       key_text not null,
    wage_from       bigint,
    wage_to         bigint,
    form            text not null,
    places          bigint not null,
    starts_on       date,
    closes_on       date not null,
    needs           text not null,
    words           text,
    find            text not null,
    state           text not null,
    reason          text,
    checked_by      uuid,
    checked_at      bigint,
    opened_on       date,
    made_by         uuid not null,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create index vacancy_state on vacancy (state, id);
create index vacancy_organisation on vacancy (organisation, id);
create index vacancy_opened on vacancy (occupation, opened_on);

-- Somebody says that something is wrong with a vacancy.
create table report (
    id              uuid primary key,
    vacancy         uuid not null,
    reason          text not null,
    words           text,
    made_at         bigint not null,
    handled_by      uuid,
    handled_at      bigint,
    seal            bytea not null
);
create index report_open on report (handled_at, id);
create index report_vacancy on report (vacancy);

-- One person and one vacancy. The employer sees the person from `agreed_at` until they take their word back.
create table candidacy (
    id              uuid primary key,
    vacancy         uuid not null,
    organisation    uuid not null,
    returnee        uuid not null,
    stage           text not null,
    is_shown        boolean not null,
    with_phone      boolean not null,
    proposed_by     uuid not null,
    agreed_at       bigint,
    interview_on    date,
    by_person_on    date,
    by_employer_on  date,
    refusal_reason  text,
    made_at         bigint not null,
    changed_at      bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create unique index candidacy_pair on candidacy (vacancy, returnee);
create index candidacy_returnee on candidacy (returnee, id);
create index candidacy_organisation on candidacy (organisation, stage, id);

create index candidacy_made on candidacy (made_at, proposed_by, returnee);

-- An office introduced somebody to a vacancy that the rule leaves out, by the id of the candidacy. Why the rule leaves it
-- out, and what the office said, sealed with the person's key.
create table overrule (
    id              uuid primary key,
    returnee        uuid not null,
    left_out        text not null,
    words           bytea not null,
    made_by         uuid not null,
    made_at         bigint not null,
    seal            bytea not null
);
create index overrule_returnee on overrule (returnee, id);
create index overrule_made on overrule (made_at);

-- How long hiring takes is counted from these, once a day.
create index candidacy_hired on candidacy (by_employer_on) where stage = 'hired';

-- A list of vacancies as somebody was shown it, or what one vacancy or course was for them in a list of people: by which weights and lists it was made, and, sealed with the person's key,
-- what it was made from. The same list is kept once.
create table list_shown (
    id              uuid primary key,
    returnee        uuid not null,
    shown_on        date not null,
    edition         text not null,
    lists           bytea not null,
    inputs          bytea not null,
    -- The digest of all of it, without the day, and that of the list alone.
    content         bytea not null,
    result          bytea not null,
    shown_at        bigint not null,
    seal            bytea not null
);
create unique index list_shown_content on list_shown (returnee, content);
create index list_shown_at on list_shown (shown_at);

-- A list of people for a vacancy or a course as an office was shown it: the rows above of those in it, in their order.
create table people_shown (
    id              uuid primary key,
    about           uuid not null,
    shown_on        date not null,
    edition         text not null,
    lists           bytea not null,
    members         text not null,
    content         bytea not null,
    shown_at        bigint not null,
    seal            bytea not null
);
create unique index people_shown_content on people_shown (about, content);
create index people_shown_at on people_shown (shown_at);

-- A course as it stands in the catalogue. The price is in tyiyn. `find` holds what a search looks at, in small letters.
create table course (
    id              uuid primary key,
    organisation    uuid not null,
    title           text not null,
    occupation      key_text not null,
    skills          text not null,
    licences        text not null,
    hours           bigint not null,
    price           bigint not null,
    language        text not null,
    way             text not null,
    words           text,
    find            text not null,
    state           text not null,
    reason          text,
    checked_by      uuid,
    checked_at      bigint,
    made_by         uuid not null,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create index course_state on course (state, id);
create index course_organisation on course (organisation, id);

-- A course on its days, with seats.
create table course_group (
    id              uuid primary key,
    course          uuid not null,
    organisation    uuid not null,
    territory       key_text not null,
    place           text,
    starts_on       date not null,
    ends_on         date not null,
    seats           bigint not null,
    closed_at       bigint,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create index course_group_course on course_group (course, starts_on);
create index course_group_organisation on course_group (organisation, starts_on);

-- One person and one group. Whoever waits moves up in the order of `came_at`. The reason is that of the provider, where it
-- said itself whether somebody has finished.
create table enrolment (
    id              uuid primary key,
    course_group    uuid not null,
    organisation    uuid not null,
    returnee        uuid not null,
    state           text not null,
    is_shown        boolean not null,
    came_at         bigint not null,
    ended_on        date,
    reason          text,
    made_by         uuid not null,
    changed_at      bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create unique index enrolment_pair on enrolment (course_group, returnee);
create index enrolment_line on enrolment (course_group, state, came_at, id);
-- Whose seats are taken, counted without reading the rows.
create index enrolment_seat on enrolment (course_group, state, returnee);
create index enrolment_returnee on enrolment (returnee, id);

-- Who was there on which day.
create table attendance (
    enrolment       uuid not null,
    day             date not null,
    returnee        uuid not null,
    present         boolean not null,
    told_by         uuid not null,
    seal            bytea not null,
    primary key (enrolment, day)
);
create index attendance_returnee on attendance (returnee);

-- A step of the plan made with the person.
create table step (
    id              uuid primary key,
    returnee        uuid not null,
    kind            text not null,
    words           text not null,
    -- What it leads to, where a road was taken as the plan: a group, a vacancy, a paper, a programme.
    aim             key_text,
    due_on          date,
    state           text not null,
    closed_on       date,
    made_by         uuid not null,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create index step_returnee on step (returnee, id);

-- What an officer wrote down for the office, sealed with the person's key. What tells of somebody else too is not given
-- out with the person's data.
create table note (
    id              uuid primary key,
    returnee        uuid not null,
    words           bytea not null,
    of_others       boolean not null,
    made_by         uuid not null,
    made_at         bigint not null,
    seal            bytea not null
);
create index note_returnee on note (returnee, id);

-- A message between the person and the office, sealed with the person's key.
create table letter (
    id              uuid primary key,
    returnee        uuid not null,
    from_person     boolean not null,
    words           bytea not null,
    made_by         uuid not null,
    made_at         bigint not null,
    read_at         bigint,
    seal            bytea not null
);
create index letter_returnee on letter (returnee, id);

-- A time in which somebody works in one way, or does not.
create table spell (
    id              uuid primary key,
    returnee        uuid not null,
    form            text not null,
    from_on         date not null,
    to_on           date,
    occupation      key_text,
    employer        text,
    organisation    uuid,
    candidacy       uuid,
    proof           text not null,
    proved_by       uuid,
    proved_at       bigint,
    made_by         uuid not null,
    made_at         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create index spell_returnee on spell (returnee, from_on, id);
create unique index spell_candidacy on spell (candidacy);

-- A day on which somebody is asked how it goes, and what came of it.
create table visit (
    id              uuid primary key,
    returnee        uuid not null,
    kind            text not null,
    event_on        date not null,
    months          bigint not null,
    due_on          date not null,
    state           text not null,
    way             text,
    form            text,
    done_on         date,
    done_by         uuid,
    n_tries         bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create unique index visit_event on visit (returnee, kind, event_on, months);

-- The whole road of one person in one row: what has happened, what is due, and the day on which time alone will change
-- it. It follows from the other tables and can be made again from them, but for who looks after the person, whom they
-- resemble and how the road was closed.
create table road (
    returnee        uuid primary key,
    above_1         uuid,
    above_2         uuid,
    above_3         uuid,
    sensitivity     bigint not null,
    consents        bigint not null,
    officer         uuid,
    sex             text,
    born_in         bigint,
    territory       key_text,
    country         text,
    has_disability  boolean not null,
    returned_on     date,
    registered_on   date not null,
    profile_on      date,
    planned_on      date,
    enrolled_on     date,
    trained_on      date,
    agreed_on       date,
    first_work_on   date,
    first_formal_on date,
    work_after_on   date,
    form            text,
    known_on        date not null,
    reached_on      date,
    steady_on       date,
    steady_rule     text,
    -- The first time each, through any vacancy.
    introduced_on   date,
    interviewed_on  date,
    hired_on        date,
    closed_on       date,
    -- The kind of the reason, and the reason itself.
    closing         text,
    closing_reason  key_text,
    plan_due_on     date,
    next_visit_on   date,
    asked_on        date,
    letter_at       bigint,
    -- The day on which the person came to this office from another one, until somebody there looks after them.
    moved_on        date,
    -- The proposal in force that has a place for them which nobody has talked about with them, and since when.
    proposed_in     uuid,
    proposed_on     date,
    turns_on        date,
    version         bigint not null,
    seal            bytea not null
);
-- What is due is read in its order, by a whole country, an oblast, a rayon or one officer: no list sorts a whole office.
create index road_visit_0 on road (next_visit_on, returnee) where next_visit_on is not null;
create index road_visit_1 on road (above_1, next_visit_on, returnee) where next_visit_on is not null;
create index road_visit_2 on road (above_2, next_visit_on, returnee) where next_visit_on is not null;
create index road_visit_officer on road (officer, next_visit_on, returnee) where next_visit_on is not null;
create index road_plan_0 on road (plan_due_on, returnee) where plan_due_on is not null;
create index road_plan_1 on road (above_1, plan_due_on, returnee) where plan_due_on is not null;
create index road_plan_2 on road (above_2, plan_due_on, returnee) where plan_due_on is not null;
create index road_plan_officer on road (officer, plan_due_on, returnee) where plan_due_on is not null;
create index road_asked_0 on road (asked_on, returnee) where asked_on is not null;
create index road_asked_1 on road (above_1, asked_on, returnee) where asked_on is not null;
create index road_asked_2 on road (above_2, asked_on, returnee) where asked_on is not null;
create index road_asked_officer on road (officer, asked_on, returnee) where asked_on is not null;
create index road_letter_0 on road (letter_at, returnee) where letter_at is not null;
create index road_letter_1 on road (above_1, letter_at, returnee) where letter_at is not null;
create index road_letter_2 on road (above_2, letter_at, returnee) where letter_at is not null;
create index road_letter_officer on road (officer, letter_at, returnee) where letter_at is not null;
create index road_moved_0 on road (moved_on, returnee) where moved_on is not null;
create index road_moved_1 on road (above_1, moved_on, returnee) where moved_on is not null;
create index road_moved_2 on road (above_2, moved_on, returnee) where moved_on is not null;
create index road_moved_officer on road (officer, moved_on, returnee) where moved_on is not null;
create index road_proposed_0 on road (proposed_on, returnee) where proposed_on is not null;
create index road_proposed_1 on road (above_1, proposed_on, returnee) where proposed_on is not null;
create index road_proposed_2 on road (above_2, proposed_on, returnee) where proposed_on is not null;
create index road_proposed_officer on road (officer, proposed_on, returnee) where proposed_on is not null;
create index road_officer on road (officer, returnee) where officer is not null;
create index road_turns on road (turns_on) where turns_on is not null;

-- How far somebody has read the journal forward.
create table follower (
    name            text primary key,
    seq             bigint not null,
    seal            bytea not null
);

-- A file that is being brought in, line by line. `next_line` moves with the rows it made, in one transaction.
create table import_run (
    id              uuid primary key,
    kind            text not null,
    digest          bytea not null,
    mapping         text not null,
    whole_or_none   boolean not null,
    -- That the people in it agreed to be registered, as whoever brings it says.
    agreed          boolean not null,
    -- The paper by which its organisations were verified.
    evidence        text,
    -- The file lies sealed in the folder of the cell, for the work in the background.
    is_kept         boolean not null,
    state           text not null,
    fault           text,
    n_lines         bigint not null,
    next_line       bigint not null,
    n_good          bigint not null,
    n_bad           bigint not null,
    made_by         uuid not null,
    made_at         bigint not null,
    ended_at        bigint,
    version         bigint not null,
    seal            bytea not null
);
-- Of one file one run is under way or done.
create unique index import_run_digest on import_run (digest, kind) where state not in ('new', 'refused');
create index import_run_state on import_run (state, id);
create index import_run_made_by on import_run (made_by, id);

-- A line that could not be taken, and why. What the sentence mentions is sealed; what was typed stays in the file.
create table import_fault (
    import_run      uuid not null,
    line            bigint not null,
    field           text not null,
    fault           text not null,
    facts           bytea not null,
    seal            bytea not null,
    primary key (import_run, line, field)
);

-- Which column of a file means what, remembered for files with the same heading.
create table import_mapping (
    kind            text not null,
    heading         bytea not null,
    mapping         text not null,
    changed_by      uuid not null,
    changed_at      bigint not null,
    seal            bytea not null,
    primary key (kind, heading)
);

-- Candidates of matching: open vacancies of an occupation or a place, people who worked in it or wish for it. The wishes
-- of everybody are read from their index, which holds little else.
create index vacancy_occupation on vacancy (occupation, id) where state = 'open';
create index vacancy_territory on vacancy (territory, id) where state = 'open';
create index profile_item_work on profile_item (code, returnee) where kind = 'work';
create index wish_occupations on wish (occupations, returnee);

-- A proposal of who could get which of the places there are. The rows of its places and of its people say what came of it.
create table proposal (
    id              uuid primary key,
    -- Whose people it is about: an office, and how deep it lies.
    office          uuid not null,
    depth           bigint not null,
    purpose         text not null,
    -- `domain::matching::proposal::Measures` as JSON, and the editions and lists it was reckoned with.
    measures        text not null,
    edition         text not null,
    lists           bytea not null,
    state           text not null,
    n_people        bigint not null,
    n_done          bigint not null,
    -- What came of it, as JSON, and the digest of all it was reckoned from and came to.
    outcome         text,
    content         bytea,
    -- The last one of the same office that was made before it.
    before          uuid,
    made_by         uuid not null,
    made_at         bigint not null,
    ready_at        bigint,
    decided_by      uuid,
    decided_at      bigint,
    reason          text,
    -- Accepted in part: of people of these oblasts.
    part            text not null,
    -- The last day on which it is in force, once it is accepted.
    last_on         date,
    -- Of so many lines, by their numbers, the roads of the people were made anew since it is accepted.
    n_passed_on     bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create index proposal_state on proposal (state, made_at);
create index proposal_made on proposal (made_at, id);

-- A vacancy or a group of a course in a proposal: how much it is asked for, and what one more place of it would add.
create table proposal_place (
    proposal        uuid not null,
    at              bigint not null,
    -- `vacancy` or `course`, and its id: for a course that of the group.
    kind            text not null,
    thing           uuid not null,
    room            bigint not null,
    n_could         bigint not null,
    n_want          bigint not null,
    n_placed        bigint not null,
    n_kept          bigint not null,
    -- The worth of the last one who has a place there.
    last_worth      bigint,
    -- What one more place would add, in hundredths of a point; none where nobody is passed over.
    price           bigint,
    -- For a course: the places that those who finish it would go to.
    leads           text not null,
    seal            bytea not null,
    primary key (proposal, at)
);
create index proposal_place_thing on proposal_place (thing, proposal);

-- A person in a proposal: the place, if there is one for them, and, sealed with their key, which ways they have.
create table proposal_line (
    id              uuid primary key,
    proposal        uuid not null,
    at              bigint not null,
    returnee        uuid not null,
    place           bigint,
    oblast          key_text,
    ways            bytea not null,
    -- Why the person said no.
    declined        text,
    changed_by      uuid,
    changed_at      bigint not null,
    version         bigint not null,
    seal            bytea not null
);
create unique index proposal_line_at on proposal_line (proposal, at);
create unique index proposal_line_returnee on proposal_line (returnee, proposal);
create index proposal_line_place on proposal_line (proposal, place, at);
