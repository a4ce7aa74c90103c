"""The commands; ``docs/operating.md`` describes each of them, and a test sees to it."""

from pathlib import Path
from typing import Annotated

import typer

from specialisation.cli.commands import app as numbers
from varv import __version__
from varv.cli import platform, say

app = typer.Typer(
    name="varv",
    help="The workshop where a region runs its smart specialisation, lap by lap.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.add_typer(numbers)  # profile, strengths, openings ...: they need nothing of the platform

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65_535, help="The port to listen on.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The region's folder.")]
UntilStdinCloses = Annotated[
    bool,
    typer.Option("--until-stdin-closes", help="Stop when the standard input is closed."),
]


def _version(asked: bool) -> None:
    if asked:
        say.line(f"varv {__version__}")
        raise typer.Exit


@app.callback()
def varv(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """The workshop where a region runs its smart specialisation, lap by lap."""


@app.command()
def up(
    region: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Load this region's folder first.")
    ] = None,
    rehearse: Annotated[
        str | None,
        typer.Option(
            metavar="DATETIME",
            help="Rehearse: the clock stands at this time, and mail is only captured.",
        ),
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Run everything: database, web server and worker."""
    platform.require()
    from varv.cli.up import Wanted, run

    run(Wanted(host=host, port=port, region=region, rehearse=rehearse))


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    processes: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="How many threads each has.")] = 4,
    until_stdin_closes: UntilStdinCloses = False,
) -> None:
    """Run the web server only, for production."""
    from varv.cli import halves

    if until_stdin_closes:
        halves.stop_when_stdin_closes()
    with platform.database(start=False):
        from varv.cli import chores

        chores.check_static()
        chores.keep_rehearsal_apart()
        chores.warn_of_few_connections(threads)
        chores.clear_figures()
        platform.forget_connections()  # a pool does not survive the fork into processes
        halves.check_port(host, port)
        halves.serve(host, port, processes=processes, threads=threads)


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(min=1, help="How many jobs run at once.")] = 4,
    until_stdin_closes: UntilStdinCloses = False,
) -> None:
    """Run the worker only, for production: mail, timed work, documents, computations."""
    from varv.cli import halves

    if until_stdin_closes:
        halves.stop_when_stdin_closes()
    with platform.database(start=False):
        from varv.cli import chores

        chores.keep_rehearsal_apart()
        platform.forget_connections()
        halves.work(concurrency)


@app.command()
def migrate() -> None:
    """Bring the database, and the styles that are served, up to date with this version."""
    with platform.database(start=True):
        from varv.cli import chores

        chores.migrate()
        chores.collect_static()
        say.line("The database is up to date.")


@app.command()
def load(folder: Folder) -> None:
    """Load a region's folder; what people have entered or edited stays as it is."""
    with platform.database(start=True):
        from varv.cli import chores

        chores.migrate()
        report = chores.load_folder(folder)
        say.lines(report.lines() or chores.in_short(report))


@app.command()
def check_region(folder: Folder) -> None:
    """Check a region's folder and list all its mistakes; needs no database."""
    platform.require()
    platform.set_up()
    from varv.cli import chores

    chores.check_folder(folder)
    say.line(f"{folder} has no mistakes.")


@app.command()
def verify_log() -> None:
    """Prove that the log is whole: nothing changed, removed, added or moved."""
    with platform.database(start=True):
        from varv.registry.queries import verify_log

        if faults := verify_log():
            say.stop("\n".join(f"Event {fault.sequence}: {fault.what}" for fault in faults))
        say.line("The log is whole.")


@app.command()
def doctor(
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Read every stored file, however long it takes.")
    ] = False,
    mail_to: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Send a trial mail to this address.")
    ] = "",
) -> None:
    """Examine everything, and say what is wrong and how to mend it."""
    platform.require()
    from varv.cli import doctor as examination

    examination.run(thorough=thorough, mail_to=mail_to)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; it is new.")],
) -> None:
    """Write a backup of everything into one file, while varv runs."""
    with platform.database(start=True):
        from varv.cli import backups

        backups.back_up(file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what is there by the backup.")
    ] = False,
) -> None:
    """Put a backup back, proved whole before anything is touched; varv must not be running."""
    platform.require()
    from varv.cli import backups

    backups.restore(file, replace=replace)


@app.command()
def upgrade_database(
    old_programs: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder with the old version's postgres and pg_ctl."),
    ] = None,
) -> None:
    """Bring our own database over from another major version of PostgreSQL."""
    platform.require()
    from varv.cli import upgrade

    upgrade.run(old_programs)


@app.command()
def fetch_mail() -> None:
    """Take in what is new in the mailbox, until there is no more."""
    with platform.database(start=True):
        from varv.cli import mails

        mails.fetch()


@app.command()
def receive(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Mails, one in each file (.eml).")
    ],
) -> None:
    """Take in mails from files, and print a line of JSON for each."""
    with platform.database(start=True):
        from varv.cli import mails

        mails.receive(files)


@app.command()
def sign_in_link(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Whom the link signs in.")],
) -> None:
    """Make a link that signs a person in once, for who cannot get e-mail yet."""
    with platform.database(start=True):
        from django.conf import settings
        from django.core.exceptions import ValidationError

        from varv.cli import chores

        try:
            link = chores.sign_in_link(email)
        except ValidationError as error:
            say.stop(" ".join(error.messages))
        say.line(f"{settings.BASE_URL}{link.path}")
