"""What single passages cannot answer, computed: documents and places counted and listed, and outlines by quotes."""
