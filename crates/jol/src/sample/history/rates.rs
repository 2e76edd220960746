//! The rates by which histories are made, each with where it comes from.

use super::super::parameters::Parameter;

const ASSUMED: &str = "assumed";
/// Of four people who come home, two to three work without a contract or by the season, so a school and an office change
/// little for most. How much they change for whom is nowhere told.
const DIRECTION: &str = "assumed; the papers name the group or the place, not the size";

macro_rules! rates {
    ($($rate:ident = $value:literal, $name:literal, $source:expr;)+) => {
        $(pub static $rate: Parameter =
            Parameter { name: std::borrow::Cow::Borrowed($name), value: $value, source: $source };)+

        /// All of them.
        pub fn parameters() -> Vec<Parameter> {
            vec![$($rate.clone()),+]
        }
    };
}

rates! {
    ORGANISATION_WAITS = 0.06, "organisations that wait for a check", ASSUMED;
    ORGANISATION_REFUSED = 0.03, "organisations that were refused", ASSUMED;
    ORGANISATION_SUSPENDED = 0.01, "organisations that were suspended", ASSUMED;

    // Who looks after people.
    ASSIGNED = 0.75, "people given to an officer within four months", ASSUMED;
    SOONER = 0.85, "profiles and plans made within weeks; the others take a year", ASSUMED;
    AT_THE_OBLAST = 0.12, "people looked after by the office of the oblast", ASSUMED;
    PROFILED = 0.96, "people with a profile", ASSUMED;
    PROFILED_BY_THE_PERSON = 0.40, "profiles that people of the own page fill themselves", ASSUMED;
    PLANNED = 0.95, "people with a plan, of those with a profile", ASSUMED;
    STEP_DROPPED = 0.10, "steps of a plan that are dropped", ASSUMED;
    STEP_LATE = 0.25, "steps of a plan that are open behind their day", ASSUMED;
    NOTED = 0.30, "people with a note", ASSUMED;
    WROTE = 0.08, "people who wrote to the office", ASSUMED;
    ANSWERED = 0.80, "letters of people that were answered", ASSUMED;

    // Evidence of a profile.
    STUDIES_SEEN = 0.35, "diplomas that an officer saw", ASSUMED;
    LICENCE_SEEN = 0.60, "licences that an officer saw", ASSUMED;
    SKILL_TESTED = 0.08, "skills that were tested", ASSUMED;
    SKILL_CERTIFIED = 0.05, "skills with a certificate", ASSUMED;
    DRIVES = 0.30, "men with a driving licence", ASSUMED;
    HAS_RESOURCE = 0.30, "people with something to build on", ASSUMED;
    HAS_BARRIER = 0.15, "people with something in their way, beyond what makes them vulnerable", ASSUMED;

    // How people work.
    SELF_REGISTERED = 0.12, "registered on their own account, of formal work", ASSUMED;
    SELF_UNREGISTERED = 0.18, "unregistered on their own account, of informal work", ASSUMED;
    FORMAL_IN_THE_CITIES = 0.15, "informal work that is formal in Bishkek, Chui and Osh city instead", DIRECTION;
    WOMEN_AT_HOME = 0.10, "women with dependants who look for no work", DIRECTION;
    OLDER_WITHOUT_WORK = 0.15, "people of 56 and older who look for no work", DIRECTION;
    WORKS_AGAIN = 0.85, "people who find work again when one has ended", ASSUMED;
    AGAIN_FORMAL = 0.20, "formal, of further work", ASSUMED;
    AGAIN_INFORMAL = 0.35, "informal, of further work", ASSUMED;

    // Courses.
    TRAINED = 0.24, "people who ask for a course, of those who agreed to be offered them", ASSUMED;
    TRAINED_WOMEN = 1.35, "women who ask for a course, against men", DIRECTION;
    LEFT_COURSE = 0.06, "people who give their seat back", ASSUMED;
    DILIGENT = 0.84, "people who miss few days of a course", ASSUMED;
    PRESENT = 0.94, "days on which the diligent are there", ASSUMED;
    PRESENT_SELDOM = 0.60, "days on which the others are there", ASSUMED;
    TRAINED_FIND_WORK = 0.55, "people who find other work within six months of a course", DIRECTION;
    TRAINED_FORMAL = 0.50, "formal, of work found after a course", DIRECTION;

    // Work found through the service.
    HIRED_HERE = 0.50, "formal jobs found through a vacancy, of those that began after the registration", ASSUMED;
    TRIED = 0.28, "people who tried for a vacancy in vain", ASSUMED;
    SAID_NO = 0.35, "tries that end with the word of the person", ASSUMED;
    TRIES_NOW = 0.11, "people with a candidacy under way, of those without formal work", ASSUMED;

    // Asking how it goes.
    REACHED_BY_PHONE = 0.80, "tries that reach somebody with a phone", ASSUMED;
    REACHED_WITHOUT = 0.45, "tries that reach somebody without one", ASSUMED;
    ASKED_LATE = 0.14, "visits that are a month late or more", ASSUMED;
    TOLD_BY_THE_PERSON = 0.15, "answers that people give on their own page", ASSUMED;
    TELLS_OF_WORK = 0.45, "people with a phone who tell of new work before they are asked", ASSUMED;
    VOUCHED_BY_THE_FUND = 0.80, "formal work with contributions, of those who agreed to the exchange", ASSUMED;
    VOUCHED_BY_THE_EMPLOYER = 0.45, "formal work confirmed by the employer, of the others", ASSUMED;
    CONTRACT_SEEN = 0.40, "formal work of which a contract was seen, of the rest", ASSUMED;

    // The end of a road.
    LEAVING_IS_HEARD = 0.75, "people who left again and of whom it is known", ASSUMED;
    STEADY_CLOSED = 0.45, "roads closed because of a steady job, of those who have one", ASSUMED;
    WITHDREW = 0.015, "people who want no more help", ASSUMED;
    MOVED = 0.006, "people who moved to another agency", ASSUMED;
    DIED = 0.002, "people who died", ASSUMED;
    OPENED_AGAIN = 0.10, "closed roads that were opened again, but for those of people who left or died", ASSUMED;
    TOLD_APART = 0.60, "people with the phone of another who were told apart", ASSUMED;

    // What is offered, for each part of 2,500 people.
    VACANCIES_BESIDE = 34.0, "vacancies that lead to no candidacy", ASSUMED;
    VACANCY_REPORTED = 0.04, "vacancies of which somebody says that something is wrong", ASSUMED;
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_rate_is_told_once() {
        let names: HashSet<_> = parameters().into_iter().map(|rate| rate.name).collect();
        assert_eq!(names.len(), parameters().len());
    }
}
