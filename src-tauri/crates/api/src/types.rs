//! Collects what declares the types of the table in TypeScript.

use std::collections::BTreeMap;
use ts_rs::{Config, TS, TypeVisitor};

/// The declarations of the types that the table names, and of those within them.
#[derive(Default)]
pub(crate) struct Types(pub(crate) BTreeMap<String, String>);

impl Types {
    /// The type as TypeScript writes it; it is declared from now on.
    pub(crate) fn name_of<T: TS + 'static>(&mut self) -> String {
        self.visit::<T>();
        T::visit_generics(self);
        T::name(&Self::config())
    }

    fn config() -> Config {
        Config::new().with_large_int("number")
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // A type of the library's own has no file.
        if T::output_path().is_none() || self.0.contains_key(&T::ident(&Self::config())) {
            return;
        }
        let declaration = T::decl(&Self::config());
        // Comments are read where the type is; without them a declaration is a line.
        let lines = declaration.lines().map(str::trim);
        let lines: Vec<&str> = lines.filter(|line| !line.starts_with(['/', '*'])).collect();
        self.0.insert(T::ident(&Self::config()), lines.join(" "));
        T::visit_dependencies(self);
    }
}
