//! Laws that every history keeps, whatever was drawn.

use std::collections::{HashMap, HashSet};

use domain::{
    course::{AttendanceRule, Enrolment},
    followup::{Form, Proof, VisitState, answers},
    support::StepState,
    vacancy::{Candidacy as Standing, Side, Stage, State, Step as Move},
};
use jiff::civil::{Date, date};

use super::{super::Country, *};

const TODAY: Date = date(2026, 6, 15);

/// The people of the first chapters with what became of them.
fn told(n_people: usize) -> Vec<(Vec<SamplePerson>, Chapter)> {
    let country = Country::new(1, n_people, TODAY);
    let historian = Historian::new(&country);
    let parts = (0..n_people.div_ceil(CHAPTER)).map(|number| {
        let people = country.part(number, CHAPTER);
        let chapter = historian.chapter(number, &people);
        (people, chapter)
    });
    parts.collect()
}

fn each(n_people: usize, mut look: impl FnMut(&SamplePerson, &Story, &Chapter)) {
    for (people, chapter) in told(n_people) {
        assert_eq!(people.len(), chapter.stories.len());
        for (person, story) in people.iter().zip(&chapter.stories) {
            look(person, story, &chapter);
        }
    }
}

/// Every day on which something was done about somebody.
fn days(story: &Story) -> Vec<Date> {
    let mut days: Vec<Date> = story.assigned_on.into_iter().collect();
    days.extend(
        story.profile.lines.iter().flat_map(|line| [Some(line.made_on), line.seen_on]).flatten(),
    );
    days.extend(story.profile.wish.iter().map(|wish| wish.told_on));
    days.extend(story.steps.iter().flat_map(|step| [Some(step.made_on), step.closed_on]).flatten());
    days.extend(story.notes.iter().map(|note| note.on));
    for letter in &story.letters {
        days.extend([Some(letter.asked.on), letter.answer.map(|one| one.on)].into_iter().flatten());
    }
    if let Some(seat) = &story.seat {
        days.extend([Some(seat.came_on), seat.ended_on, seat.judged_on].into_iter().flatten());
    }
    days.extend(story.candidacies.iter().flat_map(|one| one.stages.iter().map(|(_, day)| *day)));
    days.extend(story.known.contacts.iter().map(|one| one.on));
    let told = story.known.spells.iter();
    days.extend(
        told.flat_map(|told| [Some(told.told_on), told.ended_on, told.proved_on]).flatten(),
    );
    days
}

#[test]
fn a_story_lies_between_the_registration_and_today_and_ends_with_the_road() {
    each(5_000, |person, story, _| {
        let days = days(story);
        let first = person.registered_on.tomorrow().unwrap();
        assert!(days.iter().all(|day| (first..=TODAY).contains(day)), "{person:?} {story:#?}");
        for (day, _) in &story.closings {
            assert!((first..=TODAY).contains(day), "{story:#?}");
        }
        if let Some((closed, _)) = story.closed() {
            assert!(days.iter().all(|day| *day <= closed), "{closed}: {story:#?}");
            let open = |one: &Candidacy| !one.stage().is_over();
            assert!(!story.candidacies.iter().any(open), "{story:#?}");
            assert!(story.seat.iter().all(|seat| !seat.state.is_open()), "{story:#?}");
        }
    });
}

#[test]
fn spells_of_one_person_follow_each_other() {
    each(5_000, |person, story, _| {
        let mut spells: Vec<&Told> = story.known.spells.iter().collect();
        spells.sort_by_key(|told| told.from);
        for pair in spells.windows(2) {
            assert!(pair[0].to.is_some_and(|to| to < pair[1].from), "{person:?} {spells:#?}");
        }
        for told in spells {
            assert!(told.to.is_none_or(|to| told.from <= to && to <= TODAY), "{told:?}");
            assert!(told.from <= told.told_on, "{told:?}");
            assert!(told.from >= person.returned_on, "{told:?}");
            assert_eq!(told.proved_on.is_some(), told.proof != Proof::Said, "{told:?}");
            assert!(told.proof == Proof::Said || told.form.is_formal(), "{told:?}");
            assert!(told.proved_on.is_none_or(|day| told.told_on <= day), "{told:?}");
            let grown = person.born_on.is_none_or(|born| told.from.year() - born.year() >= 17);
            assert!(grown, "{person:?} {told:?}");
        }
    });
}

