"""Factor-based precedents: analogies, distinctions and the outcome signal."""
