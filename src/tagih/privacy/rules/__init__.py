"""Deadlines, lifecycles and who may decide. Pure."""
