/*
 * The editor in the browser: saves as one goes and says so. The pages work without it: every button sends the form.
 */
(() => {
  "use strict";

  const form = document.getElementById("editor");
  if (!form) {
    return;
  }
  const PAUSE_MILLISECONDS = 1500;
  const RETRY_MILLISECONDS = 10000;
  const LIVE = ["saved", "pages", "elsewhere"];

  const state = () => document.getElementById("saved");
  const said = document.getElementById("said");
  let timer = 0;
  let changes = 0;
  let sent = 0;
  let onItsWay = null;
  let met = form.dataset.met === "true";

  function say(words, aloud) {
    const line = state();
    line.classList.add("waiting");
    line.textContent = words;
    if (aloud) {
      said.textContent = words;
    }
  }

  /** Takes over what the answer says beside the fields; the fields themselves stay as they are being written. */
  function takeOver(page) {
    for (const id of LIVE) {
      const fresh = page.getElementById(id);
      if (fresh) {
        document.getElementById(id).replaceWith(fresh);
      }
    }
    for (const list of form.querySelectorAll(".mend[id]")) {
      const fresh = page.getElementById(list.id);
      if (fresh) {
        list.replaceChildren(...fresh.childNodes);
      }
    }
    for (const field of form.querySelectorAll("input[id], textarea[id]")) {
      const fresh = page.getElementById(field.id);
      if (fresh && fresh.hasAttribute("aria-invalid")) {
        field.setAttribute("aria-invalid", "true");
      } else {
        field.removeAttribute("aria-invalid");
      }
    }
    // Rows that have no name of their own are known by their words, which are other ones now.
    for (const row of form.querySelectorAll('input[name$=".row"]')) {
      const fresh = page.getElementsByName(row.name)[0];
      if (fresh) {
        row.value = fresh.value;
      }
    }
    document.getElementById("seen").value = page.getElementById("seen").value;
    said.textContent = "";
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: document } }));
  }

  async function send(keepalive) {
    const words = new URLSearchParams(new FormData(form));
    const these = changes;
    say(state().dataset.saving, false);
    try {
      const answer = await fetch(form.action, { method: "POST", body: words, keepalive });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.status === 409 && page.getElementById("conflict")) {
        met = true;
        say(state().dataset.met, true);
        return;
      }
      if (!answer.ok || !page.getElementById("editor")) {
        throw new Error(String(answer.status));
      }
      sent = these;
      const waiting = changes !== these;
      takeOver(page);
      if (waiting) {
        later(PAUSE_MILLISECONDS);
      }
    } catch {
      say(state().dataset.unsaved, true);
      later(RETRY_MILLISECONDS);
    }
  }

  function save(keepalive) {
    clearTimeout(timer);
    if (met || changes === sent) {
      return onItsWay || Promise.resolve();
    }
    if (!onItsWay) {
      onItsWay = send(keepalive).finally(() => {
        onItsWay = null;
      });
    }
    return onItsWay;
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(() => save(false), milliseconds);
  }

  form.addEventListener("input", () => {
    changes++;
    if (!met) {
      later(PAUSE_MILLISECONDS);
    }
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      save(true);
    }
  });

  // A press must not overtake what is on its way: it would be taken for somebody else's.
  let leaving = false;
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!onItsWay || leaving) {
      return;
    }
    event.preventDefault();
    const pressed = event.submitter;
    onItsWay.finally(() => {
      leaving = true;
      clearTimeout(timer);
      form.requestSubmit(pressed);
    });
  });

  window.addEventListener("beforeunload", (event) => {
    if (changes !== sent && !leaving && met) {
      event.preventDefault();
    }
  });
  form.addEventListener("submit", () => {
    leaving = true;
  });
})();
