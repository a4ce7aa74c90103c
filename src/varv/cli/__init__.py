"""The command line ``varv``: a thin door that starts and stops things and calls actions.

It can be imported without Django, so that the numbers have a command line of their own.
"""


def main() -> None:
    """Run the command line."""
    from varv.cli.commands import app  # only here, so that importing a module below stays cheap

    app()
