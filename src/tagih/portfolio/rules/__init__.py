"""The arithmetic of delinquency for one contract, pure: facts in, decision out. No Django, no clock, no I/O.

The set-based pass in `portfolio.engine` computes the same for all contracts; a differential test holds them together.
"""
