"""Which role holds which permission of the packages above the cases: one page a package.

A page has `GRANTS`, role -> permissions of its package. `tagih.config.roles` adds them to its own table.
"""
