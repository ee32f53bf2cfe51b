"use strict";
const filter = document.getElementById("filter");
const [kind, words, count] = ["kind", "words", "count"].map((id) => document.getElementById(id));
const cases = [...document.querySelectorAll(".case")].map((node) => ({
  node,
  kinds: node.dataset.kinds.split("|"),
  text: node.textContent.replace(/\s+/g, " ").toLowerCase(),
}));

const show = () => {
  const wanted = words.value.trim().replace(/\s+/g, " ").toLowerCase();
  let shown = 0;
  for (const { node, kinds, text } of cases) {
    node.hidden = !((!kind.value || kinds.includes(kind.value)) && text.includes(wanted));
    shown += !node.hidden;
  }
  count.textContent = `${shown} of ${cases.length}`;
};

filter.hidden = false;
filter.addEventListener("input", show);
for (const link of document.querySelectorAll("[data-kind]")) {
  link.addEventListener("click", () => {
    [kind.value, words.value] = [link.dataset.kind, ""];
    show();
  });
}
show(); // a browser may have kept what was chosen before
