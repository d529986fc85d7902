//! Whether somebody could see a window.

use std::env;

/// True on Windows and macOS, and on Linux where X or Wayland runs.
pub fn is_there() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}
