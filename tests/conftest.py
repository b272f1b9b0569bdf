"""What all tests share: hypothesis draws the same cases everywhere and does not time them on a loaded machine; the
claims of the paper are judged once.
"""

from pathlib import Path

import pytest
from hypothesis import settings

from dtim_exact import ledger

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Files that were named run in this process, without the time that workers take to start."""
    return 0 if all(Path(name.partition("::")[0]).is_file() for name in config.args) else None


@pytest.fixture(scope="session")
def judged() -> ledger.Ledger:
    """The whole ledger, judged now. Tests that take it are marked `xdist_group("ledger")`, so one worker has them."""
    return ledger.run()
