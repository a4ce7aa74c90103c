"""What staff type about meetings; forms look at form, the actions know the rules."""
