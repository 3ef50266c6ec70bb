"""People whom nobody can reach: the search for them, changes with proof, and how many can be reached."""
