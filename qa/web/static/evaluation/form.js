// The form of an evaluation: pairs and a baseline are chosen or dropped and sent together; a line says what is wrong.
const form = element.querySelector("form");
const failure = form.querySelector(".failure");
const start = form.querySelector("[type=submit]");

for (const zone of form.querySelectorAll(".drop")) {
  const input = zone.querySelector("input");
  const label = zone.querySelector("small");
  const hint = label.textContent;
  const showName = () => {
    label.textContent = input.files[0]?.name ?? hint;
    zone.classList.toggle("chosen", input.files.length > 0);
    failure.textContent = "";
  };
  input.addEventListener("change", showName);
  footnote.onDrop(zone, ([first]) => {
    const files = new DataTransfer();
    if (first) files.items.add(first);
    input.files = files.files;
    showName();
  });
}

const send = async (body) => {
  for (const file of body.values()) {
    const tooLarge = footnote.sizeError(file, Number(form.dataset.limit));
    if (tooLarge) return `${file.name} ${tooLarge}`;
  }
  const query = new URLSearchParams({ collection: footnote.collection() });
  const reply = await footnote.request(`evaluation?${query}`, { method: "POST", body });
  return reply.error ?? "";
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
footnote.onClick(document, "[data-marked]", () => {
  const body = new FormData(form);
  body.delete("pairs");
  body.append("marked", "yes");
  begin(body);
});
