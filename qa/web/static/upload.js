// Files go up one after another; each has a line that says what became of it.
const zone = element.querySelector(".drop");
const input = zone.querySelector("input");
const lines = element.querySelector(".uploads");
const limit = Number(zone.dataset.limit);

const line = (file) => {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  const says = document.createElement("span");
  name.textContent = file.name;
  item.append(name, " ", says);
  lines.append(item);
  return (state, words) => { item.className = state; says.textContent = words; };
};

const send = async (file) => {
  if (file.size > limit * 1024 * 1024) return ["skipped", `is larger than ${limit} MB, the most that is taken.`];
  const { collection } = document.querySelector("#documents [data-collection]").dataset;
  const address = `documents?${new URLSearchParams({ collection, name: file.name })}`;
  const response = await fetch(address, { method: "POST", body: file });
  const reply = await response.json();
  return response.ok ? [reply.status, reply.outcome] : ["skipped", `was not added: ${reply.error}`];
};

const take = async (files) => {
  lines.replaceChildren();
  const waiting = [...files].map((file) => [file, line(file)]);
  for (const [, say] of waiting) say("waiting", "is waiting");
  for (const [file, say] of waiting) {
    say("reading", "is being read");
    try {
      say(...await send(file));
    } catch { // the server is gone, or a folder was dropped
      say("skipped", "could not be sent. Is it a folder, or has Footnote been stopped?");
    }
    trigger("refresh");
  }
};

input.addEventListener("change", () => { take(input.files); input.value = ""; });
for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
zone.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
document.addEventListener("click", (event) => { if (event.target.closest("[data-remove]")) lines.replaceChildren(); });
// A file that misses the zone must not replace the page.
for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
