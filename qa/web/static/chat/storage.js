// The browser stores the conversation: in the session for a reload, and as the last one for a tab that is opened later.
const KEY = "footnote.conversation";
let written = null; // what this tab wrote last; the conversation of another tab is not removed

const read = (storage) => {
  try {
    return JSON.parse(storage.getItem(KEY));
  } catch { // not written by this page, or the browser has no storage
    return null;
  }
};

const write = (storage, conversation) => {
  try {
    if (conversation) storage.setItem(KEY, conversation);
    else if (storage.getItem(KEY) === written) storage.removeItem(KEY);
  } catch { // the storage is full or switched off: the conversation lasts as long as the page
    return;
  }
};

watch("value", () => {
  const conversation = props.value.exchanges.length ? JSON.stringify(props.value) : null;
  write(sessionStorage, conversation);
  write(localStorage, conversation);
  written = conversation;
});

footnote.onClick(document, "[data-resume]", () => trigger("restore", { stored: read(localStorage) }));

const stored = read(sessionStorage);
document.body.classList.toggle("resumable", !stored && Boolean(read(localStorage)?.exchanges?.length));
trigger("restore", { stored });
