// The server: its replies are JSON, and one with an `error` says why something was not done.
footnote.request = async (address, options) => (await fetch(address, options)).json();

// The collection that is open in the documents panel.
footnote.collection = () => document.querySelector("#documents [data-collection]").dataset.collection;
