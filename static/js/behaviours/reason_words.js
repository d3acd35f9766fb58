// Sets the public wording of a chosen reason into the field below, unless a moderator has written something better.
for (const select of document.querySelectorAll("select[name=reason]")) {
  const words = select.form.elements.words;
  let set = "";
  select.addEventListener("change", () => {
    if (words.value.trim() !== "" && words.value !== set) return;
    set = select.selectedOptions[0].dataset.words ?? "";
    words.value = set;
  });
}
