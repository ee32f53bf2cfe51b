// The running evaluation, or its result: loaded when the view is shown, and again after each action on it.
const refresh = () => { if (footnote.view() === "evaluate" && !document.hidden) trigger("refresh"); };

addEventListener("hashchange", refresh);
document.addEventListener("visibilitychange", refresh);
document.addEventListener("footnote:evaluation", refresh);
refresh();

footnote.onClick(element, "[data-cancel]", async () => {
  await fetch("evaluation/cancel", { method: "POST" });
  refresh();
});

// If the element with the focus is gone, the heading of what replaced it gets the focus.
watch("value", () => {
  const isLost = document.activeElement === document.body;
  if (footnote.view() === "evaluate" && isLost) element.querySelector("h2")?.focus();
});
