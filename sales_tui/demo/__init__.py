"""The generated shop: made of the texts in `data/`, the same for the same seed, by the rules of real work."""
