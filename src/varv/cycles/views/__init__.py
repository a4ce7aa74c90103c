"""Pages of the process: public ones, one's own, and the desk."""
