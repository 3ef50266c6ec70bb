"""Letters in the office: the list, the paper, delivery; and the public pages that verify and sign."""
