"""Screens of the strategist."""
