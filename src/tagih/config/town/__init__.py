"""The simulated town against a Tagih of its own: the house it calls at, its months, the proof of the books, policies.

The town speaks through its doors; only what stands for the lender's own office (landing files, running the round, the
audit afterwards) calls Tagih directly.
"""
