// Shows the page as it will print while it is written: the site itself sets it, as it sets the public page.
const PAUSE = 600;

const form = document.querySelector("[data-writer]");
const page = document.querySelector("[data-writer-page]");
let timer;
let asked = 0;

async function show() {
  const turn = ++asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer?.ok || answer.redirected || turn !== asked) return;
  const html = await answer.text();
  if (turn === asked) page.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
}

form.addEventListener("input", wait);
form.addEventListener("writer:changed", wait);
// A link of the preview would lead away from the desk.
page.addEventListener("click", (event) => event.target.closest("a") && event.preventDefault());
