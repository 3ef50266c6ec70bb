"""Money in: intake, matching, allocation, reversal, suspense.

Owns payments and their assignment to contracts. Does not own schedules or delinquency (portfolio) or promises (cases).
Words: payment, notice, allocation, reversal, suspense.
"""
