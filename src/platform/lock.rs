//! One tab at a time: the browser's locks across tabs (Web Locks API).

use futures_channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// A lock that is held until this is dropped.
pub struct Alone(Option<Function>);

impl Drop for Alone {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            // Resolving a promise does not fail.
            drop(release.call0(&JsValue::NULL));
        }
    }
}

/// Takes the lock of a name; `None` where another tab holds it. A browser without such locks gives it always.
pub async fn alone(name: &str) -> Option<Alone> {
    let locks = Reflect::get(&gloo::utils::window().navigator(), &"locks".into()).ok();
    let request = locks.as_ref().and_then(|locks| Reflect::get(locks, &"request".into()).ok());
    let (Some(locks), Some(Ok(request))) = (locks, request.map(JsCast::dyn_into::<Function>)) else {
        return Some(Alone(None));
    };
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
    request.call3(&locks, &name.into(), &options, &granted).ok()?;
    told.await.ok().filter(|ours| *ours).map(|_| Alone(release.take()))
}
