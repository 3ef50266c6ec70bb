"""Messages at the office: what is said, by whom it is carried, what became of it, and conversations."""
