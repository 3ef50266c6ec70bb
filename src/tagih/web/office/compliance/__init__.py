"""Compliance: what the gate refused and why, contact rules with their sources, what people asked for."""
