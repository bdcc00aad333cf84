"""The book without a server: a search index for pages opened from disk, a zip, an installable web app."""
