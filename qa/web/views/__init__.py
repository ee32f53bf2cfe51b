"""Views: values become the HTML and Markdown that the page shows."""
