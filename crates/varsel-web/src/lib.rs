//! Pages and API of Varsel: the asynchronous edge.
//!
//! Every URL is defined in [`routes`]. A handler reads its [`ask::Ask`], passes one closure to the store through [`web::Web`],
//! and renders a template from the result: one hop to a database thread per request. Errors become pages or problem documents in
//! one place, [`failure`].

pub mod api;
mod ask;
mod assets;
mod body;
mod calculator;
mod certificate;
mod chrome;
mod connections;
mod csrf;
mod cve_card;
mod edge;
mod failure;
mod form;
mod listen;
mod logo;
mod meter;
mod nul;
mod pages;
mod present;
mod receipt;
mod routes;
mod security;
mod server;
mod web;

pub use certificate::{Standing, certificate_standing};
pub use edge::{Deadlines, Limits};
pub use listen::Listener;
pub use logo::{Logo, LogoError};
pub use pages::jobs::{MailSpool, SpooledMail};
pub use routes::{Access, Method, Quota, ROUTES, Route, router};
pub use server::{serve, serve_metrics};
pub use web::{FreeSpace, ProblemType, Settings, Space, Web};
