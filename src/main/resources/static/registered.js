// LTI Dynamic Registration 1.0, section 3.6: tells the platform's window that registration is done, whereupon it closes the
// frame. A moment passes before, so that an administrator can read what was granted; whoever touches the page keeps it.
// The message holds nothing secret, and which of its hosts the platform framed us from cannot be known, hence the open target.
const page = document.querySelector("[data-lti-message]");
const platform = window.opener || (window.parent !== window ? window.parent : null);

if (page && platform) {
  const note = page.querySelector("[data-closing]");
  const status = note.querySelector("[role=status]");
  const stay = note.querySelector("[data-stay]");
  const close = () => platform.postMessage({ subject: page.dataset.ltiMessage }, "*");
  const timer = setTimeout(close, 4000);
  const keep = () => {
    clearTimeout(timer);
    stay.hidden = true;
    status.hidden = true;
  };
  note.hidden = false;
  note.querySelector("[data-close]").addEventListener("click", close);
  for (const touch of ["pointerdown", "keydown", "wheel"]) {
    document.addEventListener(touch, keep, { once: true, passive: true });
  }
}
