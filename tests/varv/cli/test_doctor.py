"""`varv doctor` on a database of our own, whole and broken."""

from tests.varv.cli.test_commands import varv
from varv.cli import account
from varv.cli.postgres import Server


def test_finds_a_role_that_can_pass_the_triggers_and_leaves_the_server_stopped(server: Server):
    """Only PostgreSQL's single-user mode can give the role that right."""
    who = account.current()
    server._single_user(who, account.programs(who), server.data, "ALTER ROLE varv SUPERUSER")
    done = varv("doctor", VARV_HOME=str(server.home))
    assert done.returncode == 1
    assert "varv logs in as varv, a superuser" in done.stdout
    assert "ALTER ROLE varv NOSUPERUSER" in done.stdout
    assert not server.running()


def test_of_data_that_cannot_be_started_says_so_and_examines_the_rest(server: Server):
    (server.data / "PG_VERSION").write_text("16\n")
    done = varv("doctor", VARV_HOME=str(server.home))
    assert done.returncode == 1
    assert "is from PostgreSQL 16" in done.stdout
    assert "ok       disk" in done.stdout
    assert "Traceback" not in done.stderr
