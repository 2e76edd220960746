//! Every address of the service, with who may ask for it. No handler is reached except through this list.

use std::sync::Arc;

use axum::{
    Router,
    extract::{FromRequest as _, Request, State},
    handler::Handler,
    http::Method,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use domain::access::{Action, scope};

use super::{
    api::is_api,
    form::{Form, changes},
    visitor::Visitor,
};
use crate::{app::App, refusal::Refusal, same::moved::Address as AboutPerson};

/// What an address asks of whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: entry pages, health.
    Nothing,
    /// A session at any stage, such as between password and second factor.
    Session,
    /// To be signed in.
    SignedIn,
    /// To be allowed this by the rule of access.
    To(Action),
}

/// One address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub method: Method,
    pub path: &'static str,
    pub need: Need,
}

#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    addresses: Vec<Address>,
}

impl Routes {
    pub fn get<H, T>(self, path: &'static str, need: Need, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, need, on(MethodFilter::GET, handler))
    }

    pub fn post<H, T>(self, path: &'static str, need: Need, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, need, on(MethodFilter::POST, handler))
    }

    pub fn patch<H, T>(self, path: &'static str, need: Need, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::PATCH, path, need, on(MethodFilter::PATCH, handler))
    }

    pub fn delete<H, T>(self, path: &'static str, need: Need, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::DELETE, path, need, on(MethodFilter::DELETE, handler))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        need: Need,
        handler: MethodRouter<App>,
    ) -> Self {
        let guarded = handler.layer(middleware::from_fn_with_state(need, guard));
        self.router = self.router.route(path, guarded);
        self.addresses.push(Address { method, path, need });
        self
    }

    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.addresses.extend(other.addresses);
        self
    }

    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    pub(super) fn into_router(self) -> Router<App> {
        self.router
    }
}

async fn guard(State(need): State<Need>, request: Request, next: Next) -> Response {
    match allowed(need, request.extensions().get::<Visitor>()) {
        Ok(()) => run(need, request, next).await,
        Err(Refusal::SignInFirst) if changes(request.method()) && !is_api(request.uri().path()) => {
            keep(request).await.into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// Where nothing is found about a person, their record may have been joined to an older one.
async fn run(need: Need, request: Request, next: Next) -> Response {
    let Some(address) = AboutPerson::read(request.uri()) else { return next.run(request).await };
    let app = request.extensions().get::<App>().cloned();
    let actor = request.extensions().get::<Visitor>().and_then(|visitor| visitor.actor);
    let response = next.run(request).await;
    let refusal = response.extensions().get::<Arc<Refusal>>();
    let (Some(app), Some(Refusal::NotFound)) = (app, refusal.map(|refusal| &**refusal)) else {
        return response;
    };
    match address.moved(&app, actor.as_ref(), need).await {
        Ok(moved) => moved.unwrap_or(response),
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// What was typed into a form is not lost because the session ended meanwhile.
async fn keep(request: Request) -> Refusal {
    let Some(app) = request.extensions().get::<App>().cloned() else { return Refusal::SignInFirst };
    match Form::from_request(request, &app).await {
        Err(kept @ Refusal::SignInAgain(_)) => kept,
        // No form of ours: there is nothing to keep.
        _ => Refusal::SignInFirst,
    }
}

fn allowed(need: Need, visitor: Option<&Visitor>) -> Result<(), Refusal> {
    let actor = visitor.and_then(|visitor| visitor.actor);
    match need {
        Need::Nothing => Ok(()),
        Need::Session => {
            visitor.and_then(|visitor| visitor.session.as_ref()).ok_or(Refusal::SignInFirst)?;
            Ok(())
        }
        Need::SignedIn => actor.map(drop).ok_or(Refusal::SignInFirst),
        Need::To(action) => {
            let actor = actor.ok_or(Refusal::SignInFirst)?;
            scope(&actor, action).map(drop).map_err(|_| Refusal::NotAllowed)
        }
    }
}
