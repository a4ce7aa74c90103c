"""The register's pages, all of them on the desk."""
