//! The compiled letter as a composer holds it.

use compose::Compiled;
use std::ops::Deref;
use std::sync::Arc;

/// A compiled letter, lent or shared. Whoever keeps a [`Composer`] beside its letter shares it.
#[derive(Clone)]
pub enum CompiledRef<'c> {
    /// Lent.
    Lent(&'c Compiled),
    /// Shared.
    Shared(Arc<Compiled>),
}

impl Deref for CompiledRef<'_> {
    type Target = Compiled;

    fn deref(&self) -> &Compiled {
        match self {
            CompiledRef::Lent(compiled) => compiled,
            CompiledRef::Shared(compiled) => compiled,
        }
    }
}

impl<'c> From<&'c Compiled> for CompiledRef<'c> {
    fn from(compiled: &'c Compiled) -> CompiledRef<'c> {
        CompiledRef::Lent(compiled)
    }
}

impl From<Arc<Compiled>> for CompiledRef<'static> {
    fn from(compiled: Arc<Compiled>) -> CompiledRef<'static> {
        CompiledRef::Shared(compiled)
    }
}
