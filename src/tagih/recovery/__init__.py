"""Recovery: agencies, legal steps, collateral, write-off.

Owns placements, legal steps, repossession and sale of collateral. Does not own cases (cases) or letters (letters).
Words: placement, recall, commission, collateral, write-off.
"""
