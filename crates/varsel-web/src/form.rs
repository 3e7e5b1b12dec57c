//! Form bodies: names with one or more values, as sent.

use axum::extract::{FromRequest, FromRequestParts as _, Request};

use crate::ask::Ask;
use crate::body;
use crate::failure::Failure;
use crate::web::Web;

/// The maximum number of fields of a form: far more than any of our pages has.
const MAX_FIELDS: usize = 2_000;

/// Fields in which people type passwords: no page hands them back.
pub(crate) const PASSWORDS: [&str; 3] = ["password", "again", "current"];

/// A form as it was sent, in order.
#[derive(Clone, Default, Debug)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    /// Reads the body of a form, `application/x-www-form-urlencoded`.
    pub(crate) fn parse(body: &str) -> Self {
        let fields = form_urlencoded::parse(body.as_bytes()).into_owned().take(MAX_FIELDS + 1).collect();
        Self { fields }
    }

    /// Returns the first value of a field, or nothing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// Sets a field that its page does not send.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(found, _)| found != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns whether a field was sent at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(found, _)| found == name)
    }

    /// Returns all values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Returns how many bytes its names and values have.
    pub(crate) fn bytes(&self) -> usize {
        self.fields.iter().map(|(name, value)| name.len() + value.len()).sum()
    }

    /// Returns the CSRF secret.
    pub(crate) fn csrf(&self) -> &str {
        self.get("csrf")
    }

    /// Returns the fields, without the CSRF secret.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .filter(|(name, _)| name != "csrf")
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns what a page can hand back: the fields but for passwords, and for the secret of the session they were written in.
    pub(crate) fn returnable(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields().filter(|(name, _)| !PASSWORDS.contains(name) && !name.contains("password"))
    }

    /// Returns whether something in it is not handed back, so that it cannot be sent again as it was.
    pub(crate) fn has_passwords(&self) -> bool {
        PASSWORDS.iter().any(|name| !self.get(name).is_empty())
    }

    /// Writes what can be handed back as a body again.
    pub(crate) fn to_body(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.returnable()).finish()
    }
}

impl FromRequest<Web> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let Ok(ask) = Ask::from_request_parts(&mut parts, web).await;
        let is_form = body::is_of_type(&parts.headers, "application/x-www-form-urlencoded");
        let body = body::read(&parts.extensions, body, web, &ask).await?;
        if body.is_empty() {
            return Ok(Self::default());
        }
        if !is_form {
            return Err(Failure::UnsupportedMedia);
        }
        let form = Self::parse(&String::from_utf8_lossy(&body));
        if form.fields.len() > MAX_FIELDS {
            return Err(Failure::Unreadable);
        }
        if form.fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            let failure = if ask.same_site { Failure::NulCharacter } else { Failure::CrossSite };
            return Err(failure.keeping(&ask, &form));
        }
        Ok(form)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Lists the names of the password fields of all templates.
    fn password_fields(folder: &Path, names: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                password_fields(&path, names);
                continue;
            }
            let template = std::fs::read_to_string(&path).unwrap();
            for input in template.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap()) {
                if input.contains("type=\"password\"") {
                    let (_, rest) = input.split_once(" name=\"").unwrap();
                    names.push(rest.split('"').next().unwrap().to_owned());
                }
            }
            for call in template.split("problems.input(\"").skip(1) {
                let mut words = call.split('"');
                let (name, kind) = (words.next().unwrap(), words.nth(1).unwrap());
                if kind == "password" {
                    names.push(name.to_owned());
                }
            }
        }
    }

    #[test]
    fn no_password_is_handed_back_whichever_form_it_is_typed_in() {
        let mut names = Vec::new();
        password_fields(Path::new("templates"), &mut names);
        for known in PASSWORDS {
            assert!(names.iter().any(|name| name == known), "{known} is in no template: {names:?}");
        }
        let body = names
            .iter()
            .fold("csrf=x&title=A+title".to_owned(), |body, name| format!("{body}&{name}=secret"));
        let form = Form::parse(&body);
        assert!(form.has_passwords());
        assert_eq!(form.to_body(), "title=A+title");
    }
}
