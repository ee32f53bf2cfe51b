"""Question sets: each module turns one set into cases and measures the product on them."""
