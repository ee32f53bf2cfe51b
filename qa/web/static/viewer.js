// A document's exact text, opened by a footnote at the words it stands for.
const SECTION = 20_000; // characters set at a time, so that the browser lays out only what is seen
const SHEET = matchMedia("(max-width: 48rem)"); // as in theme.css: the viewer lies over the chat

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const title = make("h2", { tabIndex: -1, dir: "auto" });
const name = make("bdi", {});
const page = make("span", {});
const original = make("a", { textContent: "Original", target: "_blank", rel: "noopener" });
const close = make("button", { type: "button", textContent: "Close", className: "quiet" });
const note = make("p", { className: "note" });
const text = make("div", { className: "text", tabIndex: 0, dir: "auto" });
note.setAttribute("role", "status");
text.setAttribute("role", "document");
element.replaceChildren(make("header", {}, make("div", {}, title, make("p", { className: "name" }, name, page)), original, close), note, text);

let shown = ""; // the query of the document that is set
let opener = null; // what the focus goes back to
let calls = 0; // how often something was opened

const setPieces = (pieces) => {
  const sections = [make("section", {})];
  let length = 0;
  let ended = false; // whether the last line set is complete; a section must not break one
  for (const piece of pieces) {
    if (piece.kind === "page") {
      const page = make("span", { className: "page" });
      page.dataset.page = piece.text; // shown by the style sheet, so that it is no part of the text
      sections.at(-1).append(page);
      continue;
    }
    for (const part of piece.text.match(/[^]{20000,}?\n|[^]+$/g) ?? []) {
      if (ended && length > SECTION) { sections.push(make("section", {})); length = 0; }
      // Text nodes keep every character; as HTML a carriage return would become a line feed.
      sections.at(-1).append(piece.kind === "text" ? part : make("span", { className: piece.kind }, part));
      length += part.length;
      ended = part.endsWith("\n");
    }
  }
  text.replaceChildren(...sections);
};

// Set a document; false if something else has been opened in the meantime.
const load = async (query, call) => {
  shown = "";
  title.textContent = "Opening";
  text.replaceChildren();
  const response = await fetch(`documents/text?${query}`);
  const reply = await response.json();
  if (call !== calls) return false;
  if (!response.ok) throw new Error(reply.error);
  title.textContent = reply.title;
  setPieces(reply.pieces);
  shown = query;
  return true;
};

// Offsets count characters as Python does; here a character beyond U+FFFF is two units.
const units = (whole, characters) => {
  let at = 0;
  for (let n = 0; n < characters && at < whole.length; n++) at += whole.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
};

const unmark = () => {
  for (const mark of text.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
};

// The marks around a quote, or none where the text at its place is not the quote, word for word.
const mark = ({ start, end, quote }) => {
  unmark();
  if (!quote) return [];
  const whole = text.textContent;
  const [from, to] = [units(whole, start), units(whole, end)];
  if (from >= to || whole.slice(from, to) !== quote) return [];
  const inside = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let at = 0; walker.nextNode() && at < to; at += walker.currentNode.length) {
    const first = Math.max(from - at, 0);
    const last = Math.min(to - at, walker.currentNode.length);
    if (first < last) inside.push([walker.currentNode, first, last]);
  }
  return inside.map(([node, first, last]) => {
    const range = document.createRange();
    range.setStart(node, first);
    range.setEnd(node, last);
    const wrapped = make("mark", { tabIndex: -1 });
    range.surroundContents(wrapped);
    return wrapped;
  });
};

// Sections get their true height as they come into view, which moves what follows: look again until it stays.
const bring = (node, tries = 10) => {
  node.scrollIntoView({ block: "center" });
  if (tries) requestAnimationFrame(() => bring(node, tries - 1));
};

const lay = (open) => {
  document.body.classList.toggle("viewer-open", open);
  for (const rest of document.querySelectorAll("#masthead, #shelf, #chat, #evaluate")) rest.inert = open && SHEET.matches;
};

const show = async (link, place) => {
  const call = ++calls;
  const query = String(new URLSearchParams({ collection: place.collection, name: place.document }));
  if (!document.body.classList.contains("viewer-open")) opener = link;
  name.textContent = place.document;
  page.textContent = place.page ? `, page ${place.page}` : "";
  original.href = `documents/original?${query}${place.page ? `#page=${place.page}` : ""}`;
  note.textContent = "";
  lay(true);
  try {
    const had = shown === query;
    if (!had && !(await load(query, call))) return;
    let marks = mark(place);
    if (place.quote && !marks.length && had) { // the document may have been replaced since
      if (!(await load(query, call))) return;
      marks = mark(place);
    }
    if (place.quote && !marks.length) note.textContent = "The document no longer has these words at this place.";
    if (marks.length) bring(marks[0]);
    else text.scrollTop = 0;
    (marks[0] ?? title).focus({ preventScroll: true });
  } catch (error) {
    if (call !== calls) return;
    title.textContent = "This cannot be shown";
    note.textContent = error.message;
    title.focus();
  }
};

const hide = () => {
  lay(false);
  (opener?.isConnected ? opener : document.querySelector("#question textarea")).focus();
};

document.addEventListener("click", (event) => {
  const footnote = event.target.closest("a.cite, .cited");
  const read = event.target.closest("[data-view]");
  const removed = event.target.closest("[data-remove]");
  if (footnote && (event.target.closest("a") || getSelection().isCollapsed)) {
    event.preventDefault();
    const source = footnote.matches("a.cite") ? document.querySelector(footnote.hash) : footnote;
    const quote = source.querySelector("blockquote").textContent;
    show(event.target.closest("a") ?? source.querySelector("a"), { ...source.dataset, quote });
  } else if (read) {
    show(read, read.dataset);
  } else if (removed && name.textContent === removed.dataset.remove && document.body.classList.contains("viewer-open")) {
    hide();
  }
});
close.addEventListener("click", hide);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("viewer-open")) {
    event.stopImmediatePropagation();
    hide();
  }
});
SHEET.addEventListener("change", () => lay(document.body.classList.contains("viewer-open")));
