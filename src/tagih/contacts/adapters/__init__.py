"""The outside world of contacts: who carries a one-time code, who looks a person up, whose lists tell of numbers."""
