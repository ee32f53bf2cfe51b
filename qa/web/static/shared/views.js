// The views of the page, each with an address of its own.
footnote.view = () => (location.hash === "#evaluate" ? "evaluate" : "chat");
