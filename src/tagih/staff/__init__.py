"""People who work here: organisation tree, dated memberships, roles, row scope, certificates, sign-in.

Words: person, unit, membership, role, certificate.
"""
