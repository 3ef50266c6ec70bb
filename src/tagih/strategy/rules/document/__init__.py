"""The document of a strategy: what it says, how it is read from YAML, and what is wrong with it."""
