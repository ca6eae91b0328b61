/*
 * Between the LMS and the window of a launch: finds out how this browser can show, when it comes back from the platform,
 * that the login was made in it. By a cookie where one comes back; by the platform's storage (LTI Client Side postMessages
 * 0.1); with the person's leave by the Storage Access API; or in a window of its own. All words come from the page.
 */
(() => {
  "use strict";

  const page = document.querySelector("main[data-platform]");
  const data = page.dataset;
  const platformWindow = window.opener || (window.parent === window ? null : window.parent);

  // A frame of the LMS may still be loading when this page asks it: it is asked again, with the same id, and not often,
  // because Canvas counts what it is given each time against the 4096 letters that it keeps for a tool.
  const AGAIN_MILLISECONDS = [200, 600, 1400];
  const PATIENCE_MILLISECONDS = 2000;

  const stateKey = `lti_state_${data.nonce.slice(0, 16)}`;
  const nonceKey = `lti_nonce_${data.nonce.slice(0, 16)}`;

  function show(name) {
    for (const section of page.querySelectorAll("[data-step]")) {
      section.hidden = section.dataset.step !== name;
    }
    page.querySelector(`[data-step="${name}"] h1`).focus();
  }

  // ---- the platform's storage ---------------------------------------------------------------------------------------

  // The standard's names begin with the first; Brightspace answers only to those that came before it.
  let names = ["lti.", "org.imsglobal.lti."];
  let target = data.storage;

  /** The window that keeps data for tools: the platform's own, or a frame in it. */
  function keeper() {
    if (target && target !== "_parent") {
      try {
        return platformWindow.frames[target] || platformWindow;
      } catch {
        return platformWindow;
      }
    }
    return platformWindow;
  }

  function newId() {
    return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /**
   * Asks a window of the platform, under every name that it may go by; answers null when nobody of that origin answers in
   * time. A name that is refused is no answer as long as another may be taken.
   */
  function ask(what, fields, whom, origin) {
    const messages = names.map((name) => ({ ...fields, subject: name + what, message_id: newId() }));
    const refused = new Set();
    const asked = new Set();
    return new Promise((resolve) => {
      const timers = [];
      function finish(said) {
        timers.forEach(clearTimeout);
        window.removeEventListener("message", hear);
        resolve(said);
      }
      function hear(event) {
        const said = event.data;
        if (said === null || typeof said !== "object" || !asked.has(event.source)) {
          return;
        }
        const answered = messages.find(
          (message) => said.subject === `${message.subject}.response` && said.message_id === message.message_id,
        );
        if (!answered || (origin !== "*" && event.origin !== origin)) {
          return;
        }
        if (said.error) {
          refused.add(answered);
        }
        if (!said.error || refused.size === messages.length) {
          finish(said);
        }
      }
      function send() {
        const to = whom();
        asked.add(to);
        messages.forEach((message) => to.postMessage(message, origin));
      }
      window.addEventListener("message", hear);
      timers.push(setTimeout(() => finish(null), PATIENCE_MILLISECONDS));
      AGAIN_MILLISECONDS.forEach((later) => timers.push(setTimeout(send, later)));
      send();
    });
  }

  /**
   * Learns from the platform's page what it can do, and in which frame; what it says wins over the login's parameter. The
   * question holds nothing, so that it may go to whoever frames this page.
   */
  async function learn() {
    const said = await ask("capabilities", {}, () => platformWindow, "*");
    const messages = said && Array.isArray(said.supported_messages) ? said.supported_messages : [];
    const put = messages.find((one) => one && /^(org\.imsglobal\.)?lti\.put_data$/.test(one.subject));
    if (put) {
      names = [put.subject.slice(0, -"put_data".length)];
      target = put.frame || target || "_parent";
    }
    return Boolean(put);
  }

  /** A platform that names its storage in the login has one; others are asked. */
  async function storageIsThere() {
    if (!platformWindow) {
      return false;
    }
    const learnt = learn();
    return data.storage !== "" || learnt;
  }

  // State and nonce go to the origin of the platform's authorization endpoint and to no other, whoever frames this page.
  async function put(key, value) {
    const said = await ask("put_data", { key, value }, keeper, data.platform);
    return said !== null && !said.error;
  }

  async function get(key) {
    const said = await ask("get_data", { key }, keeper, data.platform);
    return said !== null && !said.error && typeof said.value === "string" ? said.value : "";
  }

  function forget(key) {
    for (const name of names) {
      keeper().postMessage({ subject: `${name}put_data`, message_id: newId(), key, value: null }, data.platform);
    }
  }

  // ---- cookies ------------------------------------------------------------------------------------------------------

  async function cookiesComeBack() {
    try {
      const response = await fetch(data.cookies);
      return response.ok && (await response.text()) === "yes";
    } catch {
      return false;
    }
  }

  const canAskForAccess = window.parent !== window && typeof document.requestStorageAccess === "function";

  // ---- login --------------------------------------------------------------------------------------------------------

  function goOn() {
    const form = page.querySelector("form[data-go-on]");
    if (form) {
      form.submit();
    } else {
      location.replace(data.address);
    }
  }

  async function login() {
    if (await cookiesComeBack()) {
      goOn();
      return;
    }
    if (await storageIsThere()) {
      const kept = await Promise.all([put(stateKey, data.state), put(nonceKey, data.nonce)]);
      if (kept.every(Boolean)) {
        goOn();
        return;
      }
    }
    page.querySelector("[data-access]").hidden = !canAskForAccess;
    show("choose");
  }

  /** With the person's leave the frame sees the cookies of Laurel's own pages, and can keep this login's there. */
  async function allowAccess() {
    try {
      await document.requestStorageAccess();
      document.cookie = `${data.cookie}=${data.secret}; Path=/lti/launch; Max-Age=600; Secure; SameSite=None`;
    } catch {
      // Said below: it is not there.
    }
    if (await cookiesComeBack()) {
      goOn();
    } else {
      page.querySelector("[data-access]").hidden = true;
      page.querySelector("[data-no-access]").hidden = false;
      page.querySelector("[data-elsewhere] button").focus();
    }
  }

  /** The login is made again in a window of its own, where cookies are Laurel's own; here it can be used up only once. */
  function openElsewhere(form) {
    const name = `laurel-${data.nonce.slice(0, 8)}`;
    const opened = window.open("", name);
    if (!opened) {
      return;
    }
    form.target = name;
    setTimeout(() => show("elsewhere"));
    const watch = setInterval(() => {
      if (opened.closed) {
        clearInterval(watch);
        show("closed");
      }
    }, 500);
    // What was picked there goes back from here: the platform's page looks for its course around this frame.
    window.addEventListener("message", (event) => {
      const said = event.data;
      if (event.origin !== location.origin || event.source !== opened || !said || said.subject !== "laurel.picked") {
        return;
      }
      clearInterval(watch);
      opened.postMessage({ subject: "laurel.picked.response" }, location.origin);
      show("picked");
      giveBack(said.address, said.jwt);
    });
  }

  function giveBack(address, jwt) {
    if (!/^https?:/.test(address)) {
      return;
    }
    const answer = document.createElement("form");
    answer.method = "post";
    answer.action = address;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "JWT";
    field.value = jwt;
    answer.append(field);
    document.body.append(answer);
    answer.submit();
  }

  // ---- launch -------------------------------------------------------------------------------------------------------

  async function prove(state, nonce) {
    let answer;
    try {
      const response = await fetch(data.proof, {
        method: "POST",
        headers: { Accept: "text/html" },
        body: new URLSearchParams({ ticket: data.ticket, state, nonce }),
      });
      answer = await response.text();
      const token = response.headers.get("X-Laurel-Window");
      if (token) {
        window.laurelWindow = token;
      }
    } catch {
      show("broken");
      return;
    }
    document.open();
    document.write(answer);
    document.close();
  }

  async function launch() {
    let state = "";
    let nonce = "";
    if (await storageIsThere()) {
      [state, nonce] = await Promise.all([get(stateKey), get(nonceKey)]);
      forget(stateKey);
      forget(nonceKey);
    }
    if (state === "" && canAskForAccess) {
      try {
        await document.requestStorageAccess();
      } catch {
        // A browser may want a click first, and gives it only to a cookie that is there.
        if (data.clicked !== "yes" && (await mayAskByClick())) {
          show("ask");
          return;
        }
      }
    }
    prove(state, nonce);
  }

  /** Whether leave was given at the login; a browser that says no at once has nothing to ask the person. */
  async function mayAskByClick() {
    try {
      const permission = await navigator.permissions.query({ name: "storage-access" });
      return permission.state === "granted";
    } catch {
      return false;
    }
  }

  async function proveAfterClick() {
    data.clicked = "yes";
    try {
      await document.requestStorageAccess();
    } catch {
      // The server says what is missing.
    }
    prove("", "");
  }

  page.querySelector("[data-elsewhere]")?.addEventListener("submit", (event) => openElsewhere(event.target));
  page.querySelector("[data-access] button")?.addEventListener("click", allowAccess);
  page.querySelector("[data-prove]")?.addEventListener("click", proveAfterClick);

  if (data.address) {
    login();
  } else {
    launch();
  }
})();
