//! The mail folder while no server is configured: writing and reading.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use jiff::tz::TimeZone;

use crate::Message;

/// The maximum number of bytes of a spooled mail that are read back.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// The maximum number of mails listed.
const MAX_LISTED: usize = 1_000;
/// The file extension of a spooled mail.
const EXTENSION: &str = ".eml";

/// A mail in the folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spooled {
    /// The name of its file; names sort by the time of writing.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Writes a mail atomically. Folder and file are only readable by their owner.
///
/// The name starts with the time and ends with a part of the Message-ID, so that the same mail written again replaces itself.
pub(crate) fn write(folder: &Path, message: &Message) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let at = message.date.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%S%.6fZ").to_string();
    let left = message.id.split('@').next().unwrap_or_default();
    let id: String = left.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    let id = id.trim_matches(['.', '-']).chars().take(120).collect::<String>();
    let name = format!("{at}-{id}{EXTENSION}");
    let draft = folder.join(format!(".{name}.part"));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(&message.bytes)?;
    file.sync_all()?;
    fs::rename(&draft, folder.join(&name))?;
    // The name is durable once the folder is.
    fs::File::open(folder)?.sync_all()
}

/// Lists the mails of the folder, newest first, at most 1,000. A missing folder has none.
pub fn list(folder: &Path) -> io::Result<Vec<Spooled>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().filter(|name| is_name(name)).map(str::to_owned) else {
            continue;
        };
        let meta = entry.metadata()?;
        if meta.is_file() {
            found.push(Spooled { name, bytes: meta.len() });
        }
    }
    found.sort_by(|a, b| b.name.cmp(&a.name));
    found.truncate(MAX_LISTED);
    Ok(found)
}

/// Reads one mail; `None` if it does not exist, or if its name could lead outside the folder.
pub fn read(folder: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    if !is_name(name) {
        return Ok(None);
    }
    let path = folder.join(name);
    match fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_file() && meta.len() <= MAX_BYTES => fs::read(&path).map(Some),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns whether a name has the format of [`write`].
fn is_name(name: &str) -> bool {
    name.len() <= 200
        && name.ends_with(EXTENSION)
        && name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mailbox, MessageIds, OutgoingMail};
    use std::os::unix::fs::PermissionsExt as _;

    fn message(at: &str, sequence: u32) -> Message {
        let ids = MessageIds::new([7; 32], "desk.example");
        let person = Mailbox { name: "A".to_owned(), address: "a@b.example".to_owned() };
        OutgoingMail {
            from: &person,
            to: &person,
            subject: "s",
            text: "t",
            html: "h",
            message_id: &ids.event("SE-7KQ4-M2XD", sequence, "somebody"),
            thread: None,
            case: None,
            date: at.parse().unwrap(),
        }
        .message(&ids)
        .unwrap()
    }

    #[test]
    fn mails_are_kept_for_their_owner_and_sort_by_time() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("spool");
        assert_eq!(list(&folder).unwrap(), []);
        let (second, first) = (message("2026-11-23T10:00:00Z", 3), message("2026-11-23T09:59:59.5Z", 2));
        for message in [&second, &first, &first] {
            write(&folder, message).unwrap();
        }
        let listed = list(&folder).unwrap();
        assert_eq!(listed.len(), 2, "the same mail has one place: {listed:?}");
        assert!(listed[0].name.starts_with("20261123T100000.000000Z-SE-7KQ4-M2XD.3."), "{listed:?}");
        assert_eq!(read(&folder, &listed[1].name).unwrap().as_deref(), Some(first.bytes()));
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        let mode = fs::metadata(folder.join(&listed[0].name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("spool");
        fs::create_dir(&folder).unwrap();
        fs::write(parent.path().join("1secret.eml"), "secret").unwrap();
        fs::write(folder.join(".1.eml.part"), "half").unwrap();
        std::os::unix::fs::symlink(parent.path().join("1secret.eml"), folder.join("1.eml")).unwrap();
        for name in
            ["../1secret.eml", "1/../../1secret.eml", "1.eml", "/etc/passwd", "", ".1.eml.part", "1\0.eml"]
        {
            assert_eq!(read(&folder, name).unwrap(), None, "{name}");
        }
        assert_eq!(list(&folder).unwrap(), []);
    }
}
