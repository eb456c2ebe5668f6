"""Log lines: a past event and its keys, one JSON object each, on standard error."""

import logging
import sys

import structlog


def set_up_logs(*, json: bool = True, level: int = logging.INFO) -> None:
    """Send every log line of this process to standard error, as JSON for machines or plainly for people.

    What libraries say by Python's own logging goes there as well, warnings and worse, in the same shape.
    """
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer()
    shaping: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = [structlog.processors.format_exc_info, renderer]
    structlog.configure(
        processors=[*shaping, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    others = logging.StreamHandler(sys.stderr)
    bare = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    others.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[bare, *last], foreign_pre_chain=shaping))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[others])
