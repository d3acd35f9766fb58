// Keeps what is typed: here at once, at the site after a pause, and never over what a colleague has written.
const PAUSE = 2_000;
const LOOK_AGAIN = 20_000;

const form = document.querySelector("[data-writer]");
const FIELDS = ["title", "to", "body", "note"].filter((name) => form.elements[name]);
const part = (name) => form.querySelector(`[data-writer-part="${name}"]`);
const field = (name) => form.elements[name];
const place = `draft:${form.dataset.writer}`;
const words = part("state").dataset;

let kept = text();
let isCopied = false;
let busy = false;
let stopped = false;
let timer;

function text() {
  return JSON.stringify(FIELDS.map((name) => field(name).value));
}

// What stands in a line with single spaces is what the site keeps of it.
const squashed = (name, value) => (name === "body" ? value : value.trim().replace(/\s+/g, " "));

function say(message, address, link) {
  part("state").replaceChildren(message);
  if (!address) return;
  const way = document.createElement("a");
  way.href = address;
  way.textContent = link;
  part("state").append(" ", way);
}

function notKept(why, ...way) {
  if (text() === kept) say(why, ...way);
  else say(`${why} ${isCopied ? words.copied : words.onlyHere}`, ...way);
}

// A browser may offer no storage, or a full one; what the storage was asked for was done, or it was not.
function stored(use) {
  try {
    use(localStorage);
    return true;
  } catch (error) {
    if (error.name !== "QuotaExceededError" && error.name !== "SecurityError") throw error;
    return false;
  }
}

function copyHere() {
  const copy = JSON.stringify({ on: field("on").value, text: text() });
  isCopied = stored((storage) => storage.setItem(place, copy));
}

function copied() {
  let copy = null;
  stored((storage) => (copy = storage.getItem(place)));
  return JSON.parse(copy);
}

function dropCopy() {
  part("copy").hidden = true;
  stored((storage) => storage.removeItem(place));
}

function put(values) {
  FIELDS.forEach((name, at) => {
    const input = field(name);
    if (squashed(name, input.value) === squashed(name, values[at])) return;
    const [start, end] = [input.selectionStart, input.selectionEnd];
    input.value = values[at];
    if (input === document.activeElement) input.setSelectionRange(start, end);
  });
  form.dispatchEvent(new CustomEvent("writer:changed"));
}

const ask = (more) =>
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, ...more });

// What the site says to a text; nothing at all while the net is away, which fetch tells by a TypeError.
async function answered() {
  try {
    const answer = await ask();
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, isJson, said: isJson ? await answer.json() : {} };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

async function keep() {
  if (busy || stopped) return;
  busy = true;
  const sent = text();
  if (sent !== kept) say(words.keeping);
  const answer = await answered().finally(() => (busy = false));
  if (answer) heed(answer, sent);
  else tryAgain(words.offline);
}

function heed({ status, isJson, said }, sent) {
  if (status === 200 && isJson) return settle(said, sent);
  // A restart, a limit, or a page that somebody else put in between: none of these is the letter's last word.
  if (status >= 500 || status === 429 || status === 200) return tryAgain(words.later);
  if (status === 422) return say(Object.values(said.fields ?? {}).flat().join(" ") || words.refused);
  stopped = true;
  if (said.outcome === "clash") {
    say(words.clash);
    part("keep").textContent = words.seeBoth;
  } else if (said.error === "signed-out") notKept(words.signedOut, said.sign_in, words.signIn);
  else notKept(words.refused);
}

function tryAgain(why) {
  if (text() !== kept) notKept(why);
  wait(LOOK_AGAIN);
}

function settle(said, sent) {
  warn(said.colleagues);
  const isUntouched = text() === sent;
  // Whoever typed on meanwhile goes on from what was sent, and is merged with the rest next time.
  field("on").value = isUntouched || said.outcome === "kept" ? said.revision : said.yours;
  if (said.outcome !== "kept" && isUntouched) put(FIELDS.map((name) => said.text[name]));
  if (isUntouched) {
    kept = text();
    dropCopy();
    say(`${words.kept} ${new Date(said.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`);
  } else wait(PAUSE);
}

function warn(names) {
  part("colleagues").hidden = names.length === 0;
  part("colleagues").textContent = names.length ? `${names.join(", ")} ${words.open}` : "";
}

function wait(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(keep, milliseconds);
}

form.addEventListener("input", () => {
  copyHere();
  wait(PAUSE);
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank" || stopped) return;
  event.preventDefault();
  clearTimeout(timer);
  keep();
});

// A tab that closes: what is not kept yet is sent along, and stays here until the site has it.
addEventListener("pagehide", () => {
  if (text() !== kept && !stopped) ask({ keepalive: true }).catch(() => {});
});

setInterval(() => document.hidden || keep(), LOOK_AGAIN);

const copy = copied();
if (copy && copy.text !== text()) {
  part("copy").hidden = false;
  part("put-back").addEventListener("click", () => {
    field("on").value = copy.on;
    put(JSON.parse(copy.text));
    copyHere();
    part("copy").hidden = true;
    wait(0);
  });
  part("let-go").addEventListener("click", dropCopy);
} else dropCopy();
