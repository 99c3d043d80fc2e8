// Keeps the time left of <time data-countdown datetime data-now data-left data-passed> current.
// The clock is the server's, taken when the page was made; the device's clock is not trusted.
const lang = document.documentElement.lang || "vi";
const UNITS = [["day", 86400, Infinity], ["hour", 3600, 24], ["minute", 60, 60], ["second", 1, 60]];

const duration = (seconds) => {
  const counts = UNITS.map(([unit, size, wrap]) => [unit, Math.floor(seconds / size) % wrap]);
  const first = counts.findIndex(([, n]) => n > 0);
  return counts.slice(first < 0 ? 3 : first).slice(0, 2).filter(([, n], i) => n > 0 || i === 0)
    .map(([unit, n]) => new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(n)).join(" ");
};

const loaded = performance.now();
const clocks = [...document.querySelectorAll("time[data-countdown]")].map((element) => ({
  element,
  left: Date.parse(element.dateTime) - Date.parse(element.dataset.now),
}));

const tick = () => {
  let running = false;
  for (const { element, left } of clocks) {
    const seconds = Math.floor((left - (performance.now() - loaded)) / 1000);
    const text = seconds > 0 ? element.dataset.left.replace("%t", duration(seconds)) : element.dataset.passed;
    if (element.textContent !== text) element.textContent = text;
    element.closest(".deadline")?.classList.toggle("passed", seconds <= 0);
    running ||= seconds > 0;
  }
  if (running) setTimeout(tick, 1000);
};
if (clocks.length) tick();
