"""Who comes in where: every address and method of the site, for every role, in every state."""
