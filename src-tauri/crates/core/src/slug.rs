//! Enums that stand as a word in a database: the word is declared beside the variant, once, and is
//! never changed after a release. `tests/slugs.rs` pins each.

/// A value that has a word of its own.
pub trait Slugged: Copy + 'static {
    /// The word that stands for it.
    fn slug(self) -> &'static str;

    /// Reads [`Slugged::slug`] back.
    fn from_slug(slug: &str) -> Option<Self>;
}

/// Declares an enum with its words.
macro_rules! slugged {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $slug:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(
            feature = "wire",
            derive(serde::Serialize, serde::Deserialize, ts_rs::TS),
            serde(rename_all = "camelCase")
        )]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// All of them, in the order in which they are declared.
            pub const ALL: [Self; [$($slug),+].len()] = [$(Self::$variant),+];

            /// The word that stands for it.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// Reads [`Self::slug`] back.
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|known| known.slug() == slug)
            }
        }

        impl $crate::slug::Slugged for $name {
            fn slug(self) -> &'static str {
                self.slug()
            }

            fn from_slug(slug: &str) -> Option<Self> {
                Self::from_slug(slug)
            }
        }
    };
}

pub(crate) use slugged;
