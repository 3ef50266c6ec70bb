"""The leader's view of the field: plan and truth on a map, evidence to look at."""
