/*
 * Evidence saves itself while one types and shows uploads as they go. Forms work without it. What cannot be saved is
 * kept on the device, said plainly, tried again, and offered on the next visit. All words come from the page.
 */
(() => {
  "use strict";

  const language = document.documentElement.lang || "en";
  const PAUSE = 1200;
  const FIRST_RETRY = 2000;
  const LAST_RETRY = 30000;
  const onPhoneOfApple =
    /iPhone|iPad|iPod/.test(navigator.userAgent) || (/^Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1);

  const leaving = new Set(); // questions to ask before the page is left: () => boolean
  window.addEventListener("beforeunload", (event) => {
    if ([...leaving].some((asks) => asks())) {
      event.preventDefault();
    }
  });

  // ---- times of recordings ------------------------------------------------------------------------------------------

  function clock(seconds) {
    const whole = Math.floor(seconds);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  }

  // The list of items is exchanged while one works: the document listens, not the list.
  document.addEventListener(
    "loadedmetadata",
    (event) => {
      const take = event.target.closest("[data-recorded]")?.querySelector("[data-take-moment]");
      if (take) {
        take.hidden = false;
      }
      const recorded = event.target.closest("[data-recorded]");
      const tooLong = recorded?.querySelector("[data-too-long]");
      const most = Number(recorded?.dataset.maxMinutes) * 60;
      // A second more is the recorder's, not the person's.
      if (tooLong && most > 0 && Number.isFinite(event.target.duration) && event.target.duration > most + 1) {
        tooLong.textContent = tooLong.dataset.words.replace("{0}", clock(event.target.duration));
        tooLong.hidden = false;
      }
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take-moment]");
    const note = document.getElementById("text");
    if (!take || !note) {
      return;
    }
    const recorded = take.closest("[data-recorded]");
    const several = document.querySelectorAll("[data-recorded]").length > 1;
    const time = clock(recorded.querySelector("video, audio").currentTime);
    const before = note.value.trimEnd();
    note.value = `${before}${before ? "\n" : ""}${several ? `${recorded.dataset.recorded} ` : ""}${time} `;
    note.focus();
    note.setSelectionRange(note.value.length, note.value.length);
    note.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // ---- text that saves itself ---------------------------------------------------------------------------------------

  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const numbers = new Intl.NumberFormat(language);

  /** The copy on this device; a browser may refuse to keep one, and then there is none. */
  function keeper(name) {
    const key = `laurel:${name}`;
    return {
      read() {
        try {
          return JSON.parse(localStorage.getItem(key));
        } catch {
          return null;
        }
      },
      write(text, base) {
        try {
          localStorage.setItem(key, JSON.stringify({ text, base }));
        } catch {
          // No storage here: the server's copy is the only one.
        }
      },
      forget() {
        try {
          localStorage.removeItem(key);
        } catch {
          // Nothing was kept.
        }
      },
    };
  }

  /** How this piece stands, and what may tell who somebody is, as the page says it of what the server holds now. */
  async function refreshHints() {
    const hints = document.getElementById("privacy-hints");
    if (!hints) {
      return;
    }
    try {
      const response = await fetch(hints.dataset.from);
      if (response.ok) {
        const now = new DOMParser().parseFromString(await response.text(), "text/html");
        const state = now.getElementById("piece-state");
        if (state) {
          document.getElementById("piece-state")?.replaceChildren(...state.childNodes);
        }
        const fresh = now.getElementById("privacy-hints");
        if (fresh && fresh.textContent.trim() !== hints.textContent.trim()) {
          hints.replaceChildren(...fresh.childNodes);
        }
      }
    } catch {
      // The check before handing in says the same again.
    }
  }

  /** Sends a form to be saved and tells what came of it; a connection that fails is for the caller to catch. */
  async function send(form, fields, told) {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: fields,
    });
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    const answer = isJson ? await response.json() : null;
    if (response.ok && answer) {
      told.saved(answer);
    } else if (response.status === 409 && answer && "revision" in answer) {
      told.conflict(answer);
    } else if (response.status === 401 || response.status === 403 || (response.ok && !answer)) {
      told.expired();
    } else if (answer && answer.detail && response.status < 500) {
      told.refused(answer.detail);
    } else {
      told.failed();
    }
  }

  function autosave(form) {
    const area = form.querySelector("textarea");
    const base = form.elements.base;
    const place = form.querySelector(".save-state");
    const state = form.querySelector("[data-state]");
    const time = form.querySelector("[data-ago]");
    const otherBox = form.querySelector("[data-other-box]");
    const restoreBox = form.querySelector("[data-restore-box]");
    const kept = keeper(form.dataset.keep);
    const aside = keeper(`${form.dataset.keep}/aside`); // stays until the person has chosen, whatever is typed meanwhile

    const began = area.value;
    let saved = began; // what the server is known to hold
    let saving = false;
    let stopped = !otherBox.hidden; // until the person has chosen between two texts
    let theirs = null; // the revision of another page's text, until then
    let wanted = null; // the button that was pressed before everything had arrived
    let submitting = false;
    let timer = 0;
    let retry = FIRST_RETRY;

    const dirty = () => area.value !== saved;
    if (stopped) {
      theirs = base.value;
      base.value = 0;
    }
    leaving.add(() => dirty() && !submitting);

    function say(words, bad) {
      if (state.textContent !== words) {
        state.textContent = words;
      }
      place.classList.toggle("bad", Boolean(bad));
      time.hidden = words !== form.dataset.saved;
    }

    function sayAge() {
      if (!time.dateTime) {
        return;
      }
      const seconds = Math.round((Date.now() - new Date(time.dateTime)) / 1000);
      if (seconds < 60) {
        time.textContent = relative.format(-Math.max(seconds, 0), "second");
      } else if (seconds < 3600) {
        time.textContent = relative.format(-Math.round(seconds / 60), "minute");
      } else if (seconds < 86400) {
        time.textContent = relative.format(-Math.round(seconds / 3600), "hour");
      } else {
        time.textContent = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(time.dateTime));
      }
    }

    function countWords() {
      const words = (area.value.match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;
      const place = form.querySelector("[data-words]");
      place.textContent =
        words === 1 ? place.dataset.one : place.dataset.many.replace("{0}", numbers.format(words));
    }

    function grow() {
      if (!CSS.supports("field-sizing", "content")) {
        area.style.blockSize = "auto";
        area.style.blockSize = `${area.scrollHeight + 4}px`;
      }
    }

    function body() {
      const fields = new URLSearchParams(new FormData(form));
      fields.delete("next");
      return fields;
    }

    function plan(pause) {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    }

    /** What could not be saved stays where it is, and the page with it. */
    function stay(words) {
      wanted = null;
      say(words, true);
    }

    function retryLater() {
      stay(form.dataset.failed);
      plan(retry);
      retry = Math.min(retry * 2, LAST_RETRY);
    }

    function settle(answer, sent) {
      base.value = answer.revision;
      saved = sent;
      retry = FIRST_RETRY;
      if (answer.savedAt) {
        time.dateTime = answer.savedAt;
      }
      if (dirty()) {
        kept.write(area.value, base.value);
        say(form.dataset.unsaved);
        plan(wanted ? 0 : PAUSE);
      } else {
        kept.forget();
        say(form.dataset.saved);
        sayAge();
        if (wanted) {
          const pressed = wanted;
          wanted = null;
          form.requestSubmit(pressed);
        } else {
          refreshHints();
        }
      }
    }

    /** Another page saved since this one began: both texts are shown and the person chooses. */
    function showOther(answer) {
      stopped = true;
      theirs = answer.revision;
      otherBox.querySelector("[data-other]").textContent = answer.text;
      otherBox.hidden = false;
      if (wanted) {
        otherBox.focus();
      }
      stay(form.dataset.conflict);
      refreshHints();
    }

    /** The other text has been seen: what is saved from here on begins from it. */
    function choose() {
      stopped = false;
      otherBox.hidden = true;
      base.value = theirs ?? base.value;
      theirs = null;
      area.focus();
    }

    async function save() {
      clearTimeout(timer);
      if (saving || stopped || submitting || !dirty()) {
        return;
      }
      saving = true;
      const sent = area.value;
      say(form.dataset.saving);
      try {
        await send(form, body(), {
          saved: (answer) => settle(answer, sent),
          conflict: showOther,
          expired: () => stay(form.dataset.expired),
          refused: stay,
          failed: retryLater,
        });
      } catch {
        retryLater();
      } finally {
        saving = false;
      }
      if (!stopped && !submitting && area.value !== sent && state.textContent !== form.dataset.expired) {
        plan(PAUSE);
      }
    }

    area.addEventListener("input", () => {
      countWords();
      grow();
      if (dirty()) {
        kept.write(area.value, base.value);
        if (!stopped && !place.classList.contains("bad")) {
          say(form.dataset.unsaved);
        }
        plan(PAUSE);
      }
    });
    area.addEventListener("blur", () => dirty() && save());
    window.addEventListener("online", save);

    // The page is left once everything has arrived: a page that cannot be reached would take the words' place.
    form.addEventListener("submit", (event) => {
      if (stopped) {
        event.preventDefault();
        otherBox.focus();
      } else if (dirty()) {
        event.preventDefault();
        wanted = event.submitter;
        save();
      } else {
        submitting = true;
        clearTimeout(timer);
      }
    });
    // A submit that never arrives leaves this page as it was.
    window.addEventListener("pageshow", () => {
      submitting = false;
    });

    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && dirty() && !stopped && !submitting) {
        const sent = area.value;
        fetch(form.action, {
          method: "POST",
          headers: { Accept: "application/json" },
          body: body(),
          keepalive: true,
        })
          .then(async (response) => {
            if (response.ok) {
              settle(await response.json(), sent);
            }
          })
          .catch(() => {
            // The copy on this device stays and is offered on the next visit.
          });
      }
    });

    otherBox.querySelector("[data-keep-mine]").addEventListener("click", (event) => {
      event.preventDefault();
      choose();
      saved = otherBox.querySelector("[data-other]").textContent;
      if (dirty()) {
        save();
      } else {
        say(form.dataset.saved);
      }
    });
    otherBox.querySelector("[data-use-other]").addEventListener("click", (event) => {
      event.preventDefault();
      choose();
      area.value = otherBox.querySelector("[data-other]").textContent;
      saved = area.value;
      kept.forget();
      countWords();
      grow();
      say(form.dataset.saved);
    });

    // A text that never reached the server is waiting on this device.
    const left = kept.read();
    if (left && left.text !== area.value && left.text.trim() !== "") {
      const before = aside.read();
      aside.write(before && before.text !== left.text ? `${before.text}\n\n${left.text}` : left.text, before?.base ?? left.base);
    }
    kept.forget();
    const waiting = aside.read();
    if (waiting) {
      restoreBox.querySelector("[data-restore-text]").textContent = waiting.text;
      restoreBox.hidden = false;
    }
    restoreBox.querySelector("[data-restore]").addEventListener("click", () => {
      restoreBox.hidden = true;
      aside.forget();
      // What was saved since then, or stands here unsaved, is shown beside these words and not written over.
      const typed = area.value === began ? "" : area.value;
      base.value = waiting.base ?? base.value;
      area.value = typed.trim() === "" ? waiting.text : `${waiting.text}\n\n${typed}`;
      kept.write(area.value, base.value);
      countWords();
      grow();
      area.focus();
      save();
    });
    restoreBox.querySelector("[data-forget]").addEventListener("click", () => {
      restoreBox.hidden = true;
      aside.forget();
      area.focus();
    });

    countWords();
    grow();
    sayAge();
    setInterval(sayAge, 5000);
  }

  // ---- which criteria a piece shows ---------------------------------------------------------------------------------

  /** Each tick is saved at once; a form that is not saved yet is not exchanged with the list around it. */
  function shows(form) {
    const base = form.elements.base;
    const boxes = [...form.querySelectorAll('input[name="criterion"]')];
    const state = form.querySelector("[data-ticks-state]");
    const place = form.querySelector(".ticks-state");
    const otherBox = form.querySelector("[data-clash-box]");
    const count = form.closest("details").querySelector("[data-shows-count]");
    const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value).join(" ");
    let saved = otherBox.hidden ? ticked() : null;
    let saving = false;
    let ended = false;
    let submitting = false;
    let timer = 0;
    let retry = FIRST_RETRY;

    form.querySelector("[data-unscripted]").hidden = true;
    form.isUnsaved = () => form.isConnected && !submitting && saved !== ticked();
    leaving.add(form.isUnsaved);

    function say(words, bad) {
      state.textContent = words;
      place.classList.toggle("bad", Boolean(bad));
    }

    function tell() {
      const number = boxes.filter((box) => box.checked).length;
      count.textContent =
        number === 0
          ? count.dataset.none
          : number === 1
            ? count.dataset.one
            : count.dataset.many.replace("{0}", numbers.format(number));
    }

    function retryLater() {
      say(form.dataset.failed, true);
      clearTimeout(timer);
      timer = setTimeout(save, retry);
      retry = Math.min(retry * 2, LAST_RETRY);
    }

    /** Another page saved since this one began: nothing is written until the person has chosen. */
    function showOther(answer) {
      const others = answer.text.split(" ");
      const titles = boxes
        .filter((box) => others.includes(box.value))
        .map((box) => form.querySelector(`label[for="${box.id}"] span`).textContent);
      base.value = answer.revision;
      const told = otherBox.querySelector("[data-others]");
      told.textContent = titles.length > 0 ? titles.join("; ") : told.dataset.none;
      told.dataset.criteria = answer.text;
      otherBox.hidden = false;
      say(form.dataset.conflict, true);
    }

    async function save() {
      clearTimeout(timer);
      if (saving || ended || submitting || !otherBox.hidden || saved === ticked()) {
        return;
      }
      saving = true;
      const sent = ticked();
      say(form.dataset.saving);
      try {
        await send(form, new URLSearchParams(new FormData(form)), {
          saved(answer) {
            base.value = answer.revision;
            saved = sent;
            retry = FIRST_RETRY;
            say(form.dataset.saved);
          },
          conflict: showOther,
          expired() {
            ended = true;
            say(form.dataset.expired, true);
          },
          refused: (detail) => say(detail, true),
          failed: retryLater,
        });
      } catch {
        retryLater();
      } finally {
        saving = false;
      }
      if (saved === sent && sent !== ticked()) {
        save();
      }
    }

    form.addEventListener("change", () => {
      tell();
      save();
    });
    form.addEventListener("submit", (event) => {
      submitting = !event.defaultPrevented;
    });
    window.addEventListener("pageshow", () => {
      submitting = false;
    });
    window.addEventListener("online", save);
    otherBox.querySelector("[data-keep-ticks]").addEventListener("click", (event) => {
      event.preventDefault();
      otherBox.hidden = true;
      saved = null;
      boxes[0].focus();
      save();
    });
    otherBox.querySelector("[data-take-others]").addEventListener("click", (event) => {
      const others = otherBox.querySelector("[data-others]").dataset.criteria;
      if (others === undefined) {
        return; // The page came with the clash in it: opened anew, it shows what is saved.
      }
      event.preventDefault();
      otherBox.hidden = true;
      for (const box of boxes) {
        box.checked = others.split(" ").includes(box.value);
      }
      saved = ticked();
      tell();
      boxes[0].focus();
      say(form.dataset.saved);
    });
  }

  // ---- what is in a ZIP ---------------------------------------------------------------------------------------------

  const LONGEST_END = 22 + 65535;
  const LONGEST_LIST = 4 * 1024 * 1024;
  const MOST_LETTERS = 20000;

  /** What the list at its end says of the files in it; null for all else, and where it cannot be read. */
  async function listOf(file) {
    if (!/\.zip$/i.test(file.name)) {
      return null;
    }
    try {
      const tail = new DataView(await file.slice(Math.max(0, file.size - LONGEST_END)).arrayBuffer());
      let end = tail.byteLength - 22;
      while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) {
        end--;
      }
      const start = tail.getUint32(end + 16, true);
      const length = Math.min(tail.getUint32(end + 12, true), LONGEST_LIST);
      const list = new DataView(await file.slice(start, start + length).arrayBuffer());
      const entries = [];
      let at = 0;
      while (at + 46 <= list.byteLength && list.getUint32(at, true) === 0x02014b50) {
        const name = list.getUint16(at + 28, true);
        entries.push({
          name: new TextDecoder().decode(new Uint8Array(list.buffer, at + 46, name)),
          head: list.buffer.slice(at, at + 46),
          packed: list.getUint32(at + 20, true),
          unpacked: list.getUint32(at + 24, true),
          from: list.getUint32(at + 42, true),
          locked: (list.getUint16(at + 8, true) & 1) !== 0,
        });
        at += 46 + name + list.getUint16(at + 30, true) + list.getUint16(at + 32, true);
      }
      return { start, entries, whole: entries.length === tail.getUint16(end + 10, true) };
    } catch {
      return null;
    }
  }

  /**
   * The same ZIP with its files called otherwise, put together of its own pieces: nothing is unpacked and nothing held in
   * memory. Null where its list is not all that there is to it: very large ones, locked ones, names in old letters.
   */
  async function renamed(file, zip, names) {
    const most = 0xffffffff;
    const plain = (entry) =>
      !entry.locked && Math.max(entry.from, entry.packed, entry.unpacked) < most && !entry.name.includes("\ufffd");
    if (!zip.whole || zip.entries.length !== names.length || !zip.entries.every(plain)) {
      return null;
    }
    const order = zip.entries.map((entry, i) => ({ ...entry, letters: new TextEncoder().encode(names[i]), to: 0 }));
    const pieces = [];
    let to = 0;
    const put = (piece) => {
      pieces.push(piece);
      to += piece.size ?? piece.byteLength;
    };
    // Names are UTF-8 from here on; what else stood beside them may hold them too, and goes.
    const called = (head, flags, name, letters) => {
      const fields = new DataView(head);
      fields.setUint16(flags, fields.getUint16(flags, true) | 0x800, true);
      fields.setUint16(name, letters.byteLength, true);
      fields.setUint16(name + 2, 0, true);
      return fields;
    };
    const lying = [...order].sort((one, other) => one.from - other.from);
    for (const [i, entry] of lying.entries()) {
      const head = await file.slice(entry.from, entry.from + 30).arrayBuffer();
      const fields = new DataView(head);
      if (head.byteLength < 30 || fields.getUint32(0, true) !== 0x04034b50) {
        return null;
      }
      const content = entry.from + 30 + fields.getUint16(26, true) + fields.getUint16(28, true);
      const next = i + 1 < lying.length ? lying[i + 1].from : zip.start;
      if (next < content) {
        return null;
      }
      entry.to = to;
      put(called(head, 6, 26, entry.letters).buffer);
      put(entry.letters);
      put(file.slice(content, next));
    }
    const list = to;
    for (const entry of order) {
      const fields = called(entry.head.slice(0), 8, 28, entry.letters);
      fields.setUint16(32, 0, true);
      fields.setUint32(42, entry.to, true);
      put(fields.buffer);
      put(entry.letters);
    }
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, 0x06054b50, true);
    end.setUint16(8, order.length, true);
    end.setUint16(10, order.length, true);
    end.setUint32(12, to - list, true);
    end.setUint32(16, list, true);
    put(end.buffer);
    return new File(pieces, file.name, { type: file.type, lastModified: file.lastModified });
  }

  // ---- uploads ------------------------------------------------------------------------------------------------------

  function uploads(form) {
    const rows = form.querySelector("[data-rows]");
    const words = form.dataset;
    const queue = [];
    let current = null;
    let asked = Promise.resolve();
    let named = 0;

    form.querySelector("[data-plain]").hidden = true;
    leaving.add(() => current !== null || queue.length > 0 || rows.querySelector("[data-asks]") !== null);

    function row(file) {
      const item = document.createElement("li");
      item.className = "upload stack tight";
      const top = document.createElement("div");
      top.className = "row";
      const name = document.createElement("span");
      name.className = "item-name";
      // Without the marks that turn text around, so that a name seems to end otherwise.
      name.textContent = file.name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
      const buttons = document.createElement("span");
      buttons.className = "row";
      top.append(name, buttons);
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", name.textContent);
      const said = document.createElement("p");
      said.className = "hint";
      item.append(top, bar, said);
      rows.append(item);

      const button = (text, act) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "button small quiet";
        made.textContent = text;
        const hidden = document.createElement("span");
        hidden.className = "visually-hidden";
        hidden.textContent = ` ${name.textContent}`;
        made.append(hidden);
        made.addEventListener("click", act);
        buttons.append(made);
        return made;
      };
      return {
        item,
        bar,
        /** Asks for another name; what is typed is read from the field that this returns. */
        ask(text, suggested) {
          bar.hidden = true;
          said.textContent = text;
          said.className = "hint";
          const box = document.createElement("div");
          box.className = "field";
          const label = document.createElement("label");
          label.textContent = words.newName;
          const field = document.createElement("input");
          field.type = "text";
          field.id = `new-name-${++named}`;
          label.htmlFor = field.id;
          field.maxLength = 200;
          field.autocomplete = "off";
          field.value = suggested;
          box.append(label, field);
          item.dataset.asks = "";
          item.append(box);
          return field;
        },
        /** Waits for an answer that is a button alone. */
        warn(text) {
          bar.hidden = true;
          said.textContent = text;
          said.className = "hint";
          item.dataset.asks = "";
        },
        answered(kept) {
          delete item.dataset.asks;
          item.querySelector(".field")?.remove();
          name.textContent = kept;
          bar.setAttribute("aria-label", kept);
        },
        say(text, bad) {
          said.removeAttribute("aria-live");
          said.textContent = text;
          said.className = bad ? "error" : "hint";
        },
        // Progress is in the bar for those who listen; saying each step aloud would drown everything else.
        show(text) {
          said.setAttribute("aria-live", "off");
          said.textContent = text;
          said.className = "hint";
        },
        only(...actions) {
          const focused = buttons.contains(document.activeElement);
          buttons.replaceChildren();
          const made = actions.map(([text, act]) => button(text, act));
          if (focused && made.length > 0) {
            made[0].focus();
          }
        },
      };
    }

    function add(file) {
      const shown = row(file);
      const upload = { file, shown, transfer: null };
      if (file.size > Number(words.maxBytes)) {
        refuse(upload, words.tooLarge);
        return;
      }
      // One after the other, so that files go up in the order in which they were chosen.
      // What goes wrong with one keeps no other waiting.
      asked = asked.then(() => lookAtName(upload)).catch(() => shown.item.isConnected && wait(upload));
    }

    /** A name that may tell who somebody is is asked about before anything of the file leaves this device. */
    async function lookAtName(upload) {
      const { shown, file } = upload;
      shown.bar.hidden = true;
      shown.say(words.waiting);
      shown.only([words.cancel, () => cancel(upload)]);
      const told = await namesIn(file);
      if (!shown.item.isConnected) {
        return;
      }
      if (told.words.length === 0) {
        await lookWithin(upload, told);
        return;
      }
      const dot = file.name.lastIndexOf(".");
      const kind = dot > 0 ? file.name.slice(dot) : "";
      const field = shown.ask(words.telling.replace("{0}", told.words.join(", ")), `${words.neutral}${kind}`);
      shown.only(
        [
          words.rename,
          () => {
            const typed = field.value.trim() || words.neutral;
            const name = typed.toLowerCase().endsWith(kind.toLowerCase()) ? typed : `${typed}${kind}`;
            upload.file = new File([file], name, { type: file.type, lastModified: file.lastModified });
            shown.answered(name);
            lookAtName(upload);
          },
        ],
        [
          words.asIs,
          () => {
            shown.answered(file.name);
            lookWithin(upload, told);
          },
        ],
        [words.cancel, () => cancel(upload)],
      );
    }

    /** Where nobody can be asked just now, the page before handing in asks. */
    async function namesIn(file) {
      const token = document.querySelector('meta[name="csrf-token"]');
      const zip = await listOf(file);
    const all = zip ? zip.entries.map((entry) => entry.name).join("\n") : "";
    const listed = all.slice(0, MOST_LETTERS);
      try {
        const response = await fetch(words.names, {
          method: "POST",
          headers: { Accept: "application/json", [token.dataset.header]: token.content },
          body: new URLSearchParams({ name: file.name, within: listed }),
        });
        // While Laurel is renewed, one of before may answer, which tells less.
        const told = response.ok ? await response.json() : {};
        // A name that was cut is nobody's new one.
        const renamed = listed === all ? (told.renamed ?? []) : [];
        return { words: told.words ?? [], within: told.within ?? [], renamed, zip };
      } catch {
        return { words: [], within: [], renamed: [], zip };
      }
    }

    /** Of names within a ZIP, those of its files can be changed here, in the copy that is sent. */
    async function lookWithin(upload, told) {
      const { shown } = upload;
      if (told.within.length === 0) {
        wait(upload);
        return;
      }
      const without = told.renamed.length > 0 ? await renamed(upload.file, told.zip, told.renamed).catch(() => null) : null;
      if (!shown.item.isConnected) {
        return;
      }
      const send = (file) => {
        upload.file = file;
        shown.answered(file.name);
        wait(upload);
      };
      shown.warn((without ? words.withinOffer : words.within).replace("{0}", told.within.join(", ")));
      shown.only(
        ...(without ? [[words.without, () => send(without)]] : []),
        [words.asIs, () => send(upload.file)],
        [words.cancel, () => cancel(upload)],
      );
    }

    function wait(upload) {
      upload.shown.bar.hidden = false;
      upload.shown.say(words.waiting);
      upload.shown.only([words.cancel, () => cancel(upload)]);
      queue.push(upload);
      next();
    }

    function cancel(upload) {
      const at = queue.indexOf(upload);
      if (at >= 0) {
        queue.splice(at, 1);
      }
      upload.transfer?.discard();
      upload.shown.item.remove();
      ended(upload);
    }

    function refuse(upload, why) {
      upload.shown.bar.hidden = true;
      upload.shown.say(why, true);
      upload.shown.only([words.dismissWord, () => upload.shown.item.remove()]);
    }

    function ended(upload) {
      if (current === upload) {
        current = null;
        next();
      }
    }

    /** An upload of the same file that stopped on the way, on this device or another. */
    function takeUnfinished(fingerprint) {
      const found = [...document.querySelectorAll("[data-unfinished]")].find(
        (entry) => entry.dataset.fingerprint === fingerprint,
      );
      if (!found) {
        return null;
      }
      const list = found.closest("[data-unfinished-list]");
      found.remove();
      if (!list.querySelector("[data-unfinished]")) {
        list.remove();
      }
      return found.dataset.address;
    }

    function sending(upload) {
      upload.shown.only(
        [words.pause, () => pause(upload)],
        [words.cancel, () => cancel(upload)],
      );
    }

    function pause(upload) {
      upload.transfer.pause();
      upload.shown.say(words.paused);
      upload.shown.only(
        [
          words.goOn,
          () => {
            upload.shown.say(words.sending);
            sending(upload);
            upload.transfer.start();
          },
        ],
        [words.cancel, () => cancel(upload)],
      );
    }

    async function next() {
      const upload = current ? undefined : queue.shift();
      if (!upload) {
        return;
      }
      current = upload;
      const { shown, file } = upload;
      shown.say(words.sending);
      const token = document.querySelector('meta[name="csrf-token"]');
      const fingerprint = await laurelUpload.fingerprint(file);
      if (!shown.item.isConnected) {
        return;
      }
      const begun = { at: 0, sent: 0 };
      upload.transfer = laurelUpload.transfer(file, {
        create: words.uploads,
        address: takeUnfinished(fingerprint),
        fingerprint,
        headers: { [token.dataset.header]: token.content },
        wanted: () => form.isConnected,
        progress(sent) {
          if (!begun.at) {
            begun.at = Date.now();
            begun.sent = sent;
          }
          const part = Math.floor((sent / file.size) * 100);
          shown.bar.value = part;
          if (sent >= file.size) {
            shown.say(words.storing);
            return;
          }
          const seconds = (Date.now() - begun.at) / 1000;
          const minutes = ((file.size - sent) / (sent - begun.sent)) * (seconds / 60);
          const left = seconds > 5 && sent > begun.sent && minutes >= 1.5 ? `, ${words.left.replace("{0}", numbers.format(Math.round(minutes)))}` : "";
          shown.show(`${words.sending} ${part} %${left}`);
        },
        lost: (detail) => {
          begun.at = 0;
          shown.say(detail || words.lost, true);
        },
        unreadable: () => {
          refuse(upload, words.unreadable);
          ended(upload);
        },
        expired: () => {
          refuse(upload, words.expired);
          ended(upload);
        },
        refused: (detail) => {
          refuse(upload, detail || words.broken);
          ended(upload);
        },
        done: () => {
          shown.item.remove();
          refresh(words.done.replace("{0}", file.name));
          ended(upload);
        },
      });
      sending(upload);
      upload.transfer.start();
    }

    async function refresh(said) {
      const response = await fetch(words.items);
      if (response.ok) {
        replaceItems(await response.text());
      }
      const told = document.createElement("li");
      told.className = "hint";
      told.textContent = said;
      rows.append(told);
      setTimeout(() => told.remove(), 8000);
    }

    for (const input of form.querySelectorAll('input[type="file"]')) {
      // iPhones make a JPEG of a photo themselves where the field does not ask for HEIC.
      if (onPhoneOfApple && /\.jpe?g/.test(input.accept)) {
        input.accept = input.accept
          .split(",")
          .filter((kind) => !/^\.hei[cf]$/.test(kind))
          .join(",");
      }
      input.addEventListener("change", () => {
        [...input.files].forEach(add);
        input.value = "";
      });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      [...event.dataTransfer.files].forEach(add);
    });
  }

  // ---- the list of items --------------------------------------------------------------------------------------------

  function replaceItems(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("items");
    if (fresh) {
      const items = document.getElementById("items");
      for (const old of items.querySelectorAll("details[open][id]")) {
        const again = fresh.querySelector(`#${CSS.escape(old.id)}`);
        if (again && old.querySelector("form[data-shows]")?.isUnsaved()) {
          again.replaceWith(old);
        } else if (again) {
          again.open = true;
        }
      }
      items.replaceChildren(...fresh.childNodes);
      items.querySelectorAll("form[data-shows]").forEach((form) => form.isUnsaved || shows(form));
      refreshHints();
    }
  }

  /** Removing and bringing back change the list where it stands; the button that undoes gets the focus. */
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-partial]")) {
      return;
    }
    event.preventDefault();
    const button = form.querySelector("button").id;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        headers: { "X-Laurel-Partial": "items" },
        body: new URLSearchParams(new FormData(form)),
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      replaceItems(await response.text());
      document.getElementById(button)?.focus();
    } catch {
      form.submit();
    }
  });

  document.querySelectorAll("form[data-autosave]").forEach(autosave);
  document.querySelectorAll("form[data-upload]").forEach(uploads);
  document.querySelectorAll("form[data-shows]").forEach(shows);
})();
