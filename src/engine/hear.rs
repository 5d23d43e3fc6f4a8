//! What the worker says, and how its end is borne.

use super::{BUILD, CRASHES_BORNE, EngineClient, Health, post};
use engine::protocol::Event;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::MessageEvent;

impl EngineClient {
    /// Every answer passes here, and the stale ones end here.
    pub(super) fn hear(&self, message: &MessageEvent) {
        let Some(codec) = self.0.borrow().codec else {
            return self.0.borrow_mut().unread.push(message.clone());
        };
        let data = message.data();
        let head =
            Reflect::get(&data, &"head".into()).ok().and_then(|head| head.dyn_into::<Uint8Array>().ok());
        let bytes = Reflect::get(&data, &"bytes".into()).ok().and_then(|bytes| bytes.dyn_into().ok());
        let Some((id, event)) = head.and_then(|head| (codec.decode)(&head.to_vec())) else {
            return self.crashed();
        };
        if let Event::Ready { version } = event {
            return self.ready(&version);
        }
        let mut inner = self.0.borrow_mut();
        let more = matches!(
            event,
            Event::Progress { .. }
                | Event::Chunk
                | Event::ManifestChunk
                | Event::PartEnds { .. }
                | Event::Composed(_)
        );
        let answer = if more {
            inner.waiting.get(&id).map(|waiting| waiting.answer.clone())
        } else {
            inner.waiting.remove(&id).map(|waiting| {
                if let Some(lane) = waiting.lane
                    && inner.newest.get(&lane) == Some(&id)
                {
                    inner.newest.remove(&lane);
                }
                waiting.answer
            })
        };
        drop(inner);
        if let Some(answer) = answer {
            answer.emit((event, bytes));
        }
    }

    fn ready(&self, version: &str) {
        if version != BUILD {
            return self.say(Health::Gone(format!(
                "the page is of build {BUILD} and its engine of build {version}; reload the page"
            )));
        }
        // Health first: the list must be on its way before whatever waited for the engine.
        self.say(Health::Ready);
        let mut inner = self.0.borrow_mut();
        let queue = std::mem::take(&mut inner.queue);
        if let (Some(worker), Some(codec)) = (&inner.worker, inner.codec) {
            for (id, request, load) in queue {
                post(worker, &(codec.encode)(id, &request), load);
            }
        }
    }

    pub(super) fn crashed(&self) {
        let (waiting, again) = {
            let mut inner = self.0.borrow_mut();
            if let Some(worker) = inner.worker.take() {
                worker.set_onmessage(None);
                worker.set_onerror(None);
                worker.terminate();
            }
            inner.queue.clear();
            inner.unread.clear();
            inner.newest.clear();
            inner.crashes += 1;
            // A worker that never came up will not come up the second time either.
            let again = inner.crashes <= CRASHES_BORNE && inner.health != Health::Loading;
            (std::mem::take(&mut inner.waiting), again)
        };
        self.say(if again {
            Health::Restarting
        } else {
            Health::Gone("the engine could not be started; reload the page".into())
        });
        for waiting in waiting.into_values() {
            waiting
                .answer
                .emit((Event::Failed { message: "the engine restarted before it was done".into() }, None));
        }
        if again {
            self.spawn();
        }
    }
}
