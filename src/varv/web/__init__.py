"""The web: settings, addresses, base templates, design system, home, desk, rehearsal, API."""
