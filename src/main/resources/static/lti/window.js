/*
 * The window of a launch in a browser that keeps no cookies. This script is told the window's token once; it sends it in a
 * header with everything the pages ask for, and follows links and forms itself, since a browser would follow them without.
 * The token is in no address and in no page. All words come from the page.
 */
(() => {
  "use strict";

  const HEADER = "X-Laurel-Window";
  const FIELD = "laurel_window";
  const KEPT = "laurelWindow";
  const HOME = /^\/l\/[0-9a-f-]{36}(?=\/|$)/;

  // Pages that take each other's place share one global object; a page that was loaded again has its history, and one in
  // a tab of its own the window that opened it.
  function openersToken() {
    try {
      return window.opener && window.opener[KEPT];
    } catch {
      return null;
    }
  }
  const token = window[KEPT] || (history.state && history.state[KEPT]) || openersToken();
  if (!token) {
    return;
  }
  window[KEPT] = token;
  const given = document.body.dataset.window || location.pathname.startsWith("/lti/");
  const home = document.body.dataset.window || (HOME.exec(location.pathname) || [""])[0];

  function isOurs(address) {
    const url = new URL(address, location.href);
    return url.origin === location.origin && (url.pathname === home || url.pathname.startsWith(`${home}/`));
  }

  // ---- what scripts send --------------------------------------------------------------------------------------------

  // Pages take each other's place in one global object, in which this is done once.
  if (!window.laurelSends) {
    window.laurelSends = true;
    const ownFetch = window.fetch;
    window.fetch = (resource, options = {}) => {
      if (!isOurs(resource instanceof Request ? resource.url : resource)) {
        return ownFetch(resource, options);
      }
      const headers = new Headers(options.headers || (resource instanceof Request ? resource.headers : undefined));
      headers.set(HEADER, token);
      return ownFetch(resource, { ...options, headers });
    };
    const open = XMLHttpRequest.prototype.open;
    XMLHttpRequest.prototype.open = function openWithToken(method, address, ...more) {
      open.call(this, method, address, ...more);
      if (isOurs(address)) {
        this.setRequestHeader(HEADER, token);
      }
    };
    window.laurelSubmit = HTMLFormElement.prototype.submit;
    HTMLFormElement.prototype.submit = function submitWithToken() {
      if (isOurs(this.getAttribute("action") || location.href)) {
        send(this, null);
      } else {
        window.laurelSubmit.call(this);
      }
    };
  }

  // ---- pages --------------------------------------------------------------------------------------------------------

  let busy = false;
  let shown = location.pathname + location.search;

  function keep(address) {
    history.replaceState({ [KEPT]: token }, "", address);
  }

  function takePlace(html, hash) {
    // What the old page had planned ends with it.
    for (let timer = setTimeout(() => {}); timer > 0; timer--) {
      clearTimeout(timer);
    }
    document.open();
    document.write(html);
    document.close();
    const named = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (named) {
      named.scrollIntoView();
    } else {
      window.scrollTo(0, 0);
    }
  }

  /** Whether the page has nothing to lose, or the person says so. */
  function mayLeave() {
    if (window.dispatchEvent(new Event("beforeunload", { cancelable: true }))) {
      return Promise.resolve(true);
    }
    const question = document.getElementById("leaving");
    return new Promise((resolve) => {
      question.returnValue = "";
      question.addEventListener("close", () => resolve(question.returnValue === "leave"), { once: true });
      question.showModal();
    });
  }

  async function load(address, options, back) {
    if (busy) {
      return;
    }
    busy = true;
    try {
      if (!(await mayLeave())) {
        if (back) {
          history.pushState({ [KEPT]: token }, "", shown);
        }
        return;
      }
      document.documentElement.setAttribute("aria-busy", "true");
      const response = await fetch(address, { ...options, headers: { Accept: "text/html" } });
      const html = await response.text();
      const hash = new URL(address, location.href).hash;
      if (back) {
        keep(location.href);
      } else {
        const arrived = response.redirected || !options.method ? response.url : address;
        history.pushState({ [KEPT]: token }, "", arrived.split("#")[0] + hash);
      }
      takePlace(html, hash);
    } catch {
      const said = document.getElementById("not-loaded");
      if (said) {
        said.hidden = false;
        said.scrollIntoView({ block: "nearest" });
      }
    } finally {
      busy = false;
      document.documentElement.removeAttribute("aria-busy");
    }
  }

  function send(form, button) {
    const address = new URL(button?.getAttribute("formaction") || form.getAttribute("action") || "", location.href);
    const method = (button?.getAttribute("formmethod") || form.getAttribute("method") || "get").toLowerCase();
    const fields = new FormData(form, button);
    if (method === "post") {
      const whole = (form.getAttribute("enctype") || "").toLowerCase() === "multipart/form-data";
      load(address.href, { method: "POST", body: whole ? fields : new URLSearchParams(fields) });
    } else {
      address.search = new URLSearchParams(fields).toString();
      if (form.hasAttribute("data-download")) {
        post(address.href, "_self");
      } else {
        load(address.href, {});
      }
    }
  }

  /** For what a header cannot be given to: a download, and a page in a tab of its own. */
  function post(address, target) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    form.target = target;
    form.rel = "opener";
    form.hidden = true;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = FIELD;
    field.value = token;
    form.append(field);
    document.body.append(form);
    window.laurelSubmit.call(form);
    form.remove();
  }

  // On the window, after every listener of the page itself: what a page answers by its own script is not ours.
  window.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || !isOurs(link.href)) {
      return;
    }
    const url = new URL(link.href);
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || (link.target && link.target !== "_self");
    if (link.hasAttribute("download")) {
      event.preventDefault();
      post(link.href, "_self");
    } else if (elsewhere) {
      event.preventDefault();
      post(link.href, "_blank");
    } else if (url.hash === "" || url.pathname + url.search !== shown) {
      event.preventDefault();
      load(link.href, {});
    }
  });

  window.addEventListener("submit", (event) => {
    const address = event.submitter?.getAttribute("formaction") || event.target.getAttribute("action") || location.href;
    if (!event.defaultPrevented && isOurs(address)) {
      event.preventDefault();
      send(event.target, event.submitter);
    }
  });

  window.addEventListener("hashchange", () => keep(location.href));
  window.addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) {
      load(location.href, {}, true);
    }
  });

  if (given) {
    if (location.pathname.startsWith("/lti/")) {
      shown = home;
      keep(home);
    } else {
      keep(location.href);
    }
  } else {
    // The page was loaded again, without the token: it is asked for once more, with it.
    fetch(location.href, { headers: { Accept: "text/html" } })
      .then(async (response) => response.ok && takePlace(await response.text(), location.hash))
      .catch(() => {
        // The page says to open it again from the course.
      });
  }
})();
