//! Components rendered once for all pages that show the same.
//!
//! In: the name of a component and its arguments. Out: what it renders, or what
//! it rendered a moment ago for these very arguments: the page of a match and
//! those of the stories on it show one score, one timeline and the same
//! line-ups, and are made one after the other. Arguments are told apart by
//! where they lie, never by what they say, so that nothing has to be compared
//! and nothing can be mixed up. Never holds more than a few.

use std::cell::{Cell, RefCell};
use std::hash::Hasher;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use rustc_hash::FxHasher;
use tera::value::Key;
use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

/// As what templates call it.
const NAME: &str = "cached";

/// How many are held. Pages that show the same are made side by side, so that
/// hardly more than those of one match per thread are of use; with more places
/// they seldom take each other's.
const PLACES: usize = 256;

thread_local! {
    /// Whether a component is being rendered for [`NAME`] by this thread. Tera
    /// counts how deep components call each other, and would begin anew.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    /// What was wrong within a component. Tera keeps no more than the message
    /// of what a function says, and the place is lost.
    static FAULT: RefCell<Option<Error>> = const { RefCell::new(None) };
}

/// What components rendered last.
pub(super) struct Cached {
    /// By whom they are rendered; weak, since it holds this as well.
    tera: OnceLock<Weak<Tera>>,
    last: [Mutex<Option<Rendered>>; PLACES],
}

/// What a component rendered, and for which arguments. They are held as well,
/// so that no others can come to lie in their places.
struct Rendered {
    component: Box<str>,
    arguments: Vec<(Key<'static>, Value)>,
    html: Value,
}

impl Cached {
    /// Makes the function known, to templates that are added from now on.
    pub(super) fn register(tera: &mut Tera) -> Arc<Self> {
        let made = Arc::new(Self { tera: OnceLock::new(), last: std::array::from_fn(|_| Mutex::default()) });
        let cached = Arc::clone(&made);
        tera.register_function(NAME, move |arguments: Kwargs, _: &State| cached.call(&arguments));
        made
    }

    /// Takes the templates into use that it is to render.
    pub(super) fn bind(&self, tera: &Arc<Tera>) {
        let _ = self.tera.set(Arc::downgrade(tera));
    }

    /// The fault within a component that made the last page of this thread fail,
    /// if that was the cause.
    pub(super) fn take_fault() -> Option<Error> {
        FAULT.take()
    }

    fn call(&self, given: &Kwargs) -> TeraResult<Value> {
        let component = given.must_get::<&str>("component")?;
        let arguments = || given.iter().filter(|(key, _)| key.as_str() != Some("component"));
        let place = &self.last[place(component, arguments().map(|(_, value)| value))];
        let lock = || place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().as_ref().filter(|known| known.is_of(component, arguments())) {
            return Ok(known.html.clone());
        }
        let html = Value::safe_string(&self.render(component, arguments())?);
        let arguments = arguments().map(|(key, value)| (key.clone(), value.clone())).collect();
        *lock() = Some(Rendered { component: component.into(), arguments, html: html.clone() });
        Ok(html)
    }

    fn render<'v>(
        &self,
        component: &str,
        arguments: impl Iterator<Item = (&'v Key<'static>, &'v Value)>,
    ) -> TeraResult<String> {
        let tera = self.tera.get().and_then(Weak::upgrade);
        let tera = tera.ok_or_else(|| Error::message(format!("`{NAME}` is asked before all templates are known")))?;
        let mut context = Context::new();
        for (key, value) in arguments {
            if let Some(key) = key.as_str() {
                context.insert_value(key.to_owned(), value.clone());
            }
        }
        if INSIDE.replace(true) {
            return Err(Error::message(format!(
                "`{NAME}` stands in a component that `{NAME}` calls: call `<{component} …/>` there"
            )));
        }
        let html = tera.render_component(component, &context, None, true);
        INSIDE.set(false);
        html.map_err(|error| {
            let message = match error.kind() {
                ErrorKind::ComponentNotFound(name) => format!("there is no component `{name}`"),
                _ => error.to_string(),
            };
            if matches!(error.kind(), ErrorKind::RenderingError(_)) {
                FAULT.set(Some(error));
            }
            Error::message(message)
        })
    }
}

impl Rendered {
    fn is_of<'v>(&self, component: &str, mut arguments: impl Iterator<Item = (&'v Key<'static>, &'v Value)>) -> bool {
        *self.component == *component
            && self.arguments.iter().all(|(key, value)| {
                arguments.next().is_some_and(|(other, others)| key == other && is_same(value, others))
            })
            && arguments.next().is_none()
    }
}

/// Whether two values are one: lists and rows that lie in one place, and plain
/// values that are alike.
fn is_same(a: &Value, b: &Value) -> bool {
    match (address(a), address(b)) {
        (None, None) => a.name() == b.name() && a.is_safe() == b.is_safe() && a == b,
        (a, b) => a == b,
    }
}

/// Where a list or a row lies.
fn address(value: &Value) -> Option<usize> {
    let row = value.as_map().map(|map| std::ptr::from_ref(map).addr());
    row.or_else(|| value.as_array().map(|list| list.as_ptr().addr()))
}

/// The place of a component with such arguments.
fn place<'v>(component: &str, arguments: impl Iterator<Item = &'v Value>) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(component.as_bytes());
    for value in arguments {
        hasher.write_usize(address(value).unwrap_or_default());
    }
    hasher.finish() as usize % PLACES
}
