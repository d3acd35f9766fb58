// Asks every few seconds how far an update has come; once it stands otherwise, the page is shown anew with its buttons.
const EVERY = 3_000;

const place = () => document.querySelector("[data-progress]");

async function look() {
  if (document.hidden) return;
  const answer = await fetch(place().dataset.progress).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
  if (!fresh) return;
  if (fresh.dataset.state !== place().dataset.state) location.reload();
  else place().replaceWith(fresh);
}

setInterval(look, EVERY);
