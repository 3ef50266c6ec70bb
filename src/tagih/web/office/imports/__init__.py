"""Feed files on screen: drop one, watch it land, read what was found, approve what is suspicious."""
