/*
 * Sends a file by the tus protocol 1.0 (tus.io) in pieces that follow the speed of the line, each with its checksum, and
 * goes on where it stopped after a pause, a lost network, a restart of the server, or in another page.
 */
(() => {
  "use strict";

  const SMALLEST = 256 * 1024;
  const LARGEST = 16 * 1024 * 1024;
  const AIM = 4000; // milliseconds for a piece
  const SILENCE = 60000; // milliseconds without progress that count as a lost network
  const FIRST_RETRY = 1000;
  const LAST_RETRY = 30000;
  const SAMPLE = 256 * 1024;

  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const encoded = (text) => base64(new TextEncoder().encode(text));

  /** Null where the browser has no cryptography, which is so on pages that came without encryption. */
  async function sha256(bytes) {
    return crypto.subtle ? crypto.subtle.digest("SHA-256", bytes) : null;
  }

  /** The same for the same file, on every device: of its size, beginning and end. */
  async function fingerprint(file) {
    try {
      const ends = new Blob([file.slice(0, SAMPLE), file.slice(Math.max(0, file.size - SAMPLE))]);
      const hash = await sha256(await ends.arrayBuffer());
      return hash ? `${file.size}-${base64(hash)}` : `${file.size}-${file.lastModified}`;
    } catch {
      return `${file.size}-${file.lastModified}`;
    }
  }

  /**
   * options: create (address for new uploads), address (of one that was begun, or null), fingerprint, headers, wanted()
   * (false when the page has gone), and what to be told: progress(bytes), lost(detail), refused(detail), expired(),
   * unreadable(), done().
   */
  function transfer(file, options) {
    let address = options.address;
    let offset = null; // unknown until the server has said
    let size = 1024 * 1024;
    let run = 0; // the run that may go on; others end
    let request = null;
    let retry = FIRST_RETRY;
    let timer = 0;

    function send(method, target, headers, body) {
      return new Promise((resolve, reject) => {
        request = new XMLHttpRequest();
        const sent = request;
        let watch = 0;
        const listen = () => {
          clearTimeout(watch);
          watch = setTimeout(() => sent.abort(), SILENCE);
        };
        const end = (settle) => () => {
          clearTimeout(watch);
          settle(sent);
        };
        sent.open(method, target);
        sent.setRequestHeader("Accept", "application/json");
        sent.setRequestHeader("Tus-Resumable", "1.0.0");
        Object.entries({ ...options.headers, ...headers }).forEach(([name, value]) => sent.setRequestHeader(name, value));
        sent.addEventListener("load", end(resolve));
        sent.addEventListener("error", end(reject));
        sent.addEventListener("abort", end(reject));
        if (body) {
          sent.upload.addEventListener("progress", (event) => {
            listen();
            options.progress(offset + Math.min(event.loaded, body.byteLength));
          });
          // The last piece is followed by a look through the whole file, which takes its time.
          sent.upload.addEventListener("load", () => clearTimeout(watch));
        }
        listen();
        sent.send(body || null);
      });
    }

    function detail(answer) {
      try {
        return JSON.parse(answer.responseText).detail || "";
      } catch {
        return ""; // not for us
      }
    }

    /** What cannot be gone on with is said; everything else is tried again later. */
    function stopOrRetry(answer, mine) {
      if (answer.status === 401 || answer.status === 403) {
        run = 0;
        options.expired();
      } else if (answer.status >= 500 || answer.status === 0 || answer.status === 423 || answer.status === 429) {
        later(detail(answer), mine);
      } else {
        run = 0;
        options.refused(detail(answer));
      }
    }

    function later(words, mine) {
      if (mine !== run) {
        return;
      }
      offset = null;
      options.lost(words);
      clearTimeout(timer);
      timer = setTimeout(start, retry);
      retry = Math.min(retry * 2, LAST_RETRY);
    }

    async function create(mine) {
      const answer = await send("POST", options.create, {
        "Upload-Length": String(file.size),
        "Upload-Metadata": `filename ${encoded(file.name)},fingerprint ${encoded(options.fingerprint)}`,
      });
      if (answer.status !== 201) {
        stopOrRetry(answer, mine);
        return false;
      }
      address = new URL(answer.getResponseHeader("Location"), location.href).pathname;
      offset = 0;
      return true;
    }

    async function ask(mine) {
      const answer = await send("HEAD", address, {});
      if (answer.status === 200) {
        offset = Number(answer.getResponseHeader("Upload-Offset"));
        return true;
      }
      if (answer.status === 404 || answer.status === 410) {
        address = null; // it has expired, and begins anew
        return true;
      }
      stopOrRetry(answer, mine);
      return false;
    }

    /** Whether there is more to do. */
    async function piece(mine) {
      let bytes;
      try {
        bytes = await file.slice(offset, offset + size).arrayBuffer();
      } catch {
        run = 0;
        options.unreadable();
        return false;
      }
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
      const hash = await sha256(bytes);
      if (hash) {
        headers["Upload-Checksum"] = `sha256 ${base64(hash)}`;
      }
      if (mine !== run) {
        return false;
      }
      const begun = Date.now();
      const answer = await send("PATCH", address, headers, bytes);
      if (answer.status === 204) {
        offset = Number(answer.getResponseHeader("Upload-Offset"));
        retry = FIRST_RETRY;
        const took = Math.max(Date.now() - begun, 1);
        size = Math.max(SMALLEST, Math.min(LARGEST, size * 2, Math.round((bytes.byteLength * AIM) / took)));
        options.progress(offset);
        if (offset < file.size) {
          return true;
        }
        run = 0;
        options.done();
        return false;
      }
      if (answer.status === 460) {
        later("", mine);
        return false;
      }
      if ((answer.status === 409 && answer.getResponseHeader("Upload-Offset")) || answer.status === 410) {
        offset = null;
        return true;
      }
      if (answer.status === 404) {
        address = null;
        return true;
      }
      stopOrRetry(answer, mine);
      return false;
    }

    async function start() {
      clearTimeout(timer);
      run = Math.random();
      const mine = run;
      const goesOn = () => mine === run && options.wanted();
      try {
        let more = true;
        while (more && goesOn()) {
          if (!address) {
            more = await create(mine);
          } else if (offset === null) {
            more = await ask(mine);
          } else {
            more = await piece(mine);
          }
        }
      } catch {
        if (goesOn()) {
          later("", mine);
        }
      }
    }

    function pause() {
      run = 0;
      clearTimeout(timer);
      offset = null;
      request?.abort();
    }

    window.addEventListener("online", () => {
      if (run !== 0 && offset === null && options.wanted()) {
        start();
      }
    });

    return {
      start,
      pause,
      discard() {
        pause();
        if (address) {
          send("DELETE", address, {}).catch(() => {
            // It expires.
          });
        }
      },
    };
  }

  window.laurelUpload = { fingerprint, transfer };
})();
