/*
 * What every page of Laurel does in the browser. Pages work without it; with it they say times in the reader's zone, fit
 * the frame they stand in, and copy links.
 */
(() => {
  "use strict";

  const page = document.documentElement;
  const language = page.lang || "en";

  // ---- times in the reader's own zone -------------------------------------------------------------------------------

  const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

  function clock(date) {
    const full = date.getMinutes() === 0 && language.startsWith("en");
    return new Intl.DateTimeFormat(language, full ? { hour: "numeric" } : { hour: "numeric", minute: "2-digit" })
      .format(date)
      .replace(/\u202f/g, "\u00a0")
      .replace(/AM$/, "am")
      .replace(/PM$/, "pm");
  }

  function day(date, now, weekday) {
    const options = { day: "numeric", month: "long" };
    if (weekday) {
      options.weekday = "long";
    }
    if (date.getFullYear() !== now.getFullYear()) {
      options.year = "numeric";
    }
    return new Intl.DateTimeFormat(language, options).format(date);
  }

  function daysBetween(date, now) {
    const midnight = (d) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());
    return Math.round((midnight(date) - midnight(now)) / 86400000);
  }

  function ago(date, now) {
    const seconds = (date - now) / 1000;
    const distance = Math.abs(seconds);
    if (distance < 45) {
      return relative.format(0, "second");
    }
    if (distance < 3570) {
      return relative.format(Math.round(seconds / 60), "minute");
    }
    const days = daysBetween(date, now);
    if (days === 0) {
      return relative.format(Math.round(seconds / 3600), "hour");
    }
    return Math.abs(days) <= 13 ? relative.format(days, "day") : day(date, now, false);
  }

  function words(date, form, now) {
    switch (form) {
      case "ago":
        return ago(date, now);
      case "by":
        return `${day(date, now, true)}, ${clock(date)} ${document.body.dataset.yourTime || ""}`.trim();
      case "day":
        return day(date, now, false);
      default:
        return `${day(date, now, false)}, ${clock(date)}`;
    }
  }

  function sayTimes(root) {
    const now = new Date();
    for (const time of root.querySelectorAll("time[data-when]")) {
      const date = new Date(time.dateTime);
      if (Number.isNaN(date.getTime())) {
        continue;
      }
      const form = time.dataset.when;
      const said = words(date, form, now);
      const inFull = exact.format(date);
      time.title = inFull;
      time.textContent = said;
      if (form === "ago") {
        const spoken = document.createElement("span");
        spoken.className = "visually-hidden";
        spoken.textContent = ` (${inFull})`;
        time.append(spoken);
      }
    }
  }

  // ---- the window inside an LMS -------------------------------------------------------------------------------------

  /** The page that answers a launch gets the address at which it can be read again. */
  function settleAddress() {
    const home = document.body.dataset.window;
    if (home && location.pathname.startsWith("/lti/launch")) {
      history.replaceState(null, "", home);
    }
  }

  /** Asks the LMS for as much height as the page needs (Canvas: lti.frameResize). Others ignore it. */
  function fitFrame() {
    if (window.parent === window || !document.body.classList.contains("window")) {
      return;
    }
    let asked = 0;
    const ask = () => {
      const height = Math.ceil(document.body.getBoundingClientRect().height) + 8;
      if (Math.abs(height - asked) > 4) {
        asked = height;
        window.parent.postMessage({ subject: "lti.frameResize", height }, "*");
      }
    };
    new ResizeObserver(ask).observe(document.body);
  }

  // ---- small things -------------------------------------------------------------------------------------------------

  /** Copies the value of the field that the button names; where the frame may not, the text is left selected. */
  async function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) {
        return;
      }
    }
    const label = button.querySelector("[data-label]") || button;
    const before = label.textContent;
    label.textContent = button.dataset.copied;
    setTimeout(() => {
      label.textContent = before;
    }, 3000);
  }

  document.addEventListener("click", (event) => {
    const copying = event.target.closest("[data-copy]");
    if (copying) {
      copy(copying);
      return;
    }
    const menu = event.target.closest("[data-menu]");
    if (menu) {
      const open = menu.closest(".rail").classList.toggle("open");
      menu.setAttribute("aria-expanded", String(open));
      return;
    }
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) {
      dismiss.closest(dismiss.dataset.dismiss).classList.add("dismissed");
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const rail = document.querySelector(".rail.open");
      if (rail) {
        rail.classList.remove("open");
        const menu = rail.querySelector("[data-menu]");
        menu.setAttribute("aria-expanded", "false");
        menu.focus();
      }
      const open = document.querySelector("details.help[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
    }
  });

  // htmx: the CSRF token goes with every request that changes something.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token && event.detail.verb !== "get") {
      event.detail.headers[token.dataset.header] = token.content;
    }
  });

  document.addEventListener("htmx:load", (event) => sayTimes(event.detail.elt));

  // Forms that ask for a time zone begin with the browser's own.
  function chooseZone(select) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select.value || !zone) {
      return;
    }
    if (![...select.options].some((option) => option.value === zone)) {
      select.add(new Option(zone.replaceAll("_", " "), zone));
    }
    select.value = zone;
  }

  // ---- pages that come back because something was wrong --------------------------------------------------------------

  /** Begins where the page says what was wrong: seen from its top, a form that was refused looks as if nothing had happened. */
  function beginWhereWrong() {
    if (location.hash || document.querySelector("[autofocus]")) {
      return;
    }
    const told = [...document.querySelectorAll('main [role="alert"], main p.error')].find(
      (words) => !words.closest("[hidden]") && words.textContent.trim(),
    );
    if (!told) {
      return;
    }
    const folded = told.closest("details:not([open])");
    if (folded) {
      folded.open = true;
    }
    const field = told.closest(".field")?.querySelector('[aria-invalid="true"]');
    if (!field && !told.hasAttribute("tabindex")) {
      told.tabIndex = -1;
    }
    (field || told).focus();
    told.scrollIntoView({ block: "center" });
  }

  document.querySelectorAll("select[data-zone]").forEach(chooseZone);
  settleAddress();
  sayTimes(document);
  setInterval(() => sayTimes(document), 60000);
  fitFrame();
  beginWhereWrong();
})();
