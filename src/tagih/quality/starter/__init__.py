"""What a new installation starts with: a scorecard for calls, one for visits and messages, and the conduct phrases."""
