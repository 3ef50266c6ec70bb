"""Pure rules of dialing: no clock, no lines."""
