// An example is asked with one click.
element.addEventListener("click", (event) => {
  const example = event.target.closest("[data-ask]");
  if (example) trigger("ask", { question: example.dataset.ask });
});
