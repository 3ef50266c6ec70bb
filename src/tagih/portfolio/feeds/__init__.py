"""From a lender's file to typed columns: what each feed carries, how a profile reads it, what is repaired or rejected.

Owns reading and judging one file. Does not own where it goes (operations) or what it means (rules). Words: column,
profile, repair, reject, finding.
"""
