// What the page around a tool's frame answers to postMessage. Canvas answers more than Moodle does.
(function () {
  'use strict';
  var canvas = document.currentScript.dataset.dress === 'canvas';
  var frame = document.getElementById('tool');
  if (!frame) return;

  window.addEventListener('message', function (event) {
    var message = event.data;
    if (event.source !== frame.contentWindow) return;
    if (message && message.subject === 'org.imsglobal.lti.close' && frame.dataset.closesTo) {
      window.location.href = frame.dataset.closesTo;
      return;
    }
    if (!canvas) return;
    if (typeof message === 'string') {
      try { message = JSON.parse(message); } catch (e) { return; }
    }
    if (!message || typeof message.subject !== 'string') return;
    function answer(more) {
      var body = { subject: message.subject + '.response', message_id: message.message_id };
      Object.keys(more || {}).forEach(function (key) { body[key] = more[key]; });
      event.source.postMessage(body, event.origin);
    }
    switch (message.subject) {
      case 'lti.capabilities':
        answer({ supported_messages: [
          { subject: 'lti.capabilities' }, { subject: 'lti.frameResize' }, { subject: 'lti.fetchWindowSize' },
          { subject: 'lti.scrollToTop' }, { subject: 'lti.showAlert' },
          { subject: 'lti.put_data', frame: 'post_message_forwarding' },
          { subject: 'lti.get_data', frame: 'post_message_forwarding' } ] });
        break;
      case 'lti.frameResize':
        var height = Number(message.height);
        if (height > 0) frame.style.height = Math.min(Math.max(height, 300), 20000) + 'px';
        answer();
        break;
      case 'lti.fetchWindowSize':
        answer({ height: window.innerHeight, width: window.innerWidth, scrollY: window.scrollY,
          footer: 0, offset: { top: frame.offsetTop, left: frame.offsetLeft } });
        break;
      case 'lti.scrollToTop':
        window.scrollTo(0, frame.offsetTop);
        answer();
        break;
      case 'lti.showAlert':
        var alert = document.createElement('p');
        alert.className = 'note';
        alert.setAttribute('role', message.alertType === 'error' ? 'alert' : 'status');
        alert.textContent = String(message.title ? message.title + ': ' : '') + String(message.body || '');
        frame.parentNode.insertBefore(alert, frame);
        answer();
        break;
      default:
        if (/^lti\.(put|get)_data$/.test(message.subject)) {
          answer({ error: { code: 'wrong_origin', message: 'Send it to the frame post_message_forwarding' } });
        } else if (/^lti\./.test(message.subject)) {
          answer({ error: { code: 'unsupported_subject', message: 'Not supported here' } });
        }
    }
  });
})();
