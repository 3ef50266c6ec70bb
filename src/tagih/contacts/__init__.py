"""Contact points, consent, the contact gate and the ledger of attempts.

Owns every way to reach a person and the permission to use it. Does not own what was said (cases). Words: contact point,
gate, decision, attempt, restraint.
"""
