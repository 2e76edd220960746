//! The access rule as SQL. Every statement that reads records of returnees for somebody carries it.

use domain::access::{Consents, Reach, Scope};

use crate::{db::Value, same::store::of_all};

/// What a query file says where the rule belongs.
const MARK: &str = "{scope}";

/// Puts the rule into a statement on `returnee r` that has `values` already, and adds the rule's own values.
pub fn within(sql: &'static str, scope: &Scope, values: &mut Vec<Value>) -> String {
    assert!(sql.contains(MARK), "a query on records without the access rule");
    let mut next = |value: Value| {
        values.push(value);
        values.len()
    };
    let mut rule = String::from("r.erased_at is null");
    match scope.reach {
        Reach::Country => (),
        Reach::Office { depth, office } => {
            let place = next(office.uuid().into());
            rule.push_str(&format!(" and r.above_{depth} = ${place}"));
        }
        Reach::One(id) => {
            let place = next(id.uuid().into());
            rule.push_str(&format!(" and r.id = ${place}"));
        }
        Reach::Introduced(organisation) => {
            let place = next(organisation.uuid().into());
            // Until an officer has checked it, and while it is suspended, an organisation meets nobody.
            rule.push_str(&format!(
                " and exists (select 1 from organisation o where o.id = ${place} and o.standing = 'verified')"
            ));
            rule.push_str(&format!(
                " and (exists (select 1 from candidacy c where c.returnee in (select r.id union all select record from joined where person = r.id) \
                 and c.organisation = ${place} and c.is_shown) \
                 or exists (select 1 from enrolment e where e.returnee in (select r.id union all select record from joined where person = r.id) \
                 and e.organisation = ${place} and e.is_shown))"
            ));
        }
    }
    let place = next(scope.most.level().into());
    rule.push_str(&format!(" and r.sensitivity <= ${place}"));
    if let Some(purpose) = scope.consent {
        let place = next(Consents::bit(purpose).into());
        rule.push_str(&format!(" and (r.consents & ${place}) <> 0"));
    }
    of_all(sql).replace(MARK, &rule)
}

/// For a search by name: the names decide which index is read, the office only what is passed over. PostgreSQL
/// knows how many people there are of each and needs no hint; SQLite would read a whole oblast and sort it.
pub fn names_lead(sql: String, is_postgres: bool) -> String {
    if is_postgres { sql } else { sql.replace(" and r.above_", " and +r.above_") }
}
