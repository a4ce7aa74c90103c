"""The register: cases and records, the outbox, the log, and the traces between things."""
