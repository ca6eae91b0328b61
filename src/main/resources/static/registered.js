// LTI Dynamic Registration 1.0, section 3.6: tells the platform's window that registration is done. The message holds
// nothing secret, and which of its hosts the platform framed us from cannot be known, hence the open target.
const page = document.querySelector('[data-lti-message]');
const platform = window.opener || (window.parent !== window ? window.parent : null);
if (page && platform) {
  platform.postMessage({ subject: page.dataset.ltiMessage }, '*');
}
