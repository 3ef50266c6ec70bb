"""What the core system says: customers, contracts, instalments, delinquency, buckets, feeds, the lake of snapshots.

Owns the daily truth about contracts. Does not own money (payments) or work (cases). Words: feed, landing, partition,
bucket, roll.
"""
