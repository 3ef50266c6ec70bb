"""Files of personal data for the people whose they are."""
