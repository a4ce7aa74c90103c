"""The two halves of the running program: the web server and the worker."""

import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from varv.cli import say

SECONDS_TO_FINISH = 30


def check_port(host: str, port: int) -> None:
    """Stop with clear words where ``port`` cannot be had, and name one that can."""
    problem = port_problem(host, port)
    if problem is None:
        return
    free = next(other for other in range(max(port, 1023) + 1, 65_536) if _free(host, other))
    say.stop(
        f"Port {port} {problem}. Choose another, for example: varv up --port {free}, "
        f"or PORT={free} make run"
    )


def port_problem(host: str, port: int) -> str | None:
    """Return why ``port`` cannot be had, or None."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except PermissionError:
        return "may be opened by the administrator only"
    except OSError as error:
        taken = "in use" in str(error)
        return "is taken by another program" if taken else f"on {host} cannot be had ({error})"
    return None


def _free(host: str, port: int) -> bool:
    return port_problem(host, port) is None


def stop_when_stdin_closes() -> None:
    """End this process, in good order, when the one that holds its standard input is gone.

    Works on every system and also when that one was killed and could say nothing.
    """

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(SECONDS_TO_FINISH)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="stop when stdin closes").start()


def serve(host: str, port: int, *, processes: int, threads: int) -> None:
    """Serve the web until a signal says stop."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.glogging import Logger
    from gunicorn.http import wsgi

    wsgi.SERVER = "varv"  # which server it is, is for nobody to know

    shown = f"[{host}]" if ":" in host else host
    options: dict[str, Any] = {
        "bind": f"{shown}:{port}",
        "workers": processes,
        "threads": threads,
        "worker_class": "gthread",
        "graceful_timeout": SECONDS_TO_FINISH - 10,
        "timeout": 60,
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "varv",
    }
    if Path("/dev/shm").is_dir():  # noqa: S108 - a heartbeat on a slow disk would end workers
        options["worker_tmp_dir"] = "/dev/shm"  # noqa: S108

    class Log(Logger):
        """Writes by the same handlers as all else."""

        def setup(self, cfg: Any) -> None:
            super().setup(cfg)
            self.error_log.handlers.clear()
            self.error_log.propagate = True

    options["logger_class"] = Log

    class Web(BaseApplication):
        """Gunicorn without its own command line."""

        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from varv.web.wsgi import application

            return application

    Web().run()


def work(concurrency: int) -> None:
    """Do background and timed work until a signal says stop; a job under way is finished."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"the queue must be in the database, not in {connector!r}")
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(
            concurrency=concurrency,
            shutdown_graceful_timeout=SECONDS_TO_FINISH - 5,
            delete_jobs="successful",
        )
