//! One tab at a time: the browser's locks across tabs (Web Locks API).

use futures_channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A lock that is held until this is dropped.
pub struct Alone(Option<Held>);

struct Held {
    name: &'static str,
    release: Function,
    /// Settles once the browser has the lock back.
    released: Promise,
}

thread_local! {
    /// Locks that this tab gave back, and that the browser may not have yet: it takes them in a later task.
    static LEAVING: RefCell<Vec<(&'static str, Promise)>> = RefCell::default();
}

impl Drop for Alone {
    fn drop(&mut self) {
        if let Some(Held { name, release, released }) = self.0.take() {
            // Resolving a promise does not fail.
            drop(release.call0(&JsValue::NULL));
            LEAVING.with_borrow_mut(|leaving| {
                leaving.retain(|(other, _)| *other != name);
                leaving.push((name, released));
            });
        }
    }
}

/// Takes the lock of a name; `None` where another tab holds it. A browser without such locks gives it always.
pub async fn alone(name: &'static str) -> Option<Alone> {
    let locks = Reflect::get(&gloo::utils::window().navigator(), &"locks".into()).ok();
    let request = locks.as_ref().and_then(|locks| Reflect::get(locks, &"request".into()).ok());
    let (Some(locks), Some(Ok(request))) = (locks, request.map(JsCast::dyn_into::<Function>)) else {
        return Some(Alone(None));
    };
    // This tab would stand in its own way.
    if let Some(released) = leaving(name) {
        drop(JsFuture::from(released).await);
    }
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    let release = Rc::new(RefCell::new(None));
    let held = {
        let release = Rc::clone(&release);
        Promise::new(&mut |resolve, _| drop(release.replace(Some(resolve))))
    };
    let (tell, told) = oneshot::channel();
    // The browser holds the lock as long as the promise that this gives is open.
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_ours = !lock.is_null() && !lock.is_undefined();
        let _ = tell.send(is_ours);
        if is_ours { held.into() } else { JsValue::UNDEFINED }
    });
    let released: Promise = request.call3(&locks, &name.into(), &options, &granted).ok()?.unchecked_into();
    let ours = told.await.ok()?;
    let release = release.take().filter(|_| ours)?;
    Some(Alone(Some(Held { name, release, released })))
}

fn leaving(name: &str) -> Option<Promise> {
    LEAVING.with_borrow(|leaving| {
        leaving.iter().find(|(other, _)| *other == name).map(|(_, released)| released.clone())
    })
}
