// Files: dropping them on a zone, and checking their size before they are sent.
footnote.onDrop = (zone, callback) => {
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); callback(event.dataTransfer.files); });
};

// Why a file is too large, in words that follow its name; empty if it is not.
footnote.sizeError = (file, megabytes) =>
  file.size > megabytes * 1024 * 1024 ? `is larger than ${megabytes} MB, the most that is taken.` : "";
