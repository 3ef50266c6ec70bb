"""A seeded, synthetic lender. Speaks to Tagih only through the doors a real world would use: feed files and notices."""
