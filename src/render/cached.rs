//! Components rendered once for all pages that show the same.
//!
//! In: the name of a component and its arguments. Out: what it renders, or what
//! it rendered a moment ago for these very arguments: the page of a match and
//! those of the stories on it show one score, one timeline and the same
//! line-ups, and are made one after the other. Rows and lists are told apart by
//! where they lie, which needs no look at what is in them; plain values by what
//! they say. Never holds more than the last [`HELD`] of a thread.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::sync::{Arc, OnceLock, Weak};

use memchr::memmem;
use tera::value::Key;
use tera::{ComponentInfo, Context, Error, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::per_thread::PerThread;

/// As what templates call it.
const NAME: &str = "cached";

/// How many are held for a thread: hardly more than those of one match are of
/// use, and memory that is held for long has left the processor's caches when it
/// comes back.
const HELD: usize = 16;

thread_local! {
    /// Whether a component is being rendered for [`NAME`] by this thread. Tera
    /// counts how deep components call each other, and would begin anew.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    /// What was wrong within a component. Tera keeps no more than the message
    /// of what a function says, and the place is lost.
    static FAULT: RefCell<Option<Error>> = const { RefCell::new(None) };
}

/// What components rendered last.
#[derive(Default)]
pub(super) struct Cached {
    /// By whom they are rendered; weak, since it holds this as well.
    tera: OnceLock<Weak<Tera>>,
    /// The newest last.
    last: PerThread<VecDeque<Rendered>>,
}

/// A component with its arguments.
struct Call<'a> {
    component: &'a str,
    arguments: Vec<(&'a Key<'static>, &'a Value)>,
    escape: bool,
}

/// What a component rendered, and for which arguments. They are held as well,
/// so that no others can come to lie in their places.
struct Rendered {
    component: Box<str>,
    arguments: Vec<(Key<'static>, Value)>,
    escape: bool,
    html: Value,
}

/// Holds that a component is being rendered, until it is dropped.
struct Within;

impl Within {
    fn new() -> Self {
        INSIDE.set(true);
        Self
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        INSIDE.set(false);
    }
}

impl Cached {
    /// Makes the function known, to templates that are added from now on.
    pub(super) fn register(tera: &mut Tera) -> Arc<Self> {
        let made = Arc::new(Self::default());
        let cached = Arc::clone(&made);
        tera.register_function(NAME, move |arguments: Kwargs, state: &State| {
            cached.call(&Call {
                component: arguments.must_get("component")?,
                arguments: arguments.iter().filter(|(key, _)| key.as_str() != Some("component")).collect(),
                escape: state.autoescaping_enabled(),
            })
        });
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

    fn call(&self, call: &Call<'_>) -> TeraResult<Value> {
        // Before anything else: whether it is refused must not hang on what
        // other pages have left here.
        if INSIDE.get() {
            let component = call.component;
            return Err(Error::message(format!(
                "`{NAME}` stands in a component that `{NAME}` calls: call `<{component} …/>` there"
            )));
        }
        if let Some(known) = self.last.own().iter().find(|known| known.is_of(call)) {
            return Ok(known.html.clone());
        }
        let html = Value::safe_string(&self.render(call)?);
        let arguments = call.arguments.iter().map(|(key, value)| ((*key).clone(), (*value).clone())).collect();
        let rendered =
            Rendered { component: call.component.into(), arguments, escape: call.escape, html: html.clone() };
        let mut last = self.last.own();
        let oldest = if last.len() < HELD { None } else { last.pop_front() };
        last.push_back(rendered);
        // Much hangs on it that is given back; nobody has to wait for that.
        drop(last);
        drop(oldest);
        Ok(html)
    }

    fn render(&self, call: &Call<'_>) -> TeraResult<String> {
        let component = call.component;
        let tera = self.tera.get().and_then(Weak::upgrade);
        let tera = tera.ok_or_else(|| Error::message(format!("`{NAME}` is asked before all templates are known")))?;
        let definition = tera.get_component_definition(component);
        let mut arguments = definition.iter().flat_map(ComponentInfo::args);
        if let Some(implicit) = arguments.find(|argument| argument.is_implicit()) {
            let name = implicit.name();
            return Err(Error::message(format!(
                "`{component}` takes `@{name}` from where it is called, so it cannot be cached: call `<{component} …/>`"
            )));
        }
        let mut context = Context::new();
        for (key, value) in &call.arguments {
            if let Some(key) = key.as_str() {
                context.insert_value(key.to_owned(), (*value).clone());
            }
        }
        let within = Within::new();
        let html = tera.render_component(component, &context, None, call.escape);
        drop(within);
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
    fn is_of(&self, call: &Call<'_>) -> bool {
        *self.component == *call.component
            && self.escape == call.escape
            && self.arguments.len() == call.arguments.len()
            && self
                .arguments
                .iter()
                .zip(&call.arguments)
                .all(|((key, value), (other, others))| key == *other && is_same(value, others))
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

/// The components that a template caches by name, with the place of each name:
/// so that one that is missing is told before a page needs it.
pub(super) fn named(text: &str) -> impl Iterator<Item = (usize, &str)> {
    memmem::find_iter(text.as_bytes(), NAME).filter_map(|at| {
        let arguments = text[at..].strip_prefix(NAME)?.trim_start().strip_prefix('(')?;
        let name = arguments.trim_start().strip_prefix("component")?;
        let name = name.trim_start().strip_prefix('=')?.trim_start();
        let quote = name.chars().next().filter(|sign| matches!(sign, '"' | '\'' | '`'))?;
        let (name, rest) = name[1..].split_once(quote)?;
        // It may also be the first part of a computed one.
        rest.trim_start().starts_with([',', ')']).then_some(())?;
        Some((name.as_ptr().addr() - text.as_ptr().addr(), name))
    })
}
