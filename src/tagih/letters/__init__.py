"""Letters and agreements: written by rule, numbered without gaps, carried by channels.

Owns letters, their numbers, their proofs and templates. Does not own who is written to (strategy) or the paths they
take (field, messaging). Words: letter, number, sequence, delivery, counterpart.
"""
