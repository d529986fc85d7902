//! How many rows a page has.

use crate::identifiers::mix;
use crate::world::World;

const LARGEST_BATCH: usize = 2_000;
const SMALLEST_BATCH: usize = 200;

/// The size of the pages of one result. The service does not promise to keep to what was asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Batch {
    size: usize,
    /// The seed of sizes that differ from page to page.
    irregular: Option<u64>,
}

impl Batch {
    /// The size that a `Sforce-Query-Options` header asks for; what makes no sense is ignored.
    pub(super) fn asked(options: Option<&str>, world: &World) -> Self {
        let mut pairs = options
            .unwrap_or_default()
            .split([',', ';'])
            .filter_map(|pair| pair.split_once('='));
        let asked = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("batchSize"));
        let asked = asked.and_then(|(_, size)| size.trim().parse::<usize>().ok());
        let size = asked
            .unwrap_or(LARGEST_BATCH)
            .clamp(SMALLEST_BATCH, LARGEST_BATCH);
        let most = world.switches.page_size_max.unwrap_or(size).max(1);
        Self {
            size: size.min(most),
            irregular: world
                .switches
                .page_size_irregular
                .then_some(world.config.seed),
        }
    }

    /// The size of the page that begins at this row.
    pub(super) fn at(self, offset: usize) -> usize {
        match self.irregular {
            None => self.size,
            Some(seed) => {
                let half = self.size.div_ceil(2);
                half + (mix(seed ^ 0x7061_6765, offset as u64) % (self.size - half + 1) as u64)
                    as usize
            }
        }
    }
}
