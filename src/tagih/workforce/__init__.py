"""The right people at the right hour: demand, staffing, shifts, attendance, intraday.

Owns plans and what became of them. Does not own people (staff) or the work itself (cases). Words: demand, interval,
staffing, shift, adherence.
"""
