// The evaluation under way, or its result: looked at when this view is, and again whenever something was done to it.
const refresh = () => { if (location.hash === "#evaluate" && !document.hidden) trigger("refresh"); };

addEventListener("hashchange", refresh);
document.addEventListener("visibilitychange", refresh);
document.addEventListener("footnote:evaluation", refresh);
refresh();

element.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-cancel]")) return;
  await fetch("evaluation/cancel", { method: "POST" });
  refresh();
});

// Where what had the focus is gone, the heading of what came instead has it.
watch("value", () => {
  if (location.hash === "#evaluate" && document.activeElement === document.body) element.querySelector("h2")?.focus();
});
