// Shows the questions that are asked, hides those that are not, while somebody answers. Without this script all are shown, each with
// a sentence that says when it wants an answer; the server decides when it saves.
//   data-when    name of the input that decides; where this page has none, data-holds tells what the server knows
//   data-is      "|a|b|": one of these values; data-least: this number or more; neither: any answer
// What is hidden keeps what was typed and is sent along.
const number = (text) => {
  let plain = text.trim().replace(/^−/, "-").replace(/[\u00a0\u202f]/g, " ");
  const comma = plain.split(",");
  if (comma.length > 2) return NaN;
  if (/^-?\d{1,3}([. ]\d{3})+$/.test(comma[0])) comma[0] = comma[0].replace(/[. ]/g, "");
  plain = comma.join(".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
};

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector("[data-when]")) continue;
  const show = () => {
    const hidden = new Set();
    const data = new FormData(form);
    for (const box of form.querySelectorAll("[data-when]")) {
      const { when, is, least } = box.dataset;
      const values = data.getAll(when).map((value) => value.trim()).filter((value) => value !== "");
      let holds = "holds" in box.dataset;
      if (form.elements.namedItem(when)) {
        holds = !hidden.has(when) && (is ? values.some((value) => is.includes(`|${value}|`))
          : least ? values.some((value) => number(value) >= Number(least)) : values.length > 0);
      }
      box.hidden = !holds;
      const sentence = box.querySelector(":scope > .inset");
      if (sentence) sentence.hidden = true;
      if (!holds) for (const field of box.querySelectorAll("[name]")) hidden.add(field.name);
    }
  };
  for (const event of ["input", "change", "filled"]) form.addEventListener(event, show);
  show();
}
