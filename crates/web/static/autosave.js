// Saves a <form data-autosave="URL"> while it is being written. Without this script the form is sent by its button.
//
// At most a second after a pause the changed fields go to URL by POST (urlencoded, Accept: application/json) with
//   version   the version that the page was made from, or that the last save answered
//   changed   once for each changed field name; a name without a value was cleared (unticked boxes)
// Answers: 200 {"version", "saved": "23:59:59"}; 409 {"version", "fields": {name: text}} when what is sent was changed
// elsewhere too. A version is one word for the whole form, or "name:digest name:digest" for each of its fields; then the
// 409 has "seen": {name: digest} beside "fields", all other fields that were sent are saved, and a field moves on to what
// was seen of it only when the person has chosen. 422 {"error": "…"}; 403 when the session has ended. Until a save is acknowledged the text also lies in
// localStorage; it is put back when the page is opened again. The hidden field "version" follows each answer, so that
// the button sends the newest one.
const PAUSE = 800;
const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.store = `unsent:${form.dataset.autosaveOwner ?? ""}:${this.url}`;
    this.line = form.querySelector("[data-autosave-status]") ?? document.createElement("p");
    this.aloud = document.createElement("span");
    this.aloud.className = "hide";
    this.aloud.setAttribute("aria-live", "polite");
    form.append(this.aloud);
    this.changed = new Map();
    this.saved = new Map();
    this.sending = false;
    this.timer = 0;
    this.retry = FIRST_RETRY;
    this.restore();
    form.addEventListener("input", (event) => this.note(event.target));
    form.addEventListener("change", (event) => this.note(event.target));
    addEventListener("online", () => { this.retry = FIRST_RETRY; this.soon(0); });
    // Without a line the button would lead to the browser's own error page: what was typed is kept, and goes out later.
    form.addEventListener("submit", (event) => {
      if (navigator.onLine === false) {
        event.preventDefault();
        this.keep();
        this.later();
      } else if (this.sending) {
        // A save is on its way and will move the version on: the button waits for its answer.
        event.preventDefault();
        this.pressed = event.submitter;
      }
    });
    addEventListener("pagehide", () => this.send(true));
    document.addEventListener("visibilitychange", () => { document.hidden ? this.send(true) : this.soon(PAUSE); });
  }

  say(kind, value = "") {
    const text = (this.line.dataset[kind] ?? "").replace("%t", value);
    const problem = kind === "waiting" || kind === "refused" || kind === "signedOut";
    this.line.textContent = text;
    this.line.classList.toggle("waiting", problem);
    // Only what needs a person is read aloud; "saved" every second would be noise.
    const spoken = problem || kind === "restored" ? text : "";
    if (this.aloud.textContent !== spoken) this.aloud.textContent = spoken;
  }

  // The part of a version that speaks of one field.
  seen(name, version) {
    const word = version.split(" ").find((one) => one.startsWith(`${name}:`));
    return version === "" || version.includes(":") ? word ?? "" : version;
  }

  // From here on the form has seen what stands elsewhere in this field.
  sawTheirs(name, digest) {
    const others = this.version().value.split(" ").filter((one) => one && !one.startsWith(`${name}:`));
    this.version().value = (digest ? [...others, `${name}:${digest}`] : others).join(" ");
  }

  version() { return this.form.elements.namedItem("version"); }

  values(name) { return new FormData(this.form).getAll(name).filter((value) => typeof value === "string"); }

  note(field) {
    const name = field.name;
    if (!name || field.type === "file" || field.type === "password" || field.closest("[data-no-autosave]")) return;
    const values = this.values(name);
    // A field tells "change" when it is left, although its text was saved by then.
    if (!this.changed.has(name) && this.saved.get(name) === JSON.stringify(values)) return;
    this.changed.set(name, values);
    this.keep();
    this.soon(PAUSE);
  }

  keep() {
    try {
      if (this.changed.size) {
        const record = { version: this.version()?.value, fields: [...this.changed] };
        localStorage.setItem(this.store, JSON.stringify(record));
      } else {
        localStorage.removeItem(this.store);
      }
    } catch { /* storage is full or off: the saves still go out */ }
  }

  restore() {
    let record = null;
    try { record = JSON.parse(localStorage.getItem(this.store)); } catch { /* nothing usable was kept */ }
    if (!record) return;
    const version = this.version()?.value ?? "";
    for (const [name, kept] of record.fields) {
      const same = this.seen(name, record.version ?? "") === this.seen(name, version);
      const here = this.values(name);
      if (JSON.stringify(here) === JSON.stringify(kept)) continue;
      if (same || here.every((value) => value === "")) {
        this.fill(name, kept);
        this.changed.set(name, kept);
      } else {
        this.choose(name, kept, here);
      }
    }
    this.keep();
    if (this.changed.size) { this.say("restored"); this.soon(PAUSE); }
  }

  fields(name) {
    const found = this.form.elements.namedItem(name);
    return !found ? [] : found instanceof RadioNodeList ? [...found] : [found];
  }

  fill(name, values) {
    for (const field of this.fields(name)) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
      field.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
    }
  }

  soon(wait) {
    clearTimeout(this.timer);
    if (this.changed.size) this.timer = setTimeout(() => this.send(false), wait);
  }

  async send(leaving) {
    if (!this.changed.size || (this.sending && !leaving)) return;
    clearTimeout(this.timer);
    const sent = new Map(this.changed);
    const body = new URLSearchParams();
    if (this.version()) body.append("version", this.version().value);
    for (const [name, values] of sent) {
      body.append("changed", name);
      for (const value of values) body.append(name, value);
    }
    if (leaving) {
      // The answer is not awaited; the kept text stays until a later page shows it was saved.
      fetch(this.url, { method: "POST", body, keepalive: true, headers: { accept: "application/json" } }).catch(() => {});
      return;
    }
    this.sending = true;
    this.say("saving");
    try {
      const answer = await fetch(this.url, { method: "POST", body, headers: { accept: "application/json" } });
      const data = (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : {};
      this.answered(answer.status, data, sent);
    } catch {
      this.later();
    }
    this.sending = false;
    if (this.pressed !== undefined) {
      const button = this.pressed;
      this.pressed = undefined;
      this.form.requestSubmit(button);
      return;
    }
    if (this.retry === FIRST_RETRY) this.soon(PAUSE);
  }

  answered(status, data, sent) {
    if (status === 200) {
      this.retry = FIRST_RETRY;
      if (this.version() && data.version !== undefined) this.version().value = data.version;
      this.forget(sent);
      this.say("at", data.saved);
    } else if (status === 409) {
      if (this.version() && data.version !== undefined) this.version().value = data.version;
      const theirs = (name) => [data.fields?.[name] ?? ""].flat();
      for (const [name, mine] of sent) {
        const taken = data.seen && !(name in data.fields);
        if (taken || JSON.stringify(theirs(name)) === JSON.stringify(mine)) this.forget(new Map([[name, mine]]));
        else this.choose(name, mine, theirs(name), data.seen);
      }
      // A line of authors is taken or left as a whole: fields of it that were not sent may be shown too.
      for (const name of Object.keys(data.seen ?? {})) {
        if (!sent.has(name)) this.choose(name, this.values(name), theirs(name), data.seen);
      }
      this.retry = FIRST_RETRY;
    } else if (status === 422 || status === 413 || status === 400) {
      // Sending the same again would be refused again: wait for the next change.
      this.say("refused", data.error ?? "");
      // The text stays kept on the device.
      this.retry = FIRST_RETRY;
      for (const name of sent.keys()) if (this.same(name, sent)) this.changed.delete(name);
    } else if (status === 403 || status === 401) {
      this.later();
      this.say("signedOut");
    } else {
      this.later();
    }
  }

  same(name, sent) { return JSON.stringify(this.changed.get(name)) === JSON.stringify(sent.get(name)); }

  // Drops what was acknowledged, unless it was changed again meanwhile.
  forget(sent) {
    for (const [name, values] of sent) {
      this.saved.set(name, JSON.stringify(values));
      if (this.same(name, sent)) this.changed.delete(name);
    }
    this.keep();
  }

  later() {
    this.say("waiting");
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(false), this.retry);
    this.retry = Math.min(this.retry * 2, LAST_RETRY);
  }

  // What a person reads of the values: the words beside a box, the words of a choice.
  inWords(name, values) {
    const word = (value) => {
      for (const field of this.fields(name)) {
        if (field instanceof HTMLSelectElement) {
          return [...field.options].find((option) => option.value === value)?.text ?? value;
        }
        if (field.value === value && field.labels?.[0] && (field.type === "radio" || field.type === "checkbox")) {
          // Without the hint that stands below the words.
          return (field.labels[0].firstChild?.textContent ?? "").trim() || value;
        }
      }
      return value;
    };
    return values.map(word).join("\n");
  }

  // Shows both texts below the field; nothing is sent for it until the person has chosen.
  choose(name, mine, theirs, seen) {
    this.changed.delete(name);
    const field = this.fields(name)[0];
    if (!field) return;
    const id = `conflict-${field.id || name}`;
    document.getElementById(id)?.remove();
    const box = document.createElement("div");
    box.id = id;
    box.className = "conflict";
    box.setAttribute("role", "alert");
    const add = (tag, text) => { const e = document.createElement(tag); e.textContent = text; box.append(e); return e; };
    const texts = this.line.dataset;
    add("p", texts.conflictTitle);
    add("strong", texts.conflictMine);
    add("pre", this.inWords(name, mine));
    add("strong", texts.conflictTheirs);
    add("pre", this.inWords(name, theirs));
    for (const [label, values] of [[texts.conflictKeepMine, mine], [texts.conflictTakeTheirs, theirs]]) {
      const button = add("button", label);
      button.type = "button";
      button.className = "secondary small";
      button.addEventListener("click", () => {
        if (seen) this.sawTheirs(name, seen[name]);
        this.fill(name, values);
        this.changed.set(name, values);
        this.keep();
        box.remove();
        field.focus();
        this.soon(0);
      });
    }
    (field.closest(".field, fieldset") ?? field).append(box);
    this.line.textContent = "";
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
