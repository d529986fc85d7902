//! Why the console does not start, in words for people: what is wrong, with which file or folder, and
//! what to do. Whatever the reason, no file was changed.

use lpc_core::storage::{StartProblem, WriteFault};
use lpc_platform::InstanceLockError;
use lpc_sqlite::OpenError;
use std::path::Path;

/// Explains the failure of a start on the data folder `folder`.
pub fn explain(error: &anyhow::Error, folder: &Path) -> StartProblem {
    let found = error
        .chain()
        .find_map(|cause| of_file(cause, folder).or_else(|| of_lock(cause, folder)))
        .or_else(|| {
            let fault = lpc_sqlite::write_fault(error.as_ref())?;
            Some(cannot_write(&fault, folder))
        });
    StartProblem {
        detail: format!("{error:#}"),
        ..found.unwrap_or_else(|| unknown(folder))
    }
}

type Cause<'a> = &'a (dyn std::error::Error + 'static);

/// What a file holds that this console must not touch.
fn of_file(cause: Cause<'_>, folder: &Path) -> Option<StartProblem> {
    let (file, newer) = match cause.downcast_ref::<OpenError>()? {
        OpenError::Newer { file, .. } => (*file, true),
        OpenError::Foreign { file, .. } => (*file, false),
        _ => return None,
    };
    Some(if newer {
        StartProblem {
            title: "The data is from a newer version of this console".to_owned(),
            message: format!(
                "A newer LPC Admin Console has worked with {file}. This version does not know its format and has not touched it; nothing is lost."
            ),
            next_step: "Install the newer version again, then open the console.".to_owned(),
            path: folder.join(file).display().to_string(),
            detail: String::new(),
        }
    } else {
        StartProblem {
            title: format!("{file} belongs to another program"),
            message: "A database of another program stands where the console keeps its own. It has not been touched.".to_owned(),
            next_step: format!("Move {file} out of {}, then press Try again.", folder.display()),
            path: folder.join(file).display().to_string(),
            detail: String::new(),
        }
    })
}

fn of_lock(cause: Cause<'_>, folder: &Path) -> Option<StartProblem> {
    match cause.downcast_ref::<InstanceLockError>()? {
        InstanceLockError::AlreadyRunning { .. } => Some(StartProblem {
            title: "The console is already running".to_owned(),
            message: "Another console works with the same data: in another session of yours on this computer, or on another computer that shares the folder. Two at once would spend each other’s sign-ins.".to_owned(),
            next_step: "Close the other one, then press Try again.".to_owned(),
            path: folder.display().to_string(),
            detail: String::new(),
        }),
        InstanceLockError::Storage(_) => None,
    }
}

fn cannot_write(fault: &WriteFault, folder: &Path) -> StartProblem {
    StartProblem {
        title: fault.kind.title().to_owned(),
        message: "The console cannot work without its data folder, so it does not start. What is saved there has not been touched; nothing is lost.".to_owned(),
        next_step: fault.kind.next_step(&folder.display().to_string()),
        path: folder.display().to_string(),
        detail: String::new(),
    }
}

fn unknown(folder: &Path) -> StartProblem {
    StartProblem {
        title: "The console could not start".to_owned(),
        message: "What is saved has not been touched; nothing is lost.".to_owned(),
        next_step: "Press Try again. If it stays, copy the details and send them to support."
            .to_owned(),
        path: folder.display().to_string(),
        detail: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lpc_platform::InstanceLock;

    #[test]
    fn a_folder_that_another_console_holds_is_told_as_that() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _held = InstanceLock::acquire(folder.path()).expect("free");
        let refused = InstanceLock::acquire(folder.path()).expect_err("held");
        let problem = explain(&refused.into(), folder.path());
        assert_eq!(problem.title, "The console is already running");
        assert!(problem.next_step.starts_with("Close the other one"));
        assert_eq!(problem.path, folder.path().display().to_string());
    }

    #[test]
    fn what_is_not_known_is_shown_whole_and_leads_to_support() {
        let error = anyhow::anyhow!("cause").context("what was done");
        let problem = explain(&error, Path::new("folder"));
        assert_eq!(problem.title, "The console could not start");
        assert_eq!(problem.detail, "what was done: cause");
        let copied = problem.as_text("1.2.3");
        for word in ["1.2.3", "support", "folder", "what was done: cause"] {
            assert!(copied.contains(word), "{word}: {copied}");
        }
    }
}
