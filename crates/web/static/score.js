// Helps with a <form data-score>: the running total, the band that a mark falls in, and keys. Marks are whole
// hundredths, so that sums are exact. Without this script the sheet is filled in and sent as any form.
//
//   .criterion[data-max][data-step]   greatest mark and step, in hundredths; data-weight: in parts of the form's data-unit
//     input.mark                      the mark as typed, "7,5"
//     .band[data-from][data-to]       both included; may hold a radio to tick
//   [data-total]  [data-done]         outputs: the sum; "3/5"
//
// Keys in a mark: up and down go to the criterion above and below, + and - change it by a step, Enter goes on and at
// the last one to the button. In the bands a digit ticks the band of that number.
const lang = document.documentElement.lang || "vi";
const point = lang === "vi" ? "," : ".";

const parse = (text) => {
  const match = /^\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*$/.exec(text);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : null;
};

const print = (hundredths) => {
  const rest = String(hundredths % 100).padStart(2, "0").replace(/0+$/, "");
  return Math.floor(hundredths / 100) + (rest ? point + rest : "");
};

for (const form of document.querySelectorAll("form[data-score]")) {
  const rows = [...form.querySelectorAll(".criterion")].map((row) => ({
    row,
    field: row.querySelector("input.mark"),
    max: Number(row.dataset.max),
    step: Number(row.dataset.step) || 1,
    weight: Number(row.dataset.weight ?? 1),
    bands: [...row.querySelectorAll(".band")],
  })).filter((r) => r.field);
  const unit = Number(form.dataset.unit ?? 1);
  const total = form.querySelector("[data-total]");
  const done = form.querySelector("[data-done]");

  const valid = (r, mark) => mark !== null && mark <= r.max && mark % r.step === 0;

  const show = () => {
    let sum = 0, count = 0;
    for (const r of rows) {
      const mark = parse(r.field.value);
      const ok = valid(r, mark);
      if (ok) { sum += mark * r.weight; count += 1; }
      r.field.setAttribute("aria-invalid", String(!ok && r.field.value.trim() !== ""));
      for (const band of r.bands) {
        const here = ok && mark >= Number(band.dataset.from) && mark <= Number(band.dataset.to);
        band.classList.toggle("here", here);
      }
    }
    if (total) total.textContent = print(Math.floor((2 * sum + unit) / (2 * unit)));
    if (done) done.textContent = `${count}/${rows.length}`;
  };

  // Ticks the band that the mark falls in, where the person has not ticked one.
  const tick = (r) => {
    const mark = parse(r.field.value);
    if (!valid(r, mark) || r.bands.some((band) => band.querySelector("input:checked"))) return;
    const band = r.bands.find((b) => mark >= Number(b.dataset.from) && mark <= Number(b.dataset.to));
    const radio = band?.querySelector("input[type=radio]");
    if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
  };

  const go = (index) => {
    const next = rows[index]?.field ?? (index >= rows.length ? form.querySelector("button:not([type=button])") : null);
    if (!next) return;
    next.focus();
    next.select?.();
  };

  rows.forEach((r, index) => {
    r.field.addEventListener("input", show);
    r.field.addEventListener("filled", show);
    r.field.addEventListener("change", () => tick(r));
    r.field.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const by = { "+": r.step, "=": r.step, "-": -r.step }[event.key];
      if (event.key === "ArrowDown" || event.key === "Enter") go(index + 1);
      else if (event.key === "ArrowUp") go(index - 1);
      else if (by) {
        const mark = Math.min(r.max, Math.max(0, (parse(r.field.value) ?? 0) + by));
        r.field.value = print(mark);
        r.field.dispatchEvent(new Event("input", { bubbles: true }));
      } else return;
      event.preventDefault();
    });
    r.row.addEventListener("keydown", (event) => {
      if (event.target.type !== "radio" || !/^[1-9]$/.test(event.key)) return;
      const radio = r.bands[Number(event.key) - 1]?.querySelector("input[type=radio]");
      if (!radio) return;
      event.preventDefault();
      radio.checked = true;
      radio.focus();
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  show();
}
