//! Throws wrong, hostile and huge requests at a running stand-in, over real sockets, from a seed.
//!
//! `LPC_FUZZ_SECONDS` says how long (5), `LPC_FUZZ_SEED` from which seed (the time). The seed is
//! printed when something is found.

mod fuzz {
    mod dice;
    mod hostile;
    mod run;
    mod soql;
    mod valid;
}
