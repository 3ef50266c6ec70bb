"""Money, clocks and calendars, ids, errors, database, lake, storage. No business words."""
