// The progress of the ingest job: a button cancels it.
footnote.onClick(element, "[data-cancel]", () => trigger("cancel", {}));
