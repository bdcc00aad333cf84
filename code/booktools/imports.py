"""Who imports whom: the contracts of [tool.importlinter] in pyproject.toml, checked by import-linter."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADVICE = (
    "Gói ở dưới không được import gói ở trên, và không có vòng: chuyển thứ dùng chung xuống dưới, hoặc đưa "
    "chỗ gọi lên trên. Luật ở [tool.importlinter] của pyproject.toml."
)


def run(root: Path) -> int:
    """Check the contracts; import-linter names each import that breaks one."""
    from importlinter.cli import lint_imports

    with _loggers_kept():
        code = lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True, no_logo=True)
    if code:
        print(ADVICE)
    return code


@contextmanager
def _loggers_kept() -> Iterator[None]:
    """import-linter sets up logging by dictConfig, which switches off every logger made before."""
    off = {name for name, logger in _loggers() if logger.disabled}
    try:
        yield
    finally:
        for name, logger in _loggers():
            logger.disabled = name in off


def _loggers() -> list[tuple[str, logging.Logger]]:
    known = logging.root.manager.loggerDict.items()
    return [(name, logger) for name, logger in known if isinstance(logger, logging.Logger)]
