// Counts the letters left in a field with data-most. Without this script the hint still tells the most.
const letters = (text) => [...text.normalize("NFC").replaceAll("\r\n", "\n")].length;

for (const field of document.querySelectorAll("[data-most]")) {
  const line = document.querySelector(`[data-count-of="${CSS.escape(field.id)}"]`);
  if (!line) continue;
  const most = Number(field.dataset.most);
  // What is seen changes at each letter; what is read aloud waits for a pause.
  const spoken = document.createElement("span");
  spoken.className = "hide";
  spoken.setAttribute("aria-live", "polite");
  line.after(spoken);
  line.setAttribute("aria-hidden", "true");
  let pause = 0;

  const show = () => {
    const left = most - letters(field.value);
    const text = (left < 0 ? line.dataset.over : line.dataset.left).replace("%n", Math.abs(left));
    line.textContent = text;
    line.classList.toggle("over", left < 0);
    return text;
  };
  field.addEventListener("input", () => {
    const text = show();
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = text; }, 1000);
  });
  show();
}
