// Which documents are asked: the shelf says so, the question takes it along.
document.addEventListener("footnote:chosen", (event) => { props.value = event.detail; });
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-ask-all]")) document.dispatchEvent(new Event("footnote:ask-all"));
});
