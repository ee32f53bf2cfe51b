// The masthead: it marks the view that is open and, where there is no room beside the chat, shows the documents panel.
const button = element.querySelector("#show-documents");

const show = (open) => {
  panel.toggle(open);
  button.setAttribute("aria-expanded", open);
  if (open) document.querySelector("#upload input").focus();
  else button.focus();
};
const panel = footnote.overlay("documents", { close: () => show(false) });
button.addEventListener("click", () => show(!panel.isOpen()));

const markView = () => {
  const view = footnote.view();
  document.body.classList.toggle("evaluating", view === "evaluate");
  for (const link of element.querySelectorAll("nav a")) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
};
addEventListener("hashchange", markView);
markView();
