// The progress of a folder that is being read: a button stops it.
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-cancel]")) trigger("cancel", {});
});
