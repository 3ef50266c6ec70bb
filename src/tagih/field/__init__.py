"""The field: the right door, proof of the visit, money that cannot vanish.

Owns visits, routes, evidence and receipts. Does not own the permission to visit (contacts) or what a visit means for
the case (cases). Words: visit, stop, route, check-in, receipt.
"""
