"""Personal data: requests of the person, the register of processing, retention, breaches, who unmasked what."""
