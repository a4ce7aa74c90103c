"""People: users, organisations and who represents them, the region and its municipalities."""
