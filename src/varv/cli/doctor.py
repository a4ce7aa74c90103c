"""What `varv doctor` says."""

import contextlib
import os
from collections.abc import Iterator

import typer

from varv.cli import platform, say
from varv.web.health.findings import Finding, Level

WORDS = {Level.OK: "ok", Level.WARNING: "warning", Level.WRONG: "WRONG"}


def run(*, thorough: bool, mail_to: str) -> None:
    """Examine everything, a line for each finding; end with 1 if something is wrong."""
    with _database():
        platform.set_up()
        from varv.web.health import checks

        worst = Level.OK
        for check, finding in checks.examine(thorough=thorough, mail_to=mail_to):
            worst = max(worst, finding.level)
            _tell(check.key, finding)
    if worst == Level.WRONG:
        say.line("\nSomething is wrong; see above how to mend it.")
        raise typer.Exit(1)
    say.line("\nvarv is well." if worst == Level.OK else "\nvarv is well, with warnings.")


def _tell(key: str, finding: Finding) -> None:
    tell = say.line if finding.level == Level.OK else say.marked
    tell(f"{WORDS[finding.level]:<8} {key:<12} {finding.text}")
    if finding.mend:
        tell(f"{'':<21} -> {finding.mend}")


@contextlib.contextmanager
def _database() -> Iterator[None]:
    """Have a database as it is: our own is started for a while, one that fails is a finding."""
    from varv.cli.postgres import ServerError

    with contextlib.ExitStack() as stack:
        if "VARV_DATABASE_URL" not in os.environ:
            try:
                os.environ["VARV_DATABASE_URL"] = stack.enter_context(platform.server().lent())
                stack.callback(platform.forget_connections)
            except ServerError as error:
                say.marked(f"{WORDS[Level.WRONG]:<8} {'database':<12} {error}")
        yield
