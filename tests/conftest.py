"""What all tests share: hypothesis draws the same cases everywhere and does not time them on a loaded machine; the
claims of the paper are judged once.
"""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from dtim_exact import ledger

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

OF_THE_LEDGER = ("test_book.py", "test_ledger.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Files that were named run in this process, without the time that workers take to start."""
    return 0 if all(Path(name.partition("::")[0]).is_file() for name in config.args) else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file has one worker, so that its fixtures are made once; the files of the ledger have one together."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Files(LoadFileScheduling):  # type: ignore[misc, unused-ignore]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "ledger" if Path(file).name in OF_THE_LEDGER else file

    return Files(config, log)


@pytest.fixture(scope="session")
def judged() -> ledger.Ledger:
    """The whole ledger, judged now. The files of tests that take it stand in `OF_THE_LEDGER`."""
    return ledger.run()
