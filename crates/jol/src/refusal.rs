//! Why something was not done, in a form that pages, the API and commands each put into words.

use axum::http::StatusCode;
use domain::fault::Fault;
pub use domain::fault::{FieldFault, Sentence};

use crate::{db, web::parked::Parked};

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("sign in first")]
    SignInFirst,
    /// The session ended while a form was being filled in. What was typed is handed back.
    #[error("sign in again")]
    SignInAgain(Parked),
    /// Answers lie under this phone that may be another person's: the birth date is asked first.
    #[error("say first whose registration this is")]
    AskFirst,
    /// The form does not belong to this session, or came from another site.
    #[error("the form is too old")]
    FormTooOld,
    #[error("this role may not do that")]
    NotAllowed,
    /// Also what an invisible record answers: nobody learns that it is there.
    #[error("there is nothing at this address")]
    NotFound,
    #[error("{} fields need attention", .0.len())]
    Form(Vec<FieldFault>),
    /// A rule says no. The sentence is found by its key.
    #[error("{}", .0.key)]
    Rule(Sentence),
    /// Somebody else changed the record since it was read.
    #[error("the record was changed in the meantime")]
    Stale,
    /// A change through the API must name the version it starts from.
    #[error("the version is missing")]
    VersionMissing,
    /// The same id arrived with different content. Nothing was written; a person has to look.
    #[error("this id was used for other content")]
    OtherBody,
    #[error("too many tries")]
    TooMany { wait_seconds: u64 },
    #[error("the disk is nearly full: nothing new is taken")]
    NoRoom,
    #[error("the body is too large")]
    TooLarge,
    /// The request cannot be read: a broken body, a wrong encoding, a missing field.
    #[error("the request cannot be read: {0}")]
    Unreadable(String),
    /// A program did not keep to the API. The status says which way, the sentence how to do better.
    #[error("{status}: {}", .sentence.key)]
    Protocol { status: StatusCode, title: &'static str, sentence: Sentence },
    /// Values of a body are wrong, each at its place.
    #[error("{} values of the body need attention", .0.len())]
    Body(Vec<PlaceFault>),
    #[error(transparent)]
    Store(#[from] db::Error),
    #[error("something went wrong on our side")]
    Ours(#[from] anyhow::Error),
}

/// What is wrong at one place of a body. `#/rows/3/surname` is a JSON Pointer (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceFault {
    pub pointer: String,
    pub sentence: Sentence,
}

impl From<FieldFault> for PlaceFault {
    fn from(fault: FieldFault) -> Self {
        Self { pointer: format!("#/{}", fault.field), sentence: fault.sentence }
    }
}

impl Refusal {
    pub fn rule(fault: &(impl Fault + ?Sized)) -> Self {
        Self::Rule(fault.into())
    }
}
