// What is looked for on the shelf.
element.addEventListener("input", (event) => {
  props.value = event.target.value;
  trigger("input");
});
