/*
 * The connection check in the browser: each line is tried by itself and appears as it finishes, and what only a browser can
 * tell of the platform's frame is found out here. Without it the whole page waits for all lines.
 */
(() => {
  "use strict";

  const form = document.getElementById("check");
  if (!form || !window.htmx) {
    return;
  }
  const progress = document.getElementById("progress");
  const section = document.getElementById("report-section");
  const report = document.getElementById("report");
  const button = form.querySelector("button[type=submit]");
  const STORAGE_MILLISECONDS = 2000;
  let facts = null;

  const lines = () => [...document.querySelectorAll("[data-line]")];

  // ---- what only the browser knows ----------------------------------------------------------------------------------

  function cookieComesBack(name, attributes) {
    const end = `path=${location.pathname}; ${attributes}`;
    document.cookie = `${name}=1; max-age=60; ${end}`;
    const kept = document.cookie.split("; ").includes(`${name}=1`);
    document.cookie = `${name}=; max-age=0; ${end}`;
    return kept;
  }

  // The standard's names, and those that came before it, which Brightspace alone answers to.
  const NAMES = ["lti.", "org.imsglobal.lti."];

  /** Asks the platform what it offers (LTI Client Side postMessages 0.1); many never answer. */
  function platformStorage() {
    const platform = window.parent !== window ? window.parent : window.opener;
    if (!platform) {
      return Promise.resolve("silent");
    }
    return new Promise((resolve) => {
      const answered = new Set();
      const hear = (event) => {
        const said = event.data;
        const name = said && NAMES.find((one) => said.subject === `${one}capabilities.response`);
        if (event.source !== platform || !name) {
          return;
        }
        answered.add(name);
        const messages = (said.supported_messages || []).filter((message) => message);
        const offer = (one, what) => messages.find((message) => message.subject === `${one}${what}`);
        const kept = NAMES.find((one) => offer(one, "put_data") && offer(one, "get_data"));
        if (kept) {
          // What was offered has its own time from here: a browser drops what is sent to an origin that is not there.
          clearTimeout(timer);
          window.removeEventListener("message", hear);
          tryStorage(platform, kept, offer(kept, "put_data").frame)
            .catch(() => "refused")
            .then(resolve);
        } else if (answered.size === NAMES.length) {
          finish("none");
        }
      };
      const finish = (answer) => {
        window.removeEventListener("message", hear);
        resolve(answer);
      };
      window.addEventListener("message", hear);
      const timer = setTimeout(() => finish(answered.size > 0 ? "none" : "silent"), STORAGE_MILLISECONDS);
      for (const name of NAMES) {
        platform.postMessage({ subject: `${name}capabilities`, message_id: `laurel-check-${Date.now()}` }, "*");
      }
    });
  }

  /**
   * Has it keep a value and give it back, as a launch without cookies does: at the origin of the authorization endpoint
   * alone, which it may not know as its own.
   */
  async function tryStorage(platform, name, frame) {
    const origin = form.dataset.platform;
    let keeper = platform;
    try {
      keeper = frame && frame !== "_parent" ? platform.frames[frame] : platform;
    } catch {
      return "refused";
    }
    if (!keeper || !origin) {
      return keeper ? "offered" : "refused";
    }
    const key = "laurel_check";
    const value = String(Math.random());
    const ask = (what, more) =>
      new Promise((resolve) => {
        const id = `laurel-check-${what}-${Date.now()}`;
        const hear = (event) => {
          const said = event.data;
          if (event.origin === origin && said && said.message_id === id && said.subject === `${name}${what}.response`) {
            finish(said.error ? null : said);
          }
        };
        const finish = (said) => {
          window.removeEventListener("message", hear);
          resolve(said);
        };
        window.addEventListener("message", hear);
        setTimeout(() => finish(null), STORAGE_MILLISECONDS);
        keeper.postMessage({ subject: `${name}${what}`, message_id: id, key, ...more }, origin);
      });
    const put = await ask("put_data", { value });
    const got = put && (await ask("get_data", {}));
    keeper.postMessage({ subject: `${name}put_data`, message_id: "laurel-check-end", key, value: null }, origin);
    return got && got.value === value ? "offered" : "refused";
  }

  async function findOut() {
    return {
      framed: window.parent !== window,
      partitioned: cookieComesBack("laurel_check_partitioned", "secure; samesite=none; partitioned"),
      plain: cookieComesBack("laurel_check_plain", "secure; samesite=none"),
      storage: await platformStorage(),
    };
  }

  // ---- trying the lines ---------------------------------------------------------------------------------------------

  function show(line, what) {
    for (const state of ["found", "trying", "failed"]) {
      for (const part of line.querySelectorAll(`.${state}`)) {
        part.hidden = state !== what;
      }
    }
    line.toggleAttribute("data-trying", what === "trying");
    line.setAttribute("aria-busy", String(what === "trying"));
  }

  function sum() {
    const all = lines();
    const done = all.filter((line) => !line.hasAttribute("data-trying"));
    if (done.length < all.length) {
      progress.textContent = progress.dataset.progress.replace("[done]", done.length).replace("[all]", all.length);
      return;
    }
    const count = (light) => all.filter((line) => line.dataset.light === light).length;
    progress.textContent = progress.dataset.finished
      .replace("[ok]", count("OK"))
      .replace("[attention]", count("ATTENTION"))
      .replace("[rest]", count("IMPOSSIBLE") + count("UNTRIED"));
    button.disabled = false;
  }

  function write() {
    const words = lines().map((line) => line.dataset.report);
    report.value = [report.dataset.header, new Date().toISOString().replace(/\.\d+/, ""), ...words].join("\n");
    section.hidden = false;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    lines().forEach((line) => show(line, "trying"));
    sum();
    facts = await findOut();
    htmx.trigger(document.body, "laurel:check");
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.closest("[data-line]") && facts) {
      Object.assign(event.detail.parameters, facts);
    }
  });

  document.addEventListener("htmx:afterSwap", () => {
    sum();
    write();
  });

  function failed(event) {
    const line = event.detail.elt.closest("[data-line]");
    if (line) {
      line.dataset.light = "UNTRIED";
      show(line, "failed");
      sum();
    }
  }

  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
})();
