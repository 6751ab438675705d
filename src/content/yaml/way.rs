//! The way from a document's root to one of its nodes.
//!
//! In: keys and positions while a document is read. Out: a [`Place`] when a
//! fault is found. A way lives on the stack, so a faultless document pays
//! nothing for it.

use std::sync::Arc;

use crate::diagnostic::{Place, Step};

/// A way to a node: a chain of steps up to the root.
#[derive(Clone, Copy, Debug)]
pub enum Way<'w> {
    /// The document itself.
    Root,
    /// A mapping's value.
    Key(&'w Way<'w>, &'w str),
    /// A list's entry.
    Index(&'w Way<'w>, usize),
}

impl<'w> Way<'w> {
    /// The way to the value of a key.
    #[must_use]
    pub fn key(&'w self, key: &'w str) -> Self {
        Self::Key(self, key)
    }

    /// The way to an entry of a list.
    #[must_use]
    pub fn index(&'w self, index: usize) -> Self {
        Self::Index(self, index)
    }

    /// The steps from the root.
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut way = self;
        loop {
            match way {
                Self::Root => break,
                Self::Key(parent, key) => {
                    steps.push(Step::from((*key).to_owned()));
                    way = parent;
                }
                Self::Index(parent, index) => {
                    steps.push(Step::from(*index));
                    way = parent;
                }
            }
        }
        steps.reverse();
        steps
    }

    /// The place of the node.
    pub fn place(&self, file: &Arc<str>) -> Place {
        Place::node(file, self.steps())
    }

    /// The last key of the way: what a message calls the node.
    pub fn name(&self) -> Option<&'w str> {
        match self {
            Self::Root => None,
            Self::Key(_, key) => Some(key),
            Self::Index(parent, _) => parent.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_in_order() {
        let root = Way::Root;
        let matches = root.key("matches");
        let first = matches.index(0);
        let goals = first.key("goals");
        assert_eq!(goals.steps(), [Step::from("matches"), Step::from(0u32), Step::from("goals")]);
        assert_eq!(goals.index(3).name(), Some("goals"));
        assert_eq!(root.steps(), []);
    }
}
