"""What we do about a person in arrears: one case over all contracts.

Owns cases, work items, activities, promises, holds, notes and documents. Does not own contracts (portfolio), money
(payments) or the permission to contact (contacts). Words: case, work item, activity, promise, hold.
"""
