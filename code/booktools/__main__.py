"""`python -m booktools`: the commands behind the Makefile, the same on every system."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from booktools import ROOT
from booktools.kernels.sets import NAMES as SETS
from hocsau.cli.console import use_utf8
from hocsau.cli.drive import port
from hocsau.cli.vietnamese import vietnamese_argparse


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(prog="python -m booktools", description="Công cụ dựng và kiểm tra sách.")
    commands = main.add_subparsers(dest="command", required=True, metavar="LỆNH", title="các lệnh")

    build = commands.add_parser("build", help="chạy notebook và dựng sách HTML (chỉ làm lại phần đã đổi)")
    build.add_argument("-v", "--verbose", action="store_true", help="in cả nhật kí của Sphinx")

    notebooks = commands.add_parser("notebooks", help="xuất book/*.md thành notebooks/*.ipynb")
    notebooks.add_argument("--check", action="store_true", help="chỉ báo notebook đã cũ, không ghi gì")

    kernels = commands.add_parser("kernels", help="chạy notebook như trên bộ xử lí khác, báo ô in ra khác")
    kernels.add_argument("names", nargs="*", metavar="TÊN", help="notebook (mặc định: tất cả)")
    kernels.add_argument(
        "--set", nargs="+", choices=SETS, default=list(SETS), help="bộ kernel (mặc định: cả ba)"
    )
    kernels.add_argument("--threads", nargs="+", type=int, default=[1, 2], metavar="N", help="mặc định: 1 2")
    kernels.add_argument(
        "--noise", nargs="+", type=int, default=[], metavar="SEED", help="thêm nhiễu vào chữ số cuối"
    )

    environments = commands.add_parser("environments", help="chạy test và notebook với các phiên bản khác")
    environments.add_argument(
        "names", nargs="*", metavar="MÔI_TRƯỜNG", help="colab, lowest, newest (mặc định: cả ba)"
    )
    environments.add_argument("--tests", nargs="*", metavar="TEST", help="chỉ các test này (tệp, thư mục)")
    environments.add_argument("--notebooks", nargs="*", metavar="TÊN", help="chỉ các notebook này")
    environments.add_argument("--python", default="", help="dùng Python này (chỉ với một môi trường)")
    environments.add_argument("--torch-index", default="", help="địa chỉ pip lấy torch (bản CPU cho Linux)")
    environments.add_argument("--no-torch", action="store_true", help="không cài torch, để lại tệp dùng nó")

    commands.add_parser("lint", help="soát văn bản: NFC, thuật ngữ, alt của hình, nhãn, công thức …")
    commands.add_parser("format", help="đưa code trong các ô về 72 cột, comment về đúng chỗ")
    commands.add_parser("imports", help="soát gói nào import gói nào (luật ở pyproject.toml)")
    commands.add_parser("test", help="chạy mọi kiểm tra (make test = cài gói rồi chạy lệnh này)")

    serve = commands.add_parser("serve", help="mở sách đã dựng trong trình duyệt")
    serve.add_argument("--port", type=port, default=8000, help="cổng (mặc định 8000; bận thì lấy cổng khác)")
    serve.add_argument("--no-browser", action="store_true", help="không tự mở trình duyệt")

    audit = commands.add_parser("audit", help="đo từng trang: cân nặng, tốc độ, độ giật, tiếp cận (axe)")
    audit.add_argument(
        "pages", nargs="*", metavar="TRANG", help="ví dụ book/index.html (mặc định: mọi trang)"
    )
    audit.add_argument("--tries", type=int, default=3, help="số lần tải để lấy trung vị LCP (mặc định 3)")
    archive = commands.add_parser("zip", help="dựng sách rồi đóng thành tệp zip đọc khi không có mạng")
    epub = commands.add_parser("epub", help="dựng sách rồi viết thành EPUB, kiểm bằng epubcheck nếu có")
    epub.add_argument("--strict", action="store_true", help="thiếu epubcheck là lỗi")
    for command in (archive, epub):
        command.add_argument("--built", action="store_true", help="sách vừa dựng xong, không dựng lại")
    pdf = commands.add_parser("pdf", help="dựng sách rồi in thành PDF bằng Chromium")
    pdf.add_argument(
        "chapter", nargs="?", default="", metavar="CHƯƠNG", help="chỉ in một chương, theo tên tệp"
    )

    commands.add_parser("constraints", help="ghi lại constraints.txt theo các bản mới nhất")
    return main


def run(arguments: argparse.Namespace, root: Path = ROOT) -> int:
    """Do one command. Modules are imported here, so that --help needs none of them."""
    match arguments.command:
        case "build":
            from booktools.build import build

            return build(root, arguments.verbose)
        case "notebooks":
            return notebooks(root, arguments.check)
        case "kernels":
            from booktools.kernels import run as kernel_run

            wanted = list(kernel_run.kernels(arguments.set, arguments.threads, arguments.noise))
            return kernel_run.run(root, wanted, arguments.names)
        case "environments":
            from booktools.environments.run import run as check_environments

            return check_environments(
                root,
                arguments.names,
                tests=arguments.tests,
                notebooks=arguments.notebooks,
                python=arguments.python,
                torch_index=arguments.torch_index,
                torch=not arguments.no_torch,
            )
        case "lint":
            return lint(root)
        case "format":
            from booktools.cellformat import run as format_cells

            return format_cells(root)
        case "imports":
            from booktools.imports import run as check_imports

            return check_imports(root)
        case "test":
            from booktools.suite import run as run_all

            return run_all(root)
        case "serve":
            from booktools.serve import serve

            return serve(root / "_build" / "html", arguments.port, not arguments.no_browser)
        case "audit":
            from booktools.audit.run import run as run_audit

            return run_audit(root / "_build" / "html", arguments.pages, arguments.tries)
        case "zip":
            from booktools.build import build
            from booktools.offline.archive import run as make_zip

            return (0 if arguments.built else build(root)) or make_zip(root)
        case "epub":
            from booktools.paper.epub import run as make_epub

            return make_epub(root, arguments.strict, arguments.built)
        case "pdf":
            from booktools.paper.pdf import run as make_pdf

            return make_pdf(root, arguments.chapter)
        case "constraints":
            from booktools.pins import renew

            renew(root)
    return 0


def notebooks(root: Path, check: bool) -> int:
    from booktools.export import export_all

    if not check:
        from booktools.build import run_notebooks

        if run_notebooks(root) is None:  # the export takes the outputs that this leaves in the cache
            return 1
    lines = export_all(root, check=check)
    print("\n".join(lines) or "Các notebook đều khớp với sách.")
    return 1 if check and lines else 0


def lint(root: Path) -> int:
    from booktools.checks import run_all

    problems = run_all(root)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} lỗi." if problems else "Văn bản của sách không có lỗi.")
    return 1 if problems else 0


def main(argv: Sequence[str] | None = None) -> int:
    use_utf8()
    with vietnamese_argparse():
        arguments = parser().parse_args(argv)
    try:
        return run(arguments)
    except (ValueError, FileNotFoundError) as error:
        print(f"LỖI: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Đã dừng.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
