//! A program with everything that it starts; ended as a whole on drop.

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

const ENDS_WITHIN: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(20);

pub struct Group {
    pub child: Child,
}

impl Group {
    pub fn start(command: &mut Command) -> std::io::Result<Self> {
        command.process_group(0).spawn().map(|child| Self { child })
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            kill_process_group(group, Signal::KILL).ok();
        }
        self.child.wait().ok();
        // What it started ends a moment later; a console that is started before that finds the name of
        // the one that is dying.
        let deadline = Instant::now() + ENDS_WITHIN;
        while Instant::now() < deadline
            && group.is_some_and(|group| test_kill_process_group(group).is_ok())
        {
            std::thread::sleep(LOOK);
        }
    }
}
