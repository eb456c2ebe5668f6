"""Log lines are JSON objects, whoever writes them: the house itself or a library it stands on."""

import json
import subprocess
import sys

SCRIPT = """
import logging
import structlog
from motcua.telemetry import set_up_logs
set_up_logs()
structlog.get_logger().info("something_happened", dossiers=3)
try:
    raise ValueError("of two\\nlines")
except ValueError:
    logging.getLogger("temporalio.activity").warning("Completing %s as failed", "it", exc_info=True)
logging.getLogger("temporalio.activity").info("no news")
"""


def test_each_line_is_one_json_object_also_where_a_library_tells_of_an_error() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    own, theirs = (json.loads(line) for line in ran.stderr.splitlines())
    assert (own["event"], own["dossiers"], own["level"]) == ("something_happened", 3, "info")
    assert (theirs["event"], theirs["level"]) == ("Completing it as failed", "warning")
    assert "of two\nlines" in theirs["exception"]
