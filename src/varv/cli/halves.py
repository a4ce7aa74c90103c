"""The two halves of the running program: the web server and the worker."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from varv.cli import say

SECONDS_TO_FINISH = 30
SECONDS_TO_BEGIN_ANEW = 1.0
logger = logging.getLogger(__name__)


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
    asyncio.run(_keep_working(concurrency))


async def _keep_working(concurrency: int) -> None:
    """Begin anew when the database was away, or when the machine's clock was set back.

    Procrastinate remembers, here and in the database, until when it has ordered the minute's work:
    without this a clock set back by two hours would make all timed work wait for two hours.
    """
    from procrastinate.exceptions import ConnectorException  # part of the platform

    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    while not told.is_set():
        try:
            await _work_until(told, concurrency)
        except ConnectorException as error:
            # Its jobs are taken up again like those of a worker that was killed.
            logger.warning("the worker lost the database and begins anew: %s", error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), SECONDS_TO_BEGIN_ANEW)


async def _work_until(told: asyncio.Event, concurrency: int) -> None:
    """Work until told to stop, until the clock is set back, or until the database is gone."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from varv.registry import tasks

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"the queue must be in the database, not in {connector!r}")
    with app.replace_connector(connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await tasks.forget_later_ticks(worker)
            work = asyncio.create_task(
                worker.run_worker_async(
                    concurrency=concurrency,
                    shutdown_graceful_timeout=SECONDS_TO_FINISH - 5,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
            )
            reasons = [asyncio.create_task(told.wait()), asyncio.create_task(clock_set_back())]
            await asyncio.wait([work, *reasons], return_when=asyncio.FIRST_COMPLETED)
            for task in (work, *reasons):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work


async def clock_set_back(
    clock: Callable[[], float] = time.time, *, seconds: float = 20, by: float = 60
) -> None:
    """Return when the machine's clock stands earlier than it did; asyncio's own goes on."""
    latest = clock()
    while clock() > latest - by:
        latest = max(latest, clock())
        await asyncio.sleep(seconds)
    logger.warning("the machine's clock was set back; the worker begins anew")
