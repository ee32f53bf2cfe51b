// The shelf: which documents are ticked, and the removal of one. It is looked at anew whenever the page is.
const ticked = new Set();
let collection = "";

const tell = () => document.dispatchEvent(new CustomEvent("footnote:chosen", { detail: [...ticked] }));

// Rows are reused for other documents when the list changes, so each tick is set by name.
const tick = () => {
  const shown = element.querySelector("[data-collection]")?.dataset.collection;
  if (shown !== collection) {
    collection = shown;
    if (ticked.size) { ticked.clear(); tell(); }
  }
  for (const box of element.querySelectorAll("input[type=checkbox]")) {
    box.checked = ticked.has(box.closest("[data-document]").dataset.document);
  }
};

watch("value", tick);

element.addEventListener("change", (event) => {
  const { document: name } = event.target.closest("[data-document]").dataset;
  if (event.target.checked) ticked.add(name);
  else ticked.delete(name);
  tell();
});

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (!button) return;
  ticked.delete(button.dataset.remove);
  tell();
  trigger("delete", { document: button.dataset.remove });
});

document.addEventListener("footnote:ask-all", () => { ticked.clear(); tick(); tell(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) trigger("refresh"); });
