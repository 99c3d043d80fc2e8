// Sends the files of a <form data-uploads="URL"> in pieces by tus 1.0, so that a broken line, a pause or a reload costs nothing
// that had arrived. Without this script the form is sent by its button.
//
// Each file gets a line with a bar and buttons, made from <template data-upload-line> in the form. What was announced for a file
// is remembered on the device (name, size and date of the file): choosing the same file again goes on where it stopped.
const PIECE = 8 * 1024 * 1024;
const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
const TUS = { "Tus-Resumable": "1.0.0", accept: "application/json" };

class Refused extends Error {}
class Gone extends Error {}

class Upload {
  constructor(form, file) {
    this.url = form.dataset.uploads;
    this.texts = form.dataset;
    this.file = file;
    this.store = `upload:${this.url}:${file.name}:${file.size}:${file.lastModified}`;
    this.state = "running";
    this.line = form.querySelector("template[data-upload-line]").content.firstElementChild.cloneNode(true);
    this.bar = this.line.querySelector("progress");
    this.note = this.line.querySelector("[data-note]");
    this.line.querySelector("[data-name]").textContent = file.name;
    this.pause = this.line.querySelector("[data-pause]");
    this.drop = this.line.querySelector("[data-drop]");
    this.pause.addEventListener("click", () => this.state === "running" ? this.stop() : this.go());
    this.drop.addEventListener("click", () => this.giveUp());
    form.querySelector("[data-upload-lines]").append(this.line);
    this.done = new Promise((resolve) => { this.settle = resolve; });
  }

  say(key, value = "") { this.note.textContent = (this.texts[key] ?? "").replace("%t", value); }

  show(at) {
    const share = Math.floor((at / this.file.size) * 100);
    this.bar.value = share;
    this.say("uploadRunning", `${share} %`);
  }

  stop() {
    this.state = "paused";
    this.request?.abort();
    this.wake?.();
    this.pause.textContent = this.texts.uploadContinue;
    this.say("uploadPaused");
  }

  go() {
    this.state = "running";
    this.pause.textContent = this.texts.uploadPause;
    this.run();
  }

  async giveUp() {
    this.state = "dropped";
    this.request?.abort();
    this.wake?.();
    const at = this.remembered();
    this.remember(null);
    if (at) await fetch(at, { method: "DELETE", headers: TUS }).catch(() => {});
    this.line.remove();
    this.settle(false);
  }

  remembered() { try { return localStorage.getItem(this.store); } catch { return this.address; } }

  remember(address) {
    this.address = address;
    try { address ? localStorage.setItem(this.store, address) : localStorage.removeItem(this.store); } catch { /* only this page goes on */ }
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    let tries = 0;
    while (this.state === "running") {
      try {
        let at = await this.look();
        tries = 0;
        while (at < this.file.size && this.state === "running") { at = await this.piece(at); tries = 0; }
        if (at >= this.file.size) { this.remember(null); this.over("done", "uploadDone"); }
      } catch (fault) {
        if (this.state !== "running") break;
        if (fault instanceof Refused) { this.remember(null); this.over("refused", "uploadRefused", fault.message); break; }
        if (fault instanceof Gone) { this.remember(null); if (tries++ < 3) continue; }
        this.say("uploadWaiting");
        await this.wait(WAITS[Math.min(tries++, WAITS.length - 1)]);
      }
    }
    this.busy = false;
    // Pressed on while the last request was still ending.
    if (this.state === "running") this.run();
  }

  over(state, key, why = "") {
    this.state = state;
    if (state === "done") this.bar.value = 100; else this.bar.remove();
    this.say(key, why);
    this.note.classList.toggle("problem", state === "refused");
    this.pause.remove();
    if (state === "done") this.drop.remove();
    this.settle(state === "done");
  }

  // Waits, or until the line is back, or until somebody presses a button.
  wait(ms) {
    return new Promise((resolve) => {
      const end = () => { clearTimeout(timer); removeEventListener("online", end); this.wake = null; resolve(); };
      const timer = setTimeout(end, ms);
      addEventListener("online", end);
      this.wake = end;
    });
  }

  // Where the server is; announces the file first when nothing is known of it.
  async look() {
    const known = this.remembered();
    if (known) {
      const answer = await fetch(known, { method: "HEAD", headers: TUS });
      if (answer.ok) { this.address = known; return Number(answer.headers.get("upload-offset")); }
      if (answer.status >= 500 || answer.status === 423) throw new Error("later");
      throw new Gone();
    }
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.file.name)));
    const headers = { ...TUS, "Upload-Length": String(this.file.size), "Upload-Metadata": `filename ${name}` };
    const answer = await fetch(this.url, { method: "POST", headers });
    if (answer.status === 201) { this.remember(answer.headers.get("location")); return 0; }
    if (answer.status >= 500) throw new Error("later");
    const data = await answer.json().catch(() => ({}));
    throw new Refused([data.error, ...(data.lines ?? [])].filter(Boolean).join(" "));
  }

  // Sends the next piece and answers where the server is then.
  piece(at) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("PATCH", this.address);
      for (const [name, value] of Object.entries(TUS)) request.setRequestHeader(name, value);
      request.setRequestHeader("Upload-Offset", String(at));
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.upload.addEventListener("progress", (event) => this.show(at + event.loaded));
      request.addEventListener("load", () => {
        if (request.status === 204) return resolve(Number(request.getResponseHeader("upload-offset")));
        if (request.status === 422) {
          let why = "";
          try { why = JSON.parse(request.responseText).error; } catch { /* said in general words */ }
          return reject(new Refused(why));
        }
        reject(request.status === 404 || request.status === 410 ? new Gone() : new Error("later"));
      });
      for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => reject(new Error(end)));
      const end = Math.min(at + PIECE, this.file.size);
      request.send(this.file.slice(at, end));
    });
  }
}

for (const form of document.querySelectorAll("form[data-uploads]")) {
  const running = new Set();
  addEventListener("beforeunload", (event) => { if (running.size) event.preventDefault(); });
  form.addEventListener("submit", async (event) => {
    const field = form.querySelector("input[type=file]");
    const files = [...field.files];
    if (!files.length) return;
    event.preventDefault();
    field.value = "";
    const uploads = files.map((file) => new Upload(form, file));
    let all = true;
    // One after the other: a weak line is not shared.
    for (const upload of uploads) {
      running.add(upload);
      if (upload.state === "running") upload.run();
      all = await upload.done && all;
      running.delete(upload);
    }
    if (all && !running.size) location.assign(location.pathname);
    else if (!running.size) form.querySelector("[data-upload-again]").hidden = false;
  });
}
