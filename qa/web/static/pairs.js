// Pairs and a baseline are chosen or dropped, and sent together; the evaluation begins, or a line says why it does not.
const form = element.querySelector("form");
const failure = form.querySelector(".failure");
const start = form.querySelector("[type=submit]");
const limit = Number(form.dataset.limit);

for (const zone of form.querySelectorAll(".drop")) {
  const input = zone.querySelector("input");
  const says = zone.querySelector("small");
  const before = says.textContent;
  const name = () => {
    says.textContent = input.files[0]?.name ?? before;
    zone.classList.toggle("chosen", input.files.length > 0);
    failure.textContent = "";
  };
  input.addEventListener("change", name);
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, () => zone.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    const files = new DataTransfer();
    if (event.dataTransfer.files[0]) files.items.add(event.dataTransfer.files[0]);
    input.files = files.files;
    name();
  });
}

const send = async (body) => {
  for (const file of body.values()) {
    if (file.size > limit * 1024 * 1024) return `${file.name} is larger than ${limit} MB, the most that is taken.`;
  }
  const { collection } = document.querySelector("#documents [data-collection]").dataset;
  const response = await fetch(`evaluation?${new URLSearchParams({ collection })}`, { method: "POST", body });
  return response.ok ? "" : (await response.json()).error;
};

const begin = async (body) => {
  failure.textContent = "";
  start.disabled = true;
  try {
    failure.textContent = await send(body);
  } catch { // the server is gone, or the file is
    failure.textContent = "This could not be sent. Has the file been changed since, or Footnote been stopped?";
  }
  start.disabled = false;
  document.dispatchEvent(new Event("footnote:evaluation"));
};

form.addEventListener("submit", (event) => { event.preventDefault(); begin(new FormData(form)); });
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-marked]")) return;
  const body = new FormData(form);
  body.delete("pairs");
  body.append("marked", "yes");
  begin(body);
});
