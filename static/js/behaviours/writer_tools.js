// Sets what is selected, for people who know no Markdown; each step can be undone like typing.
const tools = document.querySelector("[data-writer-tools]");
const body = document.querySelector("[data-writer]").elements.body;

function type(text) {
  body.focus();
  // The one way to type that the browser's own undo knows.
  if (!document.execCommand("insertText", false, text)) {
    body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const selected = () => body.value.slice(body.selectionStart, body.selectionEnd);

function around(mark) {
  const words = selected();
  const { selectionStart: start } = body;
  const isSet = words.length > 2 * mark.length && words.startsWith(mark) && words.endsWith(mark);
  type(isSet ? words.slice(mark.length, -mark.length) : `${mark}${words}${mark}`);
  const from = isSet ? start : start + mark.length;
  body.setSelectionRange(from, from + words.length - (isSet ? 2 * mark.length : 0));
}

function before(mark) {
  const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
  const end = (body.value.indexOf("\n", body.selectionEnd) + 1 || body.value.length + 1) - 1;
  body.setSelectionRange(start, end);
  const lines = selected().split("\n");
  const isSet = lines.every((line) => line.startsWith(mark));
  type(lines.map((line) => (isSet ? line.slice(mark.length) : mark + line)).join("\n"));
}

function link(button) {
  const words = selected() || button.dataset.words;
  const start = body.selectionStart;
  type(`[${words}](https://)`);
  const address = start + words.length + 3;
  body.setSelectionRange(address, address + "https://".length);
}

const TOOLS = {
  bold: () => around("**"),
  italic: () => around("*"),
  heading: () => before("## "),
  quote: () => before("> "),
  list: () => before("- "),
  link,
};

const buttons = [...tools.querySelectorAll("[data-tool]")];
const use = (button) => TOOLS[button.dataset.tool](button);

tools.hidden = false;
for (const button of buttons) button.addEventListener("click", () => use(button));

body.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = `${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`;
  const button = buttons.find((one) => one.dataset.key === key);
  if (!button) return;
  event.preventDefault();
  use(button);
});

// In a toolbar the arrows lead from tool to tool, and one of them is on the way of the tab key.
const rove = (to) => {
  for (const button of buttons) button.tabIndex = button === to ? 0 : -1;
  to.focus();
};
for (const [at, button] of buttons.entries()) button.tabIndex = at ? -1 : 0;
tools.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = buttons.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  rove(buttons[(at + step + buttons.length) % buttons.length]);
});

for (const button of document.querySelectorAll("[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => type(`\n\n${button.dataset.insert}\n\n`));
}
