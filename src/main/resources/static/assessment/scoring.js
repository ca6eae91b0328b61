/*
 * The scoring page in the browser: keys that rate, a divider to drag, and words that survive a lost connection. The page
 * works without it.
 */
(() => {
  "use strict";

  const rubric = document.getElementById("rubric-pane");
  const panes = document.querySelector("[data-panes]");
  if (!rubric || !panes) {
    return;
  }
  const form = document.getElementById("scoring");
  const live = rubric.querySelector("[data-live]");
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  form.classList.add("saves-itself");

  // ---- what is not saved yet ----------------------------------------------------------------------------------------

  const RETRY_MILLISECONDS = 10000;
  const backupKey = `laurel.scoring.${rubric.dataset.case}`;
  const unsaved = new Set();

  function backup() {
    try {
      return JSON.parse(sessionStorage.getItem(backupKey)) || {};
    } catch {
      return {};
    }
  }

  function keep(entries) {
    try {
      if (Object.keys(entries).length === 0) {
        sessionStorage.removeItem(backupKey);
      } else {
        sessionStorage.setItem(backupKey, JSON.stringify(entries));
      }
    } catch {
      // No storage in this window: the words are still in the page.
    }
  }

  function contentOf(criterion) {
    const level = criterion.querySelector("input[type=radio]:checked");
    const words = criterion.querySelector("textarea");
    return words ? { level: level ? level.value : null, words: words.value } : null;
  }

  function same(one, other) {
    return one.level === other.level && one.words.trim() === other.words.trim();
  }

  function say(criterion, words) {
    const state = criterion.querySelector(".save-state");
    let line = state.querySelector("[data-local]");
    if (!line) {
      line = document.createElement("p");
      line.dataset.local = "";
      for (const other of state.querySelectorAll(":scope > p")) {
        other.hidden = true;
      }
      state.prepend(line);
    }
    line.textContent = words;
  }

  function changed(criterion) {
    unsaved.add(criterion);
    keep({ ...backup(), [criterion.dataset.key]: contentOf(criterion) });
    say(criterion, rubric.dataset.saving);
  }

  function saved(criterion, sent) {
    const now = contentOf(criterion);
    if (sent && !same(now, sent)) {
      say(criterion, rubric.dataset.saving);
      if (pressed) {
        save(criterion);
      }
      return;
    }
    unsaved.delete(criterion);
    const entries = backup();
    delete entries[criterion.dataset.key];
    keep(entries);
  }

  function failed(criterion) {
    unsaved.add(criterion);
    say(criterion, rubric.dataset.unsaved);
    live.textContent = rubric.dataset.unsaved;
    setTimeout(() => {
      if (unsaved.has(criterion)) {
        save(criterion);
      }
    }, RETRY_MILLISECONDS);
  }

  function save(criterion) {
    criterion.querySelector("[data-rating]").dispatchEvent(new Event("change", { bubbles: true }));
  }

  form.addEventListener("input", (event) => {
    const criterion = event.target.closest("[data-criterion]");
    if (criterion) {
      changed(criterion);
    }
  });

  form.addEventListener("htmx:beforeRequest", (event) => {
    const criterion = event.target.closest("[data-criterion]");
    event.detail.xhr.laurelSent = contentOf(criterion);
  });

  // A sign-in page or an error page is no answer: what is shown stays, and saving goes on.
  form.addEventListener("htmx:beforeSwap", (event) => {
    const answered = event.detail.xhr.status === 200 && event.detail.serverResponse.includes('id="state-');
    event.detail.shouldSwap = answered;
    event.detail.isError = !answered;
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    const criterion = event.target.closest("[data-criterion]");
    if (!criterion) {
      return;
    }
    if (!event.detail.successful) {
      failed(criterion);
      return;
    }
    saved(criterion, event.detail.xhr.laurelSent);
    const fate = criterion.querySelector(".save-state").dataset.fate;
    if (fate === "CONFLICT" || fate === "TOO_LONG") {
      unsaved.add(criterion);
      keep({ ...backup(), [criterion.dataset.key]: contentOf(criterion) });
      pressed = null;
    } else if (unsaved.size === 0) {
      leave();
    }
    // Without the time: it has just arrived, in the server's zone, and it is now.
    const told = criterion.querySelector(".save-state").cloneNode(true);
    told.querySelectorAll("time, button").forEach((element) => element.remove());
    const state = told.textContent.trim().replace(/\s+/g, " ");
    live.textContent = `${state}. ${document.getElementById("progress").textContent}`;
  });

  // The form goes when everything on its way has arrived: it would otherwise overtake its own criteria and be taken for
  // another tab. When nothing arrives for a while it goes all the same, and the server says what it could not save.
  const PATIENCE_MILLISECONDS = 5000;
  let leaving = false;
  let pressed = null;

  function leave() {
    if (pressed && !leaving) {
      leaving = true;
      form.requestSubmit(pressed);
    }
  }

  form.addEventListener("submit", (event) => {
    if (leaving || unsaved.size === 0) {
      leaving = true;
      return;
    }
    event.preventDefault();
    if (!pressed) {
      setTimeout(leave, PATIENCE_MILLISECONDS);
    }
    pressed = event.submitter;
    for (const criterion of unsaved) {
      save(criterion);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size > 0 && !leaving) {
      event.preventDefault();
    }
  });

  /** What an earlier visit of this tab could not save is put back and saved now. */
  function restore() {
    const entries = backup();
    for (const criterion of criteria) {
      const kept = entries[criterion.dataset.key];
      const here = contentOf(criterion);
      if (!kept || !here) {
        continue;
      }
      if (same(kept, here)) {
        delete entries[criterion.dataset.key];
        continue;
      }
      criterion.querySelector("textarea").value = kept.words;
      for (const radio of criterion.querySelectorAll("input[type=radio]")) {
        radio.checked = radio.value === kept.level;
      }
      changed(criterion);
      live.textContent = rubric.dataset.restored;
      save(criterion);
    }
    keep(entries);
  }

  // ---- the comment bank -----------------------------------------------------------------------------------------------

  /** Puts a comment where the words are being written; without scripts the server puts it at their end. */
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) {
      return;
    }
    event.preventDefault();
    const criterion = button.closest("[data-criterion]");
    const words = criterion.querySelector("textarea");
    const comment = document.getElementById(button.getAttribute("aria-describedby")).textContent;
    const at = "visited" in words.dataset ? words.selectionEnd : words.value.length;
    const before = words.value.slice(0, at).trimEnd();
    const after = words.value.slice(at).trimStart();
    const begun = before ? `${before}\n\n${comment}` : comment;
    words.value = after ? `${begun}\n\n${after}` : begun;
    words.focus();
    words.setSelectionRange(begun.length, begun.length);
    words.dispatchEvent(new Event("input", { bubbles: true }));
    live.textContent = rubric.dataset.inserted;
  });

  function openBank(criterion) {
    const bank = criterion.querySelector("[data-bank]");
    if (bank) {
      bank.open = true;
      (bank.querySelector("[data-insert]") || bank.querySelector("summary")).focus();
    }
  }

  // ---- keys ---------------------------------------------------------------------------------------------------------

  const keysOn = rubric.querySelector("[data-keys-on]");
  rubric.querySelector("[data-keys]").hidden = false;
  try {
    keysOn.checked = localStorage.getItem("laurel.scoring.keys") !== "off";
  } catch {
    // Shortcuts stay on.
  }
  keysOn.addEventListener("change", () => {
    try {
      localStorage.setItem("laurel.scoring.keys", keysOn.checked ? "on" : "off");
    } catch {
      // It holds for this page.
    }
  });

  let current = -1;

  function enter(index) {
    if (index === current || index < 0 || index >= criteria.length) {
      return;
    }
    if (current >= 0) {
      criteria[current].removeAttribute("aria-current");
    }
    current = index;
    criteria[current].setAttribute("aria-current", "true");
  }

  function go(index) {
    const to = Math.max(0, Math.min(index, criteria.length - 1));
    enter(to);
    criteria[to].focus({ preventScroll: true });
    criteria[to].scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("focusin", (event) => {
    const criterion = event.target.closest("[data-criterion]");
    if (criterion) {
      enter(criteria.indexOf(criterion));
    }
    if (event.target.matches("textarea")) {
      event.target.dataset.visited = "";
    }
  });

  function typing(target) {
    return (
      target.isContentEditable ||
      target.matches("textarea, select, video, audio") ||
      (target.matches("input") && !target.matches("[type=radio], [type=checkbox], [type=submit]"))
    );
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysOn.checked) {
      return;
    }
    if (typing(event.target)) {
      if (event.key === "Escape" && event.target.closest("[data-criterion]")) {
        event.target.closest("[data-criterion]").focus();
      }
      return;
    }
    const here = Math.max(current, 0);
    if (event.key === "j" || event.key === "k") {
      go(current < 0 ? 0 : current + (event.key === "j" ? 1 : -1));
    } else if (event.key === "r") {
      go(here);
      criteria[here].querySelector("textarea")?.focus();
    } else if (event.key === "c") {
      go(here);
      openBank(criteria[here]);
    } else if (/^[1-9]$/.test(event.key)) {
      const radio = criteria[here].querySelector(`input[data-number="${event.key}"]`);
      if (!radio) {
        return;
      }
      enter(here);
      radio.focus({ preventScroll: true });
      radio.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  // ---- the divider --------------------------------------------------------------------------------------------------

  const divider = panes.querySelector("[data-divider]");
  const LEAST = 25;
  const MOST = 75;

  function split(percent) {
    const value = Math.round(Math.max(LEAST, Math.min(MOST, percent)));
    panes.style.setProperty("--split", String(value));
    divider.setAttribute("aria-valuenow", String(value));
    try {
      localStorage.setItem("laurel.scoring.split", String(value));
    } catch {
      // It holds for this page.
    }
  }

  panes.classList.add("side-by-side");
  divider.hidden = false;
  try {
    const remembered = Number(localStorage.getItem("laurel.scoring.split"));
    if (remembered) {
      split(remembered);
    }
  } catch {
    // Half and half.
  }

  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    divider.classList.add("dragged");
    event.preventDefault();
  });
  divider.addEventListener("pointermove", (event) => {
    if (divider.hasPointerCapture(event.pointerId)) {
      const box = panes.getBoundingClientRect();
      const share = ((event.clientX - box.left) / box.width) * 100;
      split(getComputedStyle(panes).direction === "rtl" ? 100 - share : share);
    }
  });
  divider.addEventListener("pointerup", () => divider.classList.remove("dragged"));
  divider.addEventListener("keydown", (event) => {
    const now = Number(divider.getAttribute("aria-valuenow"));
    const steps = { ArrowLeft: now - 2, ArrowRight: now + 2, Home: LEAST, End: MOST };
    if (event.key in steps) {
      split(steps[event.key]);
      event.preventDefault();
    }
  });

  // ---- times in notes -----------------------------------------------------------------------------------------------

  document.getElementById("evidence-pane").addEventListener("click", (event) => {
    const moment = event.target.closest("[data-moment]");
    const player = moment && panes.querySelector(`[data-recording="${moment.dataset.of}"]`);
    if (!player || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    player.currentTime = Number(moment.dataset.second);
    player.scrollIntoView({ block: "nearest" });
    player.focus();
    player.play().catch(() => {
      // It waits at that moment for a press.
    });
  });

  // htmx listens only once the document has loaded.
  window.addEventListener("load", restore);
})();
