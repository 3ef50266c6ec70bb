"""The automatic dialer: pacing, call distribution, agents' states, recordings.

Owns calls. Does not own the permission to call (contacts) or what was said (cases). Words: dial, answer, abandon,
pacing, margin.
"""
