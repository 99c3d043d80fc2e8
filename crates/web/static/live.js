// Keeps every [data-live] of the page current: asks for the page again and puts in what has changed. Without this script the
// link below it does the same. A page that nobody looks at does not ask; a line that is down is asked again later.
const SECONDS = 3;
const boxes = () => [...document.querySelectorAll("[data-live]")];
let wait = SECONDS;
let typed = false;
document.addEventListener("input", () => { typed = true; });

const put = (box, fresh) => {
  // Another subject: the forms around the box belong to the old one. Nothing typed is thrown away.
  if (fresh.dataset.live !== box.dataset.live && !typed) location.reload();
  else if (fresh.innerHTML !== box.innerHTML) box.replaceChildren(...fresh.childNodes);
};

const look = async () => {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.pathname, { headers: { accept: "text/html" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = [...page.querySelectorAll("[data-live]")];
      boxes().forEach((box, i) => { if (fresh[i]) put(box, fresh[i]); });
      wait = SECONDS;
    } catch {
      wait = Math.min(wait * 2, 60);
    }
  }
  setTimeout(look, wait * 1000);
};
if (boxes().length) setTimeout(look, wait * 1000);
