"""Datasets: deliveries received and read, stored as versions, fetched, shown and given out."""
