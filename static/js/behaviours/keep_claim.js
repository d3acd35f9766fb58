// Keeps what is open while its moderator reads and writes; after a quarter of an hour without a move it is free again.
const EVERY = 4 * 60 * 1000;
const AWAKE = 15 * 60 * 1000;

function say(form, words) {
  const lost = form.querySelector("[data-lost]");
  lost.hidden = words === "";
  lost.textContent = words;
}

// Without a net there is no answer; the next turn asks again.
async function ask(form) {
  try {
    return await fetch(form.dataset.keepClaim, { method: "POST", body: new FormData(form) });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function keep(form) {
  const answer = await ask(form);
  const { lost, signedOut } = form.querySelector("[data-lost]").dataset;
  if (answer?.redirected) return say(form, signedOut);
  if (!answer?.ok) return;
  const claimed = await answer.json();
  say(form, claimed.is_mine ? "" : lost);
}

for (const form of document.querySelectorAll("[data-keep-claim]")) {
  let moved = Date.now();
  for (const sign of ["keydown", "pointermove", "scroll"]) {
    document.addEventListener(sign, () => (moved = Date.now()), { passive: true });
  }
  setInterval(() => {
    if (!document.hidden && Date.now() - moved <= AWAKE) keep(form);
  }, EVERY);
}
