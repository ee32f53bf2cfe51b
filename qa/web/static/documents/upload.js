// Uploads: files are sent one after another, and a line for each says what became of it.
const zone = element.querySelector(".drop");
const input = zone.querySelector("input");
const lines = element.querySelector(".uploads");

const addLine = (file) => {
  const outcome = footnote.make("span");
  const line = footnote.make("li", {}, footnote.make("bdi", { textContent: file.name }), " ", outcome);
  lines.append(line);
  return (state, words) => { line.className = state; outcome.textContent = words; };
};

const send = async (file) => {
  const tooLarge = footnote.sizeError(file, Number(zone.dataset.limit));
  if (tooLarge) return ["skipped", tooLarge];
  const query = new URLSearchParams({ collection: footnote.collection(), name: file.name });
  const reply = await footnote.request(`documents?${query}`, { method: "POST", body: file });
  return reply.error ? ["skipped", `was not added: ${reply.error}`] : [reply.status, reply.outcome];
};

const sendAll = async (files) => {
  lines.replaceChildren();
  const waiting = [...files].map((file) => [file, addLine(file)]);
  for (const [, show] of waiting) show("waiting", "is waiting");
  for (const [file, show] of waiting) {
    show("reading", "is being read");
    try {
      show(...await send(file));
    } catch { // the server is gone, or a folder was dropped
      show("skipped", "could not be sent. Is it a folder, or has Footnote been stopped?");
    }
    trigger("refresh");
  }
};

input.addEventListener("change", () => { sendAll(input.files); input.value = ""; });
footnote.onDrop(zone, sendAll);
footnote.onClick(document, "[data-remove]", () => lines.replaceChildren());
// A file that misses the zone must not replace the page.
for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
