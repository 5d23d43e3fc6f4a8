//! The page's side of the worker: requests out, answers in, stale answers dropped in one place, a crash survived.

mod hear;
mod kinds;

pub use kinds::{Health, Lane};

use crate::platform::files::words;
use engine::protocol::{Event, Request, RequestId};
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

/// The build that page and worker must share. `cargo xtask build` sets it; a plain build has the version.
pub const BUILD: &str = match option_env!("POSTROOM_BUILD") {
    Some(build) => build,
    None => env!("CARGO_PKG_VERSION"),
};

/// An answer, and the bytes beside it.
pub type Answer = (Event, Option<Uint8Array>);

/// How requests are written and answers read; `None` where an answer is of another build.
#[derive(Clone, Copy)]
pub struct Codec {
    /// Writes a request.
    pub encode: fn(RequestId, &Request) -> Vec<u8>,
    /// Reads an answer.
    pub decode: fn(&[u8]) -> Option<(RequestId, Event)>,
}

/// What goes with a request.
enum Load {
    Nothing,
    /// Bytes: a buffer, which is moved, or a file, which the worker reads.
    Bytes(Object),
    /// Where its chunks are written by the worker itself.
    Place(Object),
}

type Listener<E> = Closure<dyn FnMut(E)>;

struct Waiting {
    lane: Option<Lane>,
    answer: Callback<Answer>,
}

struct Inner {
    worker: Option<Worker>,
    // Closures live as long as the worker that calls them.
    listeners: Option<(Listener<MessageEvent>, Listener<ErrorEvent>)>,
    health: Health,
    on_health: Callback<Health>,
    next: RequestId,
    waiting: HashMap<RequestId, Waiting>,
    newest: HashMap<Lane, RequestId>,
    // What was asked before the worker was there.
    queue: Vec<(RequestId, Request, Load)>,
    crashes: u32,
    // It comes with the part that shows the answers; until then they wait.
    codec: Option<Codec>,
    unread: Vec<MessageEvent>,
}

/// A handle on the engine. Cloning it is cheap.
#[derive(Clone)]
pub struct EngineClient(Rc<RefCell<Inner>>);

impl PartialEq for EngineClient {
    fn eq(&self, other: &EngineClient) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// More crashes than this in one visit are not answered by another start.
const CRASHES_BORNE: u32 = 5;

impl EngineClient {
    /// Starts the worker and says how it is. After each [`Health::Ready`] the engine knows nothing: the caller sends
    /// the list and the letter again.
    pub fn start(on_health: Callback<Health>) -> EngineClient {
        let client = EngineClient(Rc::new(RefCell::new(Inner {
            worker: None,
            listeners: None,
            health: Health::Loading,
            on_health,
            next: 1,
            waiting: HashMap::new(),
            newest: HashMap::new(),
            queue: Vec::new(),
            crashes: 0,
            codec: None,
            unread: Vec::new(),
        })));
        client.spawn();
        client
    }

    /// Asks, and hears every event that answers. The bytes are an `ArrayBuffer`, which moves to the worker, or a `Blob`,
    /// which the worker reads. With a lane, an older question of the same lane goes unheard.
    pub fn ask(
        &self,
        request: Request,
        bytes: Option<Object>,
        lane: Option<Lane>,
        answer: Callback<Answer>,
    ) -> RequestId {
        self.send(request, bytes.map_or(Load::Nothing, Load::Bytes), lane, answer)
    }

    /// Asks for an export whose chunks the worker writes to a place of `platform::exports`, or for the proof of a batch that
    /// it reads there. Where there is no place for an export any more, its chunks come as events.
    pub fn ask_into(&self, request: Request, place: Object, answer: Callback<Answer>) -> RequestId {
        self.send(request, Load::Place(place), None, answer)
    }

    fn send(&self, request: Request, load: Load, lane: Option<Lane>, answer: Callback<Answer>) -> RequestId {
        let mut inner = self.0.borrow_mut();
        let id = inner.next;
        inner.next += 1;
        if let Some(lane) = lane
            && let Some(older) = inner.newest.insert(lane, id)
        {
            inner.waiting.remove(&older);
        }
        inner.waiting.insert(id, Waiting { lane, answer });
        match (&inner.worker, &inner.health, inner.codec) {
            (Some(worker), Health::Ready, Some(codec)) => post(worker, &(codec.encode)(id, &request), load),
            _ => inner.queue.push((id, request, load)),
        }
        id
    }

