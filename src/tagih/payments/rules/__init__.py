"""Pure rules of money on its way: QRIS texts, SNAP signatures and answers, virtual account numbers, statements."""
