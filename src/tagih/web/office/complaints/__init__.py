"""Complaints: the list by urgency, one ticket, its answer; the register for the regulator; escalations."""
