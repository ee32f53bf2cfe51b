// Answers are taken along as Markdown; a new question moves into view.
let exchanges = 0;
let following = false; // the newest exchange, until the reader scrolls

watch("value", () => {
  following ||= props.value.length > exchanges;
  exchanges = props.value.length;
  if (following) element.querySelector(".exchange:last-child")?.scrollIntoView({ block: "start" });
  document.dispatchEvent(new Event("footnote:conversation"));
});
for (const name of ["wheel", "touchmove", "keydown"]) element.addEventListener(name, () => { following = false; });

const say = (button, word) => {
  const before = button.textContent;
  button.textContent = word;
  setTimeout(() => { button.textContent = before; }, 2000);
};

element.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-download]");
  if (!button) return;
  const { markdown } = button.closest(".exchange").dataset;
  if ("copy" in button.dataset) {
    try {
      await navigator.clipboard.writeText(markdown);
      say(button, "Copied");
    } catch { // no clipboard without a secure address
      say(button, "Not allowed here: download it");
    }
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([markdown], { type: "text/markdown" }));
  link.download = "footnote-answer.md";
  link.click();
  URL.revokeObjectURL(link.href);
});
