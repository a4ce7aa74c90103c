"""What consultations can be asked."""
