// Shows the buttons only where the browser can do what they say; without a script the address itself is there.

const share = document.querySelector("[data-share]");
if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", async () => {
    try {
      await navigator.share({ title: share.dataset.title, url: share.dataset.share });
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  });
}

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  const label = copy.textContent;
  copy.hidden = false;
  copy.setAttribute("aria-live", "polite");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = copy.dataset.done;
    setTimeout(() => (copy.textContent = label), 2000);
  });
}
