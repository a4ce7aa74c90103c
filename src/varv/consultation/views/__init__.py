"""Pages of consultations: what everybody sees, and the desk."""
