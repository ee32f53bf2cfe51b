// The browser keeps the conversation: this tab's for a reload, the last one for a tab that is opened later.
const KEY = "footnote.conversation";

const read = (storage) => {
  try {
    return JSON.parse(storage.getItem(KEY));
  } catch { // nothing of ours, or no storage in this browser
    return null;
  }
};

const write = (storage, kept) => {
  try {
    if (kept.exchanges.length) storage.setItem(KEY, JSON.stringify(kept));
    else storage.removeItem(KEY);
  } catch { // full, or switched off: the conversation lasts as long as the page
    return;
  }
};

watch("value", () => {
  write(sessionStorage, props.value);
  write(localStorage, props.value);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-resume]")) trigger("restore", { kept: read(localStorage) });
});

const kept = read(sessionStorage);
document.body.classList.toggle("resumable", !kept && Boolean(read(localStorage)?.exchanges?.length));
trigger("restore", { kept });
