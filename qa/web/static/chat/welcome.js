// The example questions: a click asks one.
footnote.onClick(element, "[data-ask]", (example) => trigger("ask", { question: example.dataset.ask }));
