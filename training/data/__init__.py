"""Reading sets as the product holds them: loaded, cut into passages, searched."""
