// The browser keeps the conversation: this tab's for a reload, the last one for a tab that is opened later.
const KEY = "footnote.conversation";
let written = null; // what this tab last wrote: another tab's conversation is not ours to forget

const read = (storage) => {
  try {
    return JSON.parse(storage.getItem(KEY));
  } catch { // not ours, or no storage in this browser
    return null;
  }
};

const write = (storage, kept) => {
  try {
    if (kept) storage.setItem(KEY, kept);
    else if (storage.getItem(KEY) === written) storage.removeItem(KEY);
  } catch { // full, or switched off: the conversation lasts as long as the page
    return;
  }
};

watch("value", () => {
  const kept = props.value.exchanges.length ? JSON.stringify(props.value) : null;
  write(sessionStorage, kept);
  write(localStorage, kept);
  written = kept;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-resume]")) trigger("restore", { kept: read(localStorage) });
});

const kept = read(sessionStorage);
document.body.classList.toggle("resumable", !kept && Boolean(read(localStorage)?.exchanges?.length));
trigger("restore", { kept });
