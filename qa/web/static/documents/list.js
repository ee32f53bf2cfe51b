// The list of documents: choosing some to be asked, and removing one. The list is loaded anew when the page is shown again.
const chosen = new Set();
let collection = "";

const announce = () => document.dispatchEvent(new CustomEvent("footnote:chosen", { detail: [...chosen] }));

// Rows are reused for other documents when the list changes, so that each box is set by the name of its document.
const setBoxes = () => {
  const shown = element.querySelector("[data-collection]")?.dataset.collection;
  if (shown !== collection) {
    collection = shown;
    if (chosen.size) { chosen.clear(); announce(); }
  }
  for (const box of element.querySelectorAll("input[type=checkbox]")) {
    box.checked = chosen.has(box.closest("[data-document]").dataset.document);
  }
};

watch("value", setBoxes);

element.addEventListener("change", (event) => {
  const { document: name } = event.target.closest("[data-document]").dataset;
  if (event.target.checked) chosen.add(name);
  else chosen.delete(name);
  announce();
});

footnote.onClick(element, "[data-remove]", (button) => {
  chosen.delete(button.dataset.remove);
  announce();
  trigger("delete", { document: button.dataset.remove });
});

document.addEventListener("footnote:ask-all", () => { chosen.clear(); setBoxes(); announce(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) trigger("refresh"); });
