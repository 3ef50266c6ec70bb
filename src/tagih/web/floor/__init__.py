"""The leader's page: agents and their state, queues and their depth, moving work."""
