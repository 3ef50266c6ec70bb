"""Recognisers of speech that run on the lender's own machine. Nothing leaves it."""
