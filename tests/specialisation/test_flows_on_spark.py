"""The same counts on DuckDB and on a Spark cluster of two worker processes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_spark_cluster_counts_as_duckdb_does(tmp_path: Path):
    pytest.importorskip("pyspark", reason="there is no pyspark: pip install 'varv[scale]'")
    pytest.importorskip("ibis", reason="microdata needs Ibis")
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("there is no Java, which Spark needs")
    done = subprocess.run(
        [sys.executable, "-m", "tests.specialisation.on_both_engines", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found.pop("workers") == 2
    assert {name: one["same"] for name, one in found.items()} == dict.fromkeys(found, True)
    assert all(one["rows"] > 1000 and one["cells"] > 10 for one in found.values())
