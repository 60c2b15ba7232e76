"""Results as files: Word, Excel, CSV and Markdown."""
