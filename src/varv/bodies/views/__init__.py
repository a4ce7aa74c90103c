"""Pages of bodies: public ones and the desk."""
