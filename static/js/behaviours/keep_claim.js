// Keeps what is open while its moderator reads and writes; after a quarter of an hour without a move it is free again.
const EVERY = 4 * 60 * 1000;
const AWAKE = 15 * 60 * 1000;

for (const form of document.querySelectorAll("[data-keep-claim]")) {
  let moved = Date.now();
  for (const sign of ["keydown", "pointermove", "scroll"]) {
    document.addEventListener(sign, () => (moved = Date.now()), { passive: true });
  }
  setInterval(async () => {
    if (document.hidden || Date.now() - moved > AWAKE) return;
    const answer = await fetch(form.dataset.keepClaim, { method: "POST", body: new FormData(form) });
    if (!answer.ok) return;
    const claimed = await answer.json();
    const lost = form.querySelector("[data-lost]");
    lost.hidden = claimed.is_mine;
    lost.textContent = claimed.is_mine ? "" : lost.dataset.lost;
  }, EVERY);
}
