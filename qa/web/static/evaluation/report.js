// The report, laid over the evaluation view in a frame that can reach nothing of this page.
const close = footnote.makeButton("Close");
const frame = footnote.make("iframe", { title: "Report" });
frame.setAttribute("sandbox", "allow-scripts");
const header = footnote.make(
  "header",
  {},
  footnote.make("h2", { textContent: "Report", tabIndex: -1 }),
  footnote.make("a", { href: "evaluation/report", target: "_blank", rel: "noopener", textContent: "In a tab of its own" }),
  close,
);
element.replaceChildren(header, frame);

const hide = () => {
  overlay.toggle(false);
  document.querySelector("[data-report]")?.focus();
};
const overlay = footnote.overlay("report", { covered: "#pairs, #evaluation", close: hide });

footnote.onClick(document, "[data-report]", () => {
  frame.src = "evaluation/report";
  overlay.toggle(true);
  close.focus();
});
close.addEventListener("click", hide);
