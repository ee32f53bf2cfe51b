// The text of a document as elements, to the character.
const SECTION = 20_000; // characters in a section, so that the browser lays out only the sections that are seen

// The sections of a text that the server sends in pieces.
footnote.textSections = (pieces) => {
  const sections = [footnote.make("section")];
  let length = 0;
  let isLineEnd = false; // a section must not break a line
  for (const piece of pieces) {
    if (piece.kind === "page") {
      const page = footnote.make("span", { className: "page" });
      page.dataset.page = piece.text; // shown by the style sheet, so that it is no part of the text
      sections.at(-1).append(page);
      continue;
    }
    for (const part of piece.text.match(/[^]{20000,}?\n|[^]+$/g) ?? []) {
      if (isLineEnd && length > SECTION) { sections.push(footnote.make("section")); length = 0; }
      // Text nodes keep every character; as HTML a carriage return would become a line feed.
      sections.at(-1).append(piece.kind === "text" ? part : footnote.make("span", { className: piece.kind }, part));
      length += part.length;
      isLineEnd = part.endsWith("\n");
    }
  }
  return sections;
};
