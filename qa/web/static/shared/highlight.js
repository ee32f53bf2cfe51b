// The highlight of a quote in the text of an element.

// Offsets count characters as Python does; in JavaScript a character beyond U+FFFF is two units.
const toUnits = (text, characters) => {
  let at = 0;
  for (let n = 0; n < characters && at < text.length; n++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
};

const removeMarks = (element) => {
  for (const mark of element.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
};

const markRange = (node, first, last) => {
  const range = document.createRange();
  range.setStart(node, first);
  range.setEnd(node, last);
  const mark = footnote.make("mark", { tabIndex: -1 });
  range.surroundContents(mark);
  return mark;
};

// The marks around a quote, or none if the text at its place is not the quote, word for word. Earlier marks are removed.
footnote.highlight = (element, { start, end, quote }) => {
  removeMarks(element);
  if (!quote) return [];
  const whole = element.textContent;
  const [from, to] = [toUnits(whole, start), toUnits(whole, end)];
  if (from >= to || whole.slice(from, to) !== quote) return [];
  const ranges = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let at = 0; walker.nextNode() && at < to; at += walker.currentNode.length) {
    const first = Math.max(from - at, 0);
    const last = Math.min(to - at, walker.currentNode.length);
    if (first < last) ranges.push([walker.currentNode, first, last]);
  }
  return ranges.map((range) => markRange(...range));
};
