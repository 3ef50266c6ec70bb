"""Pure rules of messages: lengths, templates and their linter, the outbox's life, what a reply says."""
