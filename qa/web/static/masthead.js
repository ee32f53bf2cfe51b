// The views, each with an address of its own; and the documents as a sheet, where there is no room for them.
const button = element.querySelector("#to-shelf");

const show = (open) => {
  document.body.classList.toggle("shelf-open", open);
  button.setAttribute("aria-expanded", open);
  if (!open) return button.focus();
  document.querySelector("#upload input").focus();
};

button.addEventListener("click", () => show(!document.body.classList.contains("shelf-open")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("shelf-open")) show(false);
});

const look = () => {
  const view = location.hash === "#evaluate" ? "#evaluate" : "#chat";
  document.body.classList.toggle("evaluating", view === "#evaluate");
  for (const link of element.querySelectorAll("nav a")) {
    if (link.hash === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
};

addEventListener("hashchange", look);
look();
