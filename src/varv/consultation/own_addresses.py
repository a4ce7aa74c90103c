"""The addresses that are ours: what comes from one of them is mail of our own."""

from django.conf import settings

from varv.registry.outbox import current_sender


def own_addresses() -> frozenset[str]:
    """Return the addresses that we send from, that answers go to, and of the mailbox that we read.

    Mail from them is never answered: a program that writes to itself never tires.
    """
    sender = current_sender()
    named = [sender.address, sender.reply_to, settings.INBOX["user"] if settings.INBOX else ""]
    return frozenset(one.strip().lower() for one in named if "@" in one)
