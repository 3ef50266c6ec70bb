"""Decisions for all at once, in DuckDB: everybody's variables, then segment, exit and step by the strategy's text."""
