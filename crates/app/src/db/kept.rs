//! What a read made of the database, kept until the next commit that changes anything: a list of a thousand entries is
//! read from the tables once and shown as often as somebody looks.

use std::any::{Any, TypeId};
use std::sync::{Arc, Mutex, PoisonError};

/// How many things are kept at most; the one not asked for longest goes first.
const MOST: usize = 12;

type Key = (TypeId, i64);

struct Slot {
    key: Key,
    generation: u64,
    value: Arc<dyn Any + Send + Sync>,
}

/// The things kept by all readers of one `Db`, the last one asked for at the end.
#[derive(Default)]
pub(super) struct Shelf {
    slots: Mutex<Vec<Slot>>,
}

impl Shelf {
    /// What was kept under the key in exactly this generation.
    pub(super) fn find<T: Any + Send + Sync>(&self, id: i64, generation: u64) -> Option<Arc<T>> {
        let key = (TypeId::of::<T>(), id);
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let at = slots.iter().position(|s| s.key == key && s.generation == generation)?;
        let slot = slots.remove(at);
        let value = slot.value.clone().downcast().ok();
        slots.push(slot);
        value
    }

    /// Keeps it in place of what was kept under the key; everything of earlier generations goes.
    pub(super) fn put<T: Any + Send + Sync>(&self, id: i64, generation: u64, value: Arc<T>) {
        let key = (TypeId::of::<T>(), id);
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.iter().any(|s| s.generation > generation) {
            return;
        }
        slots.retain(|s| s.generation == generation && s.key != key);
        if slots.len() == MOST {
            slots.remove(0);
        }
        slots.push(Slot { key, generation, value });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_found_in_its_generation_and_under_its_key_only() {
        let shelf = Shelf::default();
        shelf.put(1, 5, Arc::new("a list"));
        assert_eq!(shelf.find::<&str>(1, 5).as_deref(), Some(&"a list"));
        assert_eq!(shelf.find::<&str>(2, 5), None);
        assert_eq!(shelf.find::<&str>(1, 6), None);
        assert_eq!(shelf.find::<u8>(1, 5), None, "another type");
        shelf.put(1, 4, Arc::new("an older list"));
        assert_eq!(shelf.find::<&str>(1, 5).as_deref(), Some(&"a list"), "nothing goes back");
        shelf.put(2, 6, Arc::new("a newer one"));
        assert_eq!(shelf.find::<&str>(1, 5), None, "what is out of date goes");
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let shelf = Shelf::default();
        for id in 0..=MOST as i64 {
            shelf.find::<i64>(0, 1);
            shelf.put(id, 1, Arc::new(id));
        }
        assert_eq!(shelf.slots.lock().unwrap().len(), MOST);
        assert_eq!(shelf.find::<i64>(1, 1), None, "not asked for longest");
        assert!(shelf.find::<i64>(0, 1).is_some(), "asked for again and again");
    }
}
