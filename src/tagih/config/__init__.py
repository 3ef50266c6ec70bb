"""Composition: settings, urls, the command line, roles, the daily round, which reaction hears which event.

Imports everything and is imported by nobody.
"""
