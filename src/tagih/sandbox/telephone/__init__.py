"""Debtors who answer a visitor's telephone: somebody picks up or not, speaks turn by turn, and means it or doesn't.

Owns who sits at the end of a number, what a call to it sounds like, and whether what was said will be done. Knows
numbers only, neither cases nor what the visitor writes down. A call is a function of (seed, number, call): the same
call sounds the same wherever it is asked about.

Words: number, character, turn, conversation.
"""
