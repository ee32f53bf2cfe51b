// The viewer: the exact text of a document, opened by a footnote at the quoted words.
const NARROW = matchMedia("(max-width: 48rem)"); // as in narrow.css: the viewer lies over the chat
const { make } = footnote;

const title = make("h2", { tabIndex: -1, dir: "auto" });
const name = make("bdi");
const page = make("span");
const original = make("a", { textContent: "Original", target: "_blank", rel: "noopener" });
const close = footnote.makeButton("Close", { className: "quiet" });
const note = make("p", { className: "note" });
const text = make("div", { className: "text", tabIndex: 0, dir: "auto" });
note.setAttribute("role", "status");
text.setAttribute("role", "document");
const heading = make("div", {}, title, make("p", { className: "name" }, name, page));
element.replaceChildren(make("header", {}, heading, original, close), note, text);

let shown = ""; // the query of the document that is shown
let opener = null; // the element that gets the focus back
let calls = 0; // how often something was opened

// Load a document; false if something else has been opened in the meantime.
const load = async (query, call) => {
  shown = "";
  title.textContent = "Opening";
  text.replaceChildren();
  const reply = await footnote.request(`documents/text?${query}`);
  if (call !== calls) return false;
  if (reply.error) throw new Error(reply.error);
  title.textContent = reply.title;
  text.replaceChildren(...footnote.textSections(reply.pieces));
  shown = query;
  return true;
};

// Sections get their true height as they come into view, which moves the following ones: scroll until nothing moves.
const bringIntoView = (node, tries = 10) => {
  node.scrollIntoView({ block: "center" });
  if (tries) requestAnimationFrame(() => bringIntoView(node, tries - 1));
};

const show = async (link, place) => {
  const call = ++calls;
  const query = String(new URLSearchParams({ collection: place.collection, name: place.document }));
  if (!overlay.isOpen()) opener = link;
  name.textContent = place.document;
  page.textContent = place.page ? `, page ${place.page}` : "";
  original.href = `documents/original?${query}${place.page ? `#page=${place.page}` : ""}`;
  note.textContent = "";
  overlay.toggle(true);
  try {
    const wasShown = shown === query;
    if (!wasShown && !(await load(query, call))) return;
    let marks = footnote.highlight(text, place);
    if (place.quote && !marks.length && wasShown) { // the document may have been replaced since
      if (!(await load(query, call))) return;
      marks = footnote.highlight(text, place);
    }
    if (place.quote && !marks.length) note.textContent = "The document no longer has these words at this place.";
    if (marks.length) bringIntoView(marks[0]);
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
  overlay.toggle(false);
  (opener?.isConnected ? opener : document.querySelector("#question textarea")).focus();
};

const overlay = footnote.overlay("viewer", {
  covered: "#masthead, #documents-panel, #chat, #evaluate",
  isCovering: () => NARROW.matches,
  close: (event) => { event.stopImmediatePropagation(); hide(); },
});
NARROW.addEventListener("change", () => overlay.toggle(overlay.isOpen()));
close.addEventListener("click", hide);

footnote.onClick(document, "a.cite, .cited", (footnoteOrSource, event) => {
  const clicked = event.target.closest("a");
  if (!clicked && !getSelection().isCollapsed) return; // a selection of words is no click on the source
  event.preventDefault();
  const isFootnote = footnoteOrSource.matches("a.cite");
  const source = isFootnote ? document.querySelector(footnoteOrSource.hash) : footnoteOrSource;
  show(clicked ?? source.querySelector("a"), { ...source.dataset });
});
footnote.onClick(document, "[data-view]", (button) => show(button, button.dataset));
footnote.onClick(document, "[data-remove]", (button) => {
  if (name.textContent === button.dataset.remove && overlay.isOpen()) hide();
});
