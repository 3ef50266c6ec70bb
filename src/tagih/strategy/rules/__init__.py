"""The language of conditions, the document of a strategy, and what can be said about both. Pure."""
