//! The engine's web worker: messages in, the engine's steps, messages out. Between two slices of work it gives way, so
//! that a newer key press or a Cancel is seen within milliseconds.

#[cfg(target_arch = "wasm32")]
mod worker_file;
#[cfg(target_arch = "wasm32")]
mod worker_parts;
#[cfg(target_arch = "wasm32")]
mod worker_sinks;
#[cfg(target_arch = "wasm32")]
mod worker_source;
#[cfg(target_arch = "wasm32")]
mod worker_warm;

#[cfg(target_arch = "wasm32")]
mod web {
    use super::worker_source::Source;
    use super::{worker_file as file, worker_parts as parts, worker_sinks as sinks, worker_warm as warm};
    use engine::protocol::{Event, Request, RequestId, decode, encode};
    use engine::{Answer, Engine};
    use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
    use std::cell::{Cell, RefCell};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::spawn_local;
    use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, TextDecoder};

    const BUILD: &str = match option_env!("POSTROOM_BUILD") {
        Some(build) => build,
        None => env!("CARGO_PKG_VERSION"),
    };

    /// How long the worker works before it looks for messages, in milliseconds.
    const SLICE_MILLIS: f64 = 8.0;

    /// How long the page is told nothing new of how far a job is, in milliseconds. It draws what it is told, and what it
    /// draws too often is taken from the job itself.
    const TOLD_MILLIS: f64 = 100.0;

    thread_local! {
        static TOLD: Cell<f64> = const { Cell::new(0.0) };
        static ENGINE: RefCell<Engine> = RefCell::new(Engine::default());
        static PUMPING: Cell<bool> = const { Cell::new(false) };
        // A message to oneself is the shortest way to give way: timers wait at least 4 ms.
        static BELL: RefCell<Option<MessageChannel>> = const { RefCell::new(None) };
    }

    fn scope() -> DedicatedWorkerGlobalScope {
        js_sys::global().unchecked_into()
    }

    /// Sets up the worker and says that it is there.
    pub fn start() {
        charset::set_host_decoder(decode_text);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(&event.data()));
        scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        if let Ok(channel) = MessageChannel::new() {
            let on_bell = Closure::<dyn FnMut(MessageEvent)>::new(|_| pump());
            channel.port1().set_onmessage(Some(on_bell.as_ref().unchecked_ref()));
            on_bell.forget();
            BELL.set(Some(channel));
        }
        post(&Answer { id: 0, event: Event::Ready { version: BUILD.into() }, bytes: None });
    }

    /// The browser's own tables. A label that it does not know can't come: it has all of the standard.
    fn decode_text(name: &str, bytes: &[u8]) -> String {
        match TextDecoder::new_with_label(name) {
            Ok(decoder) => decoder.decode_with_u8_array(bytes).unwrap_or_default(),
            Err(_) => String::from_utf8_lossy(bytes).into_owned(),
        }
    }

    fn hear(data: &JsValue) {
        let head =
            Reflect::get(data, &"head".into()).ok().and_then(|head| head.dyn_into::<Uint8Array>().ok());
        let beside = Reflect::get(data, &"bytes".into()).unwrap_or_default();
        let place = Reflect::get(data, &"place".into()).ok().filter(JsValue::is_object);
        let Some((id, request)) = head.and_then(|head| decode::<Request>(&head.to_vec())) else {
            return fail(0, "a request of another build could not be read");
        };
        if let (Request::Verify, Some(place)) = (&request, &place) {
            let batch = Reflect::get(place, &"batch".into()).ok();
            return match batch.and_then(|file| Source::new(&file)) {
                Some(source) => tell_engine(|engine| engine.verify(id, Box::new(source))),
                None => fail(id, "the file can't be read"),
            };
        }
        if let Some(place) = place {
            return spawn_local(async move {
                match sinks::open(id, &place).await {
                    Ok(beside) => parts::accept(id, request, beside),
                    Err(why) => fail(id, &why),
                }
            });
        }
        if let Request::Cancel { id } = request
            && sinks::forget(id)
        {
            return cancelled(id);
        }
        match beside.dyn_into::<Blob>() {
            Ok(file) => file::read(id, request, file),
            Err(beside) => {
                let bytes = beside.dyn_into::<ArrayBuffer>().map(|buffer| Uint8Array::new(&buffer).to_vec());
                parts::accept(id, request, bytes.unwrap_or_default());
            }
        }
    }

    /// Answers that a request can't be done.
    pub fn fail(id: RequestId, message: &str) {
        post(&Answer { id, event: Event::Failed { message: message.into() }, bytes: None });
    }

    /// Answers that a request was given up.
    pub fn cancelled(id: RequestId) {
        post(&Answer { id, event: Event::Cancelled, bytes: None });
    }

    /// Hands a request to the engine, which has all that it needs for it.
    pub fn begin(id: RequestId, request: Request, bytes: Vec<u8>) {
        tell_engine(|engine| engine.accept(id, request, bytes));
    }

    /// Tells the engine something that it may have to work on.
    pub fn tell_engine<T>(tell: impl FnOnce(&mut Engine) -> T) -> T {
        let told = with_engine(tell);
        wake();
        told
    }

    /// The engine, between two of its steps.
    pub fn with_engine<T>(ask: impl FnOnce(&mut Engine) -> T) -> T {
        ENGINE.with_borrow_mut(ask)
    }

    /// Has the engine work, if it does not.
    pub fn wake() {
        if !PUMPING.replace(true) {
            ring();
        }
    }

    fn ring() {
        BELL.with_borrow(|bell| {
            // Posting null to a port that we hold can't fail.
            if let Some(bell) = bell {
                let _ = bell.port2().post_message(&JsValue::NULL);
            }
        });
    }

    fn pump() {
        let until = js_sys::Date::now() + SLICE_MILLIS;
        let mut answers = Vec::new();
        let more = loop {
            let more = with_engine(|engine| engine.step(&mut answers));
            answers.drain(..).filter(is_news).for_each(|answer| sinks::pass(&answer));
            if !more || js_sys::Date::now() >= until {
                break more;
            }
        };
        if !more {
            parts::fetch_ahead();
        }
        let more = more || warm::step();
        PUMPING.set(more);
        if more {
            ring();
        }
    }

    /// False for what is soon told better.
    fn is_news(answer: &Answer) -> bool {
        let now = js_sys::Date::now();
        let is_progress = matches!(answer.event, Event::Progress { .. });
        let soon = is_progress && (now - TOLD.get()).abs() < TOLD_MILLIS;
        if is_progress && !soon {
            TOLD.set(now);
        }
        !soon
    }

    /// Posts an answer to the page.
    pub fn post(answer: &Answer) {
        let (message, moved) = (Object::new(), Array::new());
        let head = Uint8Array::from(encode(answer.id, &answer.event).as_slice());
        // The object is our own, so setting its properties can't fail.
        let _ = Reflect::set(&message, &"head".into(), &head);
        if let Some(bytes) = &answer.bytes {
            let bytes = Uint8Array::from(bytes.as_slice());
            moved.push(&bytes.buffer());
            let _ = Reflect::set(&message, &"bytes".into(), &bytes);
        }
        let _ = scope().post_message_with_transfer(&message, &moved);
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    web::start();
}
