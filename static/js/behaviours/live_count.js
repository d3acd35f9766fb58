// Keeps a count current: often while it moves, seldom while it rests, never while nobody looks.
const OFTEN = 2_000;
const SELDOM = 15_000;
const LIVELY_FOR = 60_000;
const SAY_EVERY = 30_000;
const ROLL = { duration: 600, easing: "cubic-bezier(0.2, 0.8, 0.2, 1)" };

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function follow(count) {
  const part = (name) => count.querySelector(`[data-live="${name}"]`);
  let lively = Date.now() + LIVELY_FOR;
  let lastSaid = Date.now();
  let timer;

  function show(number) {
    const before = Number(count.dataset.count);
    if (number === before) return;
    count.dataset.count = number;
    lively = Date.now() + LIVELY_FOR;
    roll(part("number"), grouped(number), number > before ? 1 : -1);
    for (const copy of document.querySelectorAll("[data-live-copy]")) copy.textContent = grouped(number);
    part("plain").textContent = number;
    part("one").hidden = number !== 1;
    part("many").hidden = number === 1;
    showGoal(number, Number(count.dataset.goal));
    say(number);
  }

  function showGoal(number, goal) {
    if (!goal) return;
    part("bar").value = number;
    part("rest").textContent = grouped(Math.max(0, goal - number));
    part("first").hidden = number > 0;
    part("short").hidden = number >= goal || number === 0;
    part("reached").hidden = number < goal;
  }

  function say(number) {
    if (Date.now() - lastSaid < SAY_EVERY) return;
    lastSaid = Date.now();
    part("said").textContent = `${number} ${part("said").dataset.words}`;
  }

  async function ask() {
    const answer = await fetch(count.dataset.liveCount, { headers: { Accept: "application/json" } });
    if (answer.status === 404 || answer.status === 410) return false;
    if (answer.ok) show((await answer.json()).count);
    return true;
  }

  async function tick() {
    // A phone in a tunnel is no error: the next question comes anyway.
    const goesOn = document.hidden || (await ask().catch(() => true));
    if (goesOn) wait();
  }

  function wait() {
    clearTimeout(timer);
    if (document.hidden) return;
    timer = setTimeout(tick, Date.now() < lively ? OFTEN : SELDOM * (0.8 + Math.random() * 0.4));
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : tick()));
  wait();
}

function roll(line, text, direction) {
  const before = line.textContent;
  if (isStill() || before.length !== text.length) {
    line.textContent = text;
    return;
  }
  line.replaceChildren(...[...text].map((sign, place) => turned(sign, before[place], direction)));
}

function turned(sign, before, direction) {
  const digit = document.createElement("span");
  digit.className = "count__digit";
  digit.textContent = sign;
  if (sign === before) return digit;
  const leaving = document.createElement("span");
  leaving.className = "count__leaving";
  leaving.textContent = before;
  const arriving = document.createElement("span");
  arriving.className = "count__digit";
  arriving.textContent = sign;
  digit.replaceChildren(arriving, leaving);
  arriving.animate({ translate: [`0 ${direction * 100}%`, "0 0"] }, ROLL);
  leaving.animate({ translate: ["0 0", `0 ${direction * -100}%`] }, ROLL).finished.then(() => leaving.remove());
  return digit;
}

document.querySelectorAll("[data-live-count]").forEach(follow);
