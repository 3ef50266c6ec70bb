"""Every contact heard fairly: samples, scorecards, calibration, coaching, certificates.

Owns samples and judgements about contacts. Does not own the contacts (contacts, cases). Words: frame, stratum,
inclusion probability, scorecard, evaluation.
"""