    /// Asks, and waits for the last answer. Events before it (progress, chunks) go to `meanwhile`.
    ///
    /// # Errors
    /// What the engine says of a request that can't be done, or that it crashed.
    pub async fn last(
        &self,
        request: Request,
        bytes: Option<Object>,
        lane: Option<Lane>,
        meanwhile: Callback<Answer>,
    ) -> Result<Answer, String> {
        let (sender, receiver) = futures_channel::oneshot::channel();
        let sender = RefCell::new(Some(sender));
        self.ask(
            request,
            bytes,
            lane,
            Callback::from(move |answer: Answer| match answer.0 {
                Event::Progress { .. } | Event::Chunk | Event::ManifestChunk => meanwhile.emit(answer),
                _ => {
                    if let Some(sender) = sender.borrow_mut().take() {
                        // Nobody waits any more where the page went on; then the answer is dropped.
                        drop(sender.send(answer));
                    }
                }
            }),
        );
        match receiver.await {
            Ok((Event::Failed { message }, _)) => Err(message),
            Ok(answer) => Ok(answer),
            Err(_) => Err("a newer request took its place".into()),
        }
    }

    /// Gives up a request. The answer is [`Event::Cancelled`], unless it was done already.
    pub fn cancel(&self, id: RequestId) {
        let mut inner = self.0.borrow_mut();
        let own = inner.next;
        inner.next += 1;
        if let (Some(worker), Some(codec)) = (&inner.worker, inner.codec) {
            post(worker, &(codec.encode)(own, &Request::Cancel { id }), Load::Nothing);
        }
    }

    /// The newest request of a lane, for cancelling it.
    pub fn newest(&self, lane: Lane) -> Option<RequestId> {
        self.0.borrow().newest.get(&lane).copied()
    }

    fn spawn(&self) {
        // The worker's files stand beside the page's, wherever the app is served from.
        let base = gloo::utils::document().base_uri().ok().flatten().unwrap_or_default();
        let url = web_sys::Url::new_with_base("worker_loader.js", &base).map(|url| url.href());
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = match url.and_then(|url| Worker::new_with_options(&url, &options)) {
            Ok(worker) => worker,
            Err(error) => return self.say(Health::Gone(words(error))),
        };
        let (this, that) = (self.clone(), self.clone());
        let on_message =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| this.hear(&event));
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            that.crashed();
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let mut inner = self.0.borrow_mut();
        inner.worker = Some(worker);
        inner.listeners = Some((on_message, on_error));
    }

    fn say(&self, health: Health) {
        let on_health = {
            let mut inner = self.0.borrow_mut();
            inner.health = health.clone();
            inner.on_health.clone()
        };
        on_health.emit(health);
    }

    /// From now on requests are sent and answers read, those that wait too.
    pub fn speak(&self, codec: Codec) {
        let unread = {
            let mut inner = self.0.borrow_mut();
            inner.codec = Some(codec);
            std::mem::take(&mut inner.unread)
        };
        unread.iter().for_each(|message| self.hear(message));
    }
}

/// Posts a message; a buffer is moved, not copied.
fn post(worker: &Worker, head: &[u8], load: Load) {
    let message = Object::new();
    let moved = Array::new();
    // Setting a property of a plain object that we made can't fail.
    let _ = Reflect::set(&message, &"head".into(), &Uint8Array::from(head));
    match load {
        Load::Nothing => {}
        Load::Bytes(bytes) => {
            let _ = Reflect::set(&message, &"bytes".into(), &bytes);
            if bytes.is_instance_of::<ArrayBuffer>() {
                moved.push(&bytes);
            }
        }
        Load::Place(place) => {
            let _ = Reflect::set(&message, &"place".into(), &place);
        }
    }
    if worker.post_message_with_transfer(&message, &moved).is_err() {
        web_sys::console::error_1(&"a message to the engine could not be posted".into());
    }
}
