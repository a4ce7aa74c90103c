"""The numbers stand alone."""

import subprocess
import sys


def test_package_imports_without_the_platform():
    code = (
        "import sys, specialisation; "
        "taken = [name for name in sys.modules if name.split('.')[0] in ('varv', 'django')]; "
        "sys.exit(', '.join(taken) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
