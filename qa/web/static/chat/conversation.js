// The conversation: a new question is scrolled into view, and answers can be copied and downloaded as Markdown.
let exchanges = 0;
let following = false; // whether the newest exchange is kept in view, until the reader scrolls

watch("value", () => {
  following ||= props.value.length > exchanges;
  exchanges = props.value.length;
  if (following) element.querySelector(".exchange:last-child")?.scrollIntoView({ block: "start" });
  document.dispatchEvent(new Event("footnote:conversation"));
});
for (const name of ["wheel", "touchmove", "keydown"]) element.addEventListener(name, () => { following = false; });

// What a question was read as is put into the question box, to be changed and asked anew.
footnote.onClick(element, "[data-edit]", (button) => {
  const box = document.querySelector("#question textarea");
  box.value = button.dataset.edit;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});

const markdown = (button) => button.closest(".exchange").dataset.markdown;

const showFor2Seconds = (button, words) => {
  const before = button.textContent;
  button.textContent = words;
  setTimeout(() => { button.textContent = before; }, 2000);
};

footnote.onClick(element, "[data-copy]", async (button) => {
  try {
    await navigator.clipboard.writeText(markdown(button));
    showFor2Seconds(button, "Copied");
  } catch { // browsers have no clipboard at an address that is not secure
    showFor2Seconds(button, "Not allowed here: download it");
  }
});

footnote.onClick(element, "[data-download]", (button) => {
  const href = URL.createObjectURL(new Blob([markdown(button)], { type: "text/markdown" }));
  footnote.make("a", { href, download: "footnote-answer.md" }).click();
  URL.revokeObjectURL(href);
});
