// Makes the paper anew beside its form, a moment after the last key. Without this script the button does it.
const form = document.querySelector("form[data-preview]");
const shown = document.querySelector("#preview");

if (form && shown) {
  let pause = 0;
  let latest = 0;

  const make = async () => {
    const turn = ++latest;
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (answer.status !== 200 && answer.status !== 422) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const made = page.querySelector("#preview");
      // A mistake half-way through a line keeps the last paper that could be made.
      if (turn === latest && made?.querySelector(".doc")) shown.replaceChildren(...made.childNodes);
    } catch {
      // No line just now: the next key tries again.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(make, 500);
  });
}
