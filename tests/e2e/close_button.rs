//! The close button of the window's frame, which no window manager draws here.

use anyhow::{Context as _, anyhow};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, CLIENT_MESSAGE_EVENT, ClientMessageEvent, ConnectionExt as _, EventMask, Window,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

x11rb::atom_manager! {
    Atoms: AtomsCookie { WM_PROTOCOLS, WM_DELETE_WINDOW, _NET_WM_NAME, }
}

/// Asks the window with this title to close, as a person does.
pub fn press(title: &str) -> anyhow::Result<()> {
    let (display, screen) = x11rb::connect(None)?;
    let atoms = Atoms::new(&display)?.reply()?;
    let root = display.setup().roots[screen].root;
    let window = find(&display, &atoms, root, title)?
        .ok_or_else(|| anyhow!("no window is called {title:?}"))?;
    let data = [atoms.WM_DELETE_WINDOW, x11rb::CURRENT_TIME, 0, 0, 0];
    let event = ClientMessageEvent {
        response_type: CLIENT_MESSAGE_EVENT,
        format: 32,
        sequence: 0,
        window,
        type_: atoms.WM_PROTOCOLS,
        data: data.into(),
    };
    display.send_event(false, window, EventMask::NO_EVENT, event)?;
    // Hung up on before it has read the request, the server may drop it.
    display.sync().context("the server has the request")
}

/// The first window below `parent` that has the title and takes the request.
fn find(
    display: &RustConnection,
    atoms: &Atoms,
    parent: Window,
    title: &str,
) -> anyhow::Result<Option<Window>> {
    for window in display.query_tree(parent)?.reply()?.children {
        let property = |name: u32| {
            let asked = display.get_property(false, window, name, AtomEnum::ANY, 0, 64)?;
            anyhow::Ok(
                asked
                    .reply()
                    .map(|property| property.value)
                    .unwrap_or_default(),
            )
        };
        if property(atoms._NET_WM_NAME)? == title.as_bytes()
            && !property(atoms.WM_PROTOCOLS)?.is_empty()
        {
            return Ok(Some(window));
        }
        if let Some(found) = find(display, atoms, window, title)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
