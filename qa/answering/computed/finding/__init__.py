"""Finding: what is to be found, and every place of the documents where it stands."""
