"""What a letter must say, when it may go, and its number. Pure."""
