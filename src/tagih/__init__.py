"""Tagih: the open-source collection platform for lenders."""

__version__ = "0.1.0"
