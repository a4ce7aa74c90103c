"""What can be done with rounds and input; each act is one function."""

from varv.consultation.actions.receiving import change, confirm, receive, withdraw, write

__all__ = ["change", "confirm", "receive", "withdraw", "write"]
