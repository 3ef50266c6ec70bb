-- One gate question at a time for each person.
SELECT is_vulnerable, deceased_on FROM portfolio_customer WHERE id = %(customer)s FOR NO KEY UPDATE
