// Puts the bar at the thumb away while the slip it leads to is in view.
for (const bar of document.querySelectorAll("[data-thumb-bar]")) {
  const slip = document.getElementById(bar.dataset.thumbBar);
  new IntersectionObserver(([seen]) => (bar.hidden = seen.isIntersecting)).observe(slip);
}
