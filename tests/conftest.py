"""Tests run on a real PostgreSQL, in databases cloned from one migrated template.

The server is ``VARV_DATABASE_URL`` if that is set, else one of the wheel's kept under
``var/test``, so that the next run starts at once. Every process has databases of its own, named by
its process id: several people may run tests at the same time.
"""

import gc
import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

from hypothesis import settings

# Whether an example is slow hangs on what else the machine does.
settings.register_profile("varv", deadline=None)
settings.load_profile("varv")

if find_spec("django") and find_spec("pytest_django"):  # the numbers are tested without Django
    os.environ["VARV_HOME"] = tempfile.mkdtemp(prefix="varv-test-")
    Path(os.environ["VARV_HOME"], "static").mkdir()  # whitenoise warns where it is missing
    os.environ["VARV_POOL_SIZE"] = "0"
    for name in ("VARV_REHEARSE", "VARV_PRODUCTION", "VARV_DEBUG", "VARV_BASE_URL"):
        os.environ.pop(name, None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "varv.web.settings")
    import django

    django.setup()  # test modules import models; pytest-django sets up only what an ini file names
    pytest_plugins = ["tests.databases"]


def pytest_collection_finish() -> None:
    """Search less often for garbage, and not among the modules and tests, which stay to the end."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
