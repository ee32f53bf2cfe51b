// The search box of the documents panel.
element.addEventListener("input", (event) => {
  props.value = event.target.value;
  trigger("input");
});
