// Steps of the third letter, when letters go one by one: the journal is written before and after each request.
window.halted = false;
const haltAt = (step) => {
  const never = () => { window.halted = true; return new Promise(() => {}); };
  let written = 0, sent = 0;
  const put = IDBObjectStore.prototype.put, fetch = window.fetch;
  IDBObjectStore.prototype.put = function (value, key) {
    if (String(key).startsWith('journal:')) {
      written += 1;
      const now = { 'before the request is written': 5, 'after the answer': 6 }[step];
      // A request to the database that never ends.
      if (written === now) { window.halted = true; return {}; }
    }
    return put.call(this, value, key);
  };
  window.fetch = (address, how) => {
    if (how?.method === 'POST') {
      sent += 1;
      if (sent === 3 && step === 'after it is written, before it is sent') return never();
      if (sent === 3 && step === 'after it is sent, before the answer') return fetch(address, how).then(never);
    }
    return fetch(address, how);
  };
};
