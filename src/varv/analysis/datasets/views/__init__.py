"""Pages of datasets: public ones, their files, and the desk."""
