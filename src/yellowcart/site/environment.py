"""What an installation says of itself, by environment variables."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Environment:
    data_folder: Path
    """Where the embedded database, the secret and collected assets live."""
    database_url: str
    """A PostgreSQL of yours; empty: the embedded one."""
    secret_key: str
    hosts: tuple[str, ...]


def read_environment() -> Environment:
    return Environment(
        data_folder=Path(os.environ.get("YELLOWCART_DATA", "out/site")).resolve(),
        database_url=os.environ.get("DATABASE_URL", ""),
        secret_key=os.environ.get("YELLOWCART_SECRET_KEY", ""),
        hosts=tuple(os.environ.get("YELLOWCART_HOSTS", "localhost,127.0.0.1").split(",")),
    )


environment = read_environment()
