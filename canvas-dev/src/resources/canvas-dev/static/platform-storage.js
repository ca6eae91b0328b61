// Platform storage (LTI Client Side postMessage Storage): kept for each tool's origin apart, some minutes long.
(function () {
  'use strict';
  var KEPT = 10 * 60 * 1000;
  window.addEventListener('message', function (event) {
    var message = event.data;
    if (!message || typeof message.subject !== 'string' || !event.source || event.origin === 'null') return;
    function answer(more) {
      var body = { subject: message.subject + '.response', message_id: message.message_id };
      Object.keys(more).forEach(function (key) { body[key] = more[key]; });
      event.source.postMessage(body, event.origin);
    }
    function refuse(code, text) { answer({ error: { code: code, message: text } }); }
    var put = message.subject === 'lti.put_data';
    var get = message.subject === 'lti.get_data';
    if (!put && !get) {
      if (/^lti\./.test(message.subject)) refuse('unsupported_subject', 'Not supported here');
      return;
    }
    if (typeof message.key !== 'string' || message.key === '' || message.message_id === undefined) {
      refuse('bad_request', 'key and message_id are required');
      return;
    }
    var name = 'lti|' + event.origin + '|' + message.key;
    if (get) {
      var found = JSON.parse(localStorage.getItem(name) || 'null');
      var fresh = found && Date.now() - found.at < KEPT;
      answer({ key: message.key, value: fresh ? found.value : null });
    } else if (message.value === null || message.value === undefined) {
      localStorage.removeItem(name);
      answer({ key: message.key, value: null });
    } else if (String(message.value).length > 4096) {
      refuse('storage_exhaustion', 'Too long');
    } else {
      localStorage.setItem(name, JSON.stringify({ value: String(message.value), at: Date.now() }));
      answer({ key: message.key, value: message.value });
    }
  });
})();
