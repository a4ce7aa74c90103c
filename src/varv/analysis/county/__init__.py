"""The whole county: whether we reach every municipality, beside what the municipalities are like."""
