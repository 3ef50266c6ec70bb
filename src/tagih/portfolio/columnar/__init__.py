"""The arithmetic of `rules` for all contracts of a date at once: Ibis expressions that DuckDB and Spark run.

A differential test holds each column to the pure rules.
"""
