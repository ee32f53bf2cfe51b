// The documents as a sheet, where there is no room for them beside the chat.
const button = element.querySelector("#to-shelf");

const show = (open) => {
  document.body.classList.toggle("shelf-open", open);
  button.setAttribute("aria-expanded", open);
  if (!open) return button.focus();
  document.querySelector("#upload input").focus();
};

button.addEventListener("click", () => show(!document.body.classList.contains("shelf-open")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("shelf-open")) show(false);
});
