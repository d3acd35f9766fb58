// Keys of the desk: each presses the button or link that shows it. Nothing happens while somebody writes.
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
const WRITTEN_IN = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";
const writes = (element) => element.closest(WRITTEN_IN) !== null;

let here = -1;

function go(step) {
  const all = rows();
  if (all.length === 0) return;
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  here = Math.max(0, Math.min(all.length - 1, (focused < 0 ? here : focused) + step));
  all[here].querySelector("[data-open], a")?.focus();
}

function open() {
  const row = rows().find((one) => one.contains(document.activeElement)) ?? rows()[0];
  row?.querySelector("[data-open]")?.click();
}

function press(element) {
  if (element.tagName !== "SUMMARY") {
    element.click();
    return;
  }
  const choice = element.parentElement;
  choice.open = true;
  choice.querySelector("select, textarea, button").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && writes(event.target)) event.target.blur();
  if (writes(event.target)) return;
  const shown = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  const deed = shown ? () => press(shown) : { j: () => go(1), n: () => go(1), k: () => go(-1), o: open }[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});
