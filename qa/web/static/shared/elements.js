// Elements: making them, and listening for clicks on them.
footnote.make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

footnote.makeButton = (words, properties) => footnote.make("button", { type: "button", textContent: words, ...properties });

// Calls back with each clicked element below the root that matches the selector, also one that is added later.
footnote.onClick = (root, selector, callback) => {
  root.addEventListener("click", (event) => {
    const element = event.target.closest(selector);
    if (element) callback(element, event);
  });
};
