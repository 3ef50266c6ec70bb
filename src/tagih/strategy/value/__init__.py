"""What acting is worth today: chances and effects learned from the past, and the best use of scarce capacity."""
