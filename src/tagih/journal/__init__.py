"""Append-only business events: publish, react, present; and the log of who saw what.

Words: event, subject, actor, reaction, access.
"""