#[test]
fn a_candidacy_goes_the_way_that_the_rule_allows() {
    each(5_000, |person, story, chapter| {
        let mut vacancies = HashSet::new();
        for one in &story.candidacies {
            let vacancy = &chapter.vacancies[one.vacancy];
            assert!(vacancies.insert(one.vacancy), "twice for one vacancy: {story:#?}");
            assert!(vacancy.checked_on.unwrap() < one.stages[0].1, "{vacancy:?} {one:?}");
            assert!(one.stages[0].1 <= vacancy.closes_on, "{vacancy:?} {one:?}");
            assert!(one.stages.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{one:?}");
            let mut at = Standing::PROPOSED;
            for (stage, day) in &one.stages {
                let steps = match stage {
                    Stage::Proposed => vec![],
                    Stage::Agreed => vec![Move::Agree],
                    Stage::Interview => vec![Move::Invite],
                    Stage::Offered => vec![Move::Offer],
                    Stage::Refused => vec![Move::Refuse],
                    Stage::Withdrawn => vec![Move::Withdraw],
                    Stage::Hired => {
                        let on = one.hired_on.unwrap();
                        assert!(person.registered_on < on && on <= *day, "{one:?}");
                        [Side::Employer, Side::Person].map(|side| Move::Confirm(side, on)).into()
                    }
                };
                for step in steps {
                    at = at.step(step).unwrap_or_else(|_| panic!("{one:?}"));
                }
            }
            assert_eq!(at.stage, one.stage());
            assert_eq!(one.refusal.is_some(), one.stage() == Stage::Refused, "{one:?}");
            let hired = story
                .known
                .spells
                .iter()
                .filter(|told| told.hired.is_some_and(|at| story.candidacies[at] == *one));
            let expected = usize::from(one.stage() == Stage::Hired);
            assert_eq!(hired.count(), expected, "a spell for each hire: {story:#?}");
        }
    });
}

#[test]
fn a_vacancy_is_filled_when_its_places_are_taken() {
    for (_, chapter) in told(5_000) {
        let mut hired: HashMap<usize, usize> = HashMap::new();
        let mut open: HashSet<usize> = HashSet::new();
        for one in chapter.stories.iter().flat_map(|story| &story.candidacies) {
            match one.stage() {
                Stage::Hired => *hired.entry(one.vacancy).or_default() += 1,
                stage if !stage.is_over() => drop(open.insert(one.vacancy)),
                _ => (),
            }
        }
        for (at, vacancy) in chapter.vacancies.iter().enumerate() {
            let n_hired = hired.get(&at).copied().unwrap_or(0);
            match vacancy.state {
                State::Filled => assert_eq!(n_hired, vacancy.places, "{vacancy:?}"),
                State::Open => assert!(n_hired < vacancy.places, "{n_hired}: {vacancy:?}"),
                _ => assert_eq!(n_hired, 0, "{vacancy:?}"),
            }
            if open.contains(&at) {
                let is_shown = vacancy.state == State::Open && vacancy.closes_on >= TODAY;
                assert!(is_shown, "somebody waits for it: {vacancy:?}");
            }
            assert!(vacancy.checked_on.is_none_or(|day| vacancy.made_on <= day && day <= TODAY));
            assert_eq!(vacancy.checked_on.is_none(), vacancy.state == State::Waiting);
        }
    }
}

#[test]
fn seats_are_never_overbooked_and_a_line_forms_at_full_groups_only() {
    let mut n_full_with_a_line = 0;
    for (people, chapter) in told(5_000) {
        let mut taken = vec![0; chapter.groups.len()];
        let mut lines: HashMap<usize, Vec<Date>> = HashMap::new();
        let mut last_seat: HashMap<usize, Date> = HashMap::new();
        for (person, story) in people.iter().zip(&chapter.stories) {
            let Some(seat) = &story.seat else { continue };
            let group = &chapter.groups[seat.group];
            assert!(group.made_on <= seat.came_on && seat.came_on > person.registered_on);
            assert!(seat.came_on < group.starts_on, "{seat:?} {group:?}");
            let n_present = seat.present.iter().filter(|there| **there).count() as u32;
            let rule = AttendanceRule::on(group.starts_on);
            match seat.state {
                Enrolment::Waiting => {
                    assert!(group.starts_on > TODAY, "{seat:?} {group:?}");
                    lines.entry(seat.group).or_default().push(seat.came_on);
                }
                Enrolment::Completed | Enrolment::NotCompleted => {
                    let finished = rule.is_finished(group.days.len() as u32, n_present);
                    assert_eq!(finished, seat.state == Enrolment::Completed, "{seat:?}");
                    assert_eq!(seat.ended_on, Some(group.ends_on));
                    assert!(group.judged_on.is_some_and(|day| day > group.ends_on));
                }
                Enrolment::Enrolled => assert_eq!(group.judged_on, None, "{seat:?} {group:?}"),
                Enrolment::Left => assert!(seat.ended_on < Some(group.starts_on)),
            }
            if seat.state.has_seat() {
                taken[seat.group] += 1;
                let last = last_seat.entry(seat.group).or_insert(seat.came_on);
                *last = seat.came_on.max(*last);
            }
        }
        for (at, group) in chapter.groups.iter().enumerate() {
            assert!(taken[at] <= group.seats, "{} in {group:?}", taken[at]);
            assert!(group.days.iter().all(|day| (group.starts_on..=group.ends_on).contains(day)));
            if let Some(line) = lines.get(&at) {
                assert_eq!(taken[at], group.seats, "somebody waits for a free seat");
                assert!(line.iter().all(|came| *came > last_seat[&at]));
                n_full_with_a_line += 1;
            }
        }
    }
    assert!(n_full_with_a_line > 0);
}

#[test]
fn visits_follow_what_happened_and_a_talk_answers_them() {
    each(5_000, |person, story, _| {
        let mut keys = HashSet::new();
        for visit in &story.known.visits {
            let due = visit.due;
            assert!(keys.insert((due.kind, due.event_on, due.months)), "twice: {story:#?}");
            assert!(due.event_on >= person.registered_on || due.event_on >= person.returned_on);
            match visit.state {
                VisitState::Done => {
                    let on = visit.done_on.unwrap();
                    assert!(answers(on, due.on), "{visit:?}");
                    assert!(story.known.contacts.iter().any(|one| one.on == on));
                }
                VisitState::Missed => assert_eq!((visit.n_tries, visit.done_on), (3, None)),
                _ => assert!((1..3).contains(&visit.n_tries) && visit.done_on.is_none()),
            }
        }
    });
}

#[test]
fn a_step_is_closed_behind_the_day_it_was_made() {
    each(5_000, |_, story, _| {
        for step in &story.steps {
            assert_eq!(step.closed_on.is_some(), step.state != StepState::Open, "{step:?}");
            assert!(step.closed_on.is_none_or(|day| day > step.made_on), "{step:?}");
            assert!(step.due_on > step.made_on, "{step:?}");
        }
    });
}

#[test]
fn a_story_is_the_same_in_a_small_and_in_a_large_country() {
    let small = told(600);
    let large = told(6_000);
    let stories = |of: &[(Vec<SamplePerson>, Chapter)]| -> Vec<Story> {
        of.iter().flat_map(|(_, chapter)| chapter.stories.clone()).collect()
    };
    let (small, large) = (stories(&small), stories(&large));
    for (at, (one, other)) in small.iter().zip(&large).enumerate() {
        assert_eq!(one, other, "person {at}");
    }
}

/// Much happens, and to each kind of people differently.
#[test]
fn there_is_something_of_everything() {
    let (mut people, mut formal, mut trained, mut steady, mut hired) = (0, 0, 0, 0, 0);
    let (mut trained_known, mut trained_work) = (0, 0);
    let mut stages: HashMap<Stage, usize> = HashMap::new();
    let mut closings = HashSet::new();
    each(5_000, |_, story, _| {
        people += 1;
        let spells = &story.known.spells;
        formal += usize::from(spells.iter().any(|told| told.form.is_formal()));
        steady += usize::from(story.known.steady_on(TODAY).is_some());
        for one in &story.candidacies {
            *stages.entry(one.stage()).or_default() += 1;
            hired += usize::from(one.stage() == Stage::Hired);
        }
        if let Some(day) = story.seat.as_ref().and_then(Seat::completed_on) {
            trained += 1;
            if days_after(day, 190) < TODAY {
                trained_known += 1;
                let after = |told: &&Told| told.form.is_work() && told.from > day;
                trained_work += usize::from(spells.iter().any(|told| after(&told)));
            }
        }
        closings.extend(story.closed().map(|(_, reason)| reason));
    });
    let share = |n: usize, of: usize| n as f64 / of as f64;
    println!(
        "formal {} trained {trained} of them at work {} steady {steady} hired {hired} {stages:?} {closings:?}",
        share(formal, people),
        share(trained_work, trained_known),
    );
    assert!((0.10..0.40).contains(&share(formal, people)));
    assert!((0.25..0.80).contains(&share(trained_work, trained_known)));
    assert!(trained > 100 && steady > 30 && hired > 50);
    assert_eq!(stages.len(), Stage::ALL.len());
    assert!(closings.len() >= 5, "{closings:?}");
    let forms: HashSet<Form> = told(2_500)
        .iter()
        .flat_map(|(_, chapter)| chapter.stories.iter().flat_map(|story| &story.known.spells))
        .map(|told| told.form)
        .collect();
    assert_eq!(forms.len(), Form::ALL.len());
}
