"""Asterisk 22 by ARI: a thin client, the switch on it, its configuration and what is missing in one."""
