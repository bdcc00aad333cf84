"""Who imports whom: the contracts of [tool.importlinter] in pyproject.toml, checked by import-linter."""

from pathlib import Path

ADVICE = (
    "Gói ở dưới không được import gói ở trên, và không có vòng: chuyển thứ dùng chung xuống dưới, hoặc đưa "
    "chỗ gọi lên trên. Luật ở [tool.importlinter] của pyproject.toml."
)


def run(root: Path) -> int:
    """Check the contracts; import-linter names each import that breaks one."""
    from importlinter.cli import lint_imports

    code = lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True, no_logo=True)
    if code:
        print(ADVICE)
    return code
