"""The rule graph: built from records, evaluated for a matter, explained as a path."""
