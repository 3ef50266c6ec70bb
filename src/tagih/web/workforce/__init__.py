"""Screens of planners, and of everybody for their own shifts."""
