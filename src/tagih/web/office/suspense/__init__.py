"""Money that belongs to no known contract, until a cashier finds out whose it is."""
