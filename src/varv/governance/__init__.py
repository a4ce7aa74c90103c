"""Step 2, governance (to come): which body steers an area, open calls, balance, mandates."""
