// The report, laid over the view; it runs in a frame that can reach nothing of this page.
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

const header = make("header", {});
const close = make("button", { type: "button", textContent: "Close" });
const frame = make("iframe", { title: "Report" });
frame.setAttribute("sandbox", "allow-scripts");
header.append(
  make("h2", { textContent: "Report", tabIndex: -1 }),
  make("a", { href: "evaluation/report", target: "_blank", rel: "noopener", textContent: "In a tab of its own" }),
  close,
);
element.replaceChildren(header, frame);

const lay = (open) => {
  document.body.classList.toggle("report-open", open);
  for (const rest of document.querySelectorAll("#pairs, #evaluation")) rest.inert = open;
};

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-report]")) return;
  frame.src = "evaluation/report";
  lay(true);
  close.focus();
});
const hide = () => {
  lay(false);
  document.querySelector("[data-report]")?.focus();
};
close.addEventListener("click", hide);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("report-open")) hide();
});
