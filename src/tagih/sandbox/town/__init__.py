"""A seeded town of debtors who behave: they earn, forget, answer the phone or not, promise, pay, lie, move and die.

Knows nothing of Tagih. What it says it says through the doors of a real world: feed files at dawn, payment notices
when money moves, a telephone exchange that rings, and agents who work through an HTTP interface as people would.

Every draw is keyed by (seed, purpose, day, turn, person), so what Tagih does changes only what it causes: two policies
can be compared in pairs. Parameters are one TOML file per town, each labelled as calibrated, chosen or invented.

Words: town, trait, day, exchange, speech.
"""
