"""Where microdata is counted: DuckDB on this machine, or a Spark cluster."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

#: How the address of a Spark master may begin.
SPARK = ("spark://", "local[", "local-cluster[", "yarn", "k8s://")


@dataclass(frozen=True)
class Engine:
    """Where microdata is counted, and with how much of the machine.

    Attributes
    ----------
    name
        "duckdb": this machine, in this process. Or the master of a Spark cluster:
        "spark://host:port", "yarn", "k8s://https://host:port", "local[2]" (threads here),
        "local-cluster[2,1,1024]" (two worker processes here, of one core and 1,024 MB each).
    memory_limit
        How much memory DuckDB takes before it writes to disk. Spark has its own settings.
    temp_directory
        The folder where DuckDB writes what has no room in memory. Without, one is made, and removed
        at the end: it would hold personal data.
    threads
        How many threads DuckDB uses; without, one for each core.
    options
        Settings of Spark, such as ``{"spark.executor.memory": "8g"}``.

    Raises
    ------
    ValueError
        If the name is neither of the two.

    Examples
    --------
    >>> Engine("duckdb", memory_limit="500MB", threads=1).is_spark
    False
    >>> Engine("spark://counting.example:7077").is_spark
    True
    """

    name: str = "duckdb"
    memory_limit: str = "3GB"
    temp_directory: str | Path | None = None
    threads: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name != "duckdb" and not self.is_spark:
            raise ValueError(
                f"engine should be duckdb or the master of a Spark cluster "
                f"(spark://host:port, local-cluster[2,1,1024], yarn, k8s://...), is {self.name!r}"
            )

    @property
    def is_spark(self) -> bool:
        """Whether it is a Spark cluster."""
        return isinstance(self.name, str) and (self.name == "local" or self.name.startswith(SPARK))


def chosen(engine: str | Engine) -> Engine:
    """Return the engine of that name, with the settings it has by itself."""
    return engine if isinstance(engine, Engine) else Engine(engine)


@contextmanager
def connected(engine: Engine) -> Iterator[Any]:
    """Hold a connection of Ibis to the engine; what was started for it ends with it."""
    with _spark(engine) if engine.is_spark else _duckdb(engine) as backend:
        yield backend


def collected(backend: Any, expression: Any) -> pl.DataFrame:
    """Compute an expression where the data is, and return the few rows it comes to."""
    if backend.name != "pyspark":
        return pl.DataFrame(backend.to_pyarrow(expression))
    # Ibis would pass by pandas, which makes floats of whole numbers with gaps.
    return pl.DataFrame(backend.raw_sql(backend.compile(expression)).toArrow())


def first_line(error: Exception) -> str:
    """Return what an engine says first: a stack of Java is no answer."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


@contextmanager
def _duckdb(engine: Engine) -> Iterator[Any]:
    try:
        import ibis  # only microdata needs it
    except ImportError:
        raise ValueError("microdata needs Ibis: pip install 'ibis-framework[duckdb]'") from None
    with _temporary(engine) as folder, warnings.catch_warnings():
        # Ibis 12 reads schemas in a way that DuckDB 2 calls outdated; it still works.
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        config = {"memory_limit": engine.memory_limit, "temp_directory": str(folder)}
        config |= {} if engine.threads is None else {"threads": str(engine.threads)}
        try:
            # Rows need no order while they are counted: that lets DuckDB forget them early.
            backend = ibis.duckdb.connect(**config, preserve_insertion_order="false")
        except Exception as error:  # noqa: BLE001 - DuckDB says in words which setting it refuses
            raise ValueError(f"engine should have settings that DuckDB takes: {error}") from None
        backend.settings["enable_progress_bar"] = False  # standard output is the caller's
        try:
            yield backend
        finally:
            backend.disconnect()


@contextmanager
def _temporary(engine: Engine) -> Iterator[Path]:
    if engine.temp_directory is None:
        with tempfile.TemporaryDirectory(prefix="varv-flows-") as made:
            yield Path(made)
        return
    folder = Path(engine.temp_directory)
    if not folder.is_dir():
        raise ValueError(f"temp_directory should be a folder, is {str(folder)!r}")
    yield folder


@contextmanager
def _spark(engine: Engine) -> Iterator[Any]:
    _check_java()
    try:
        import ibis  # only microdata needs it
        from pyspark.sql import SparkSession  # only those who have a cluster need it
    except ImportError:
        raise ValueError("Spark needs the extra [scale]: pip install 'varv[scale]'") from None
    running = SparkSession.getActiveSession()
    if running is not None:
        # Java has one Spark at a time: who started it keeps it.
        _check_master(running, engine)
        yield ibis.pyspark.connect(running)
        return
    builder = SparkSession.builder.master(engine.name).appName("varv")
    quiet = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    settings = quiet | dict(engine.options)
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        raise ValueError(
            f"Spark did not start: it needs Java 17 or 21, and at {engine.name} a master of the "
            "same version that answers"
        ) from error
    try:
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()


def _check_java() -> None:
    """Refuse to start Spark without Java: what it says itself, nobody understands."""
    home = os.environ.get("JAVA_HOME")
    if home:
        if not (Path(home) / "bin" / "java").exists():
            raise ValueError(
                f"Spark needs Java 17 or 21; JAVA_HOME is {home!r}, where there is no bin/java"
            )
    elif shutil.which("java") is None:
        raise ValueError(
            "Spark needs Java 17 or 21, and there is none: install it (such as the package "
            "openjdk-17-jre-headless) or set JAVA_HOME; DuckDB needs none (engine='duckdb')"
        )


def _check_master(running: Any, engine: Engine) -> None:
    master = running.sparkContext.master
    if master != engine.name:
        raise ValueError(
            f"engine should be {master!r}, the Spark that this program runs already, "
            f"is {engine.name!r}"
        )
