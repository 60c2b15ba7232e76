"""Search in cases and answers: words (SQLite FTS5), meaning (Chroma with sentence-transformers), both fused."""
