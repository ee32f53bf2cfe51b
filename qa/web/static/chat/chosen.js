// The chosen documents: the documents panel announces them, and the question is sent with them.
document.addEventListener("footnote:chosen", (event) => { props.value = event.detail; });
footnote.onClick(element, "[data-ask-all]", () => document.dispatchEvent(new Event("footnote:ask-all")));
