"""The debtor's own page."""
