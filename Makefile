# Mọi lệnh của sách. `make` không có gì theo sau thì in ra danh sách này.
# POSIX sh và GNU make từ 3.81 (bản có sẵn trên macOS); cần thêm Python ≥ 3.11 và git.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
PYTHON ?=
TORCH_INDEX ?=
BENCH ?=
RECORD ?=
CHAPTER ?=
RUN ?=
CASES ?= 20000
SEED ?=
ENVIRONMENT ?=

# The first Python that the pinned packages have builds for, or whatever PYTHON= says from 3.11 on. A candidate
# must run: pyenv's shims may not.
TOO_NEW = or sys.version_info >= (3, 15)
FIND_PYTHON = found=; for p in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python3.14 python); do \
	if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11)$(if $(PYTHON),, $(TOO_NEW)))' >/dev/null 2>&1; then found=$$p; break; fi; done; \
	if [ -z "$$found" ]; then \
	echo "Không tìm thấy Python 3.11 đến 3.14$(if $(PYTHON), ở $(PYTHON),)." >&2; \
	echo "Cài bản 3.13 từ python.org (hoặc bằng apt, brew, pyenv, conda), rồi chạy lại." >&2; \
	echo "Nếu đã có ở chỗ khác: make book PYTHON=/đường/dẫn/tới/python3.13" >&2; exit 1; fi

BOOTSTRAP = @$(FIND_PYTHON); "$$found" -I code/booktools/bootstrap.py --torch-index "$(TORCH_INDEX)"

.PHONY: help book test serve notebooks bench audit lint format unit nbval kernels fuzz environments browser clean \
	constraints zip epub pdf setup setup-test

help: ## in danh sách lệnh này
	@echo "Cách dùng: make <lệnh>"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' Makefile
	@echo "Trên Linux không có GPU NVIDIA, để khỏi tải CUDA: make book TORCH_INDEX=<địa chỉ bản CPU>, xem README."

book: setup ## dựng sách HTML vào _build/html (lần đầu tự cài các gói vào .venv)
	@$(PY) -m booktools build

test: setup-test ## chạy mọi kiểm tra: mã, văn bản, notebook, trình duyệt
	@$(PY) -m booktools test

serve: setup ## mở sách đã dựng trong trình duyệt (có ô tìm kiếm)
	@$(PY) -m booktools serve

zip: setup ## đóng sách thành _build/hoc-sau.zip: giải nén là đọc, không cần mạng
	@$(PY) -m booktools zip

epub: setup ## viết sách thành _build/hoc-sau.epub cho máy đọc sách (có epubcheck, Java thì kiểm luôn)
	@$(PY) -m booktools epub

pdf: setup-test ## in sách thành _build/hoc-sau.pdf, cần Chromium; một chương: make pdf CHAPTER=ch03_linear_regression
	@$(PY) -m booktools pdf "$(CHAPTER)"

notebooks: setup ## xuất book/*.md thành notebooks/*.ipynb
	@$(PY) -m booktools notebooks

bench: setup-test ## đo tốc độ: bản numpy của sách so với vòng lặp và torch
	@$(PY) benchmarks/run.py $(BENCH) $(if $(RECORD),--record)

audit: setup-test ## đo từng trang của sách đã dựng: cân nặng, tốc độ, độ giật, tiếp cận
	@$(PY) -m booktools audit

lint: setup-test ## soát mã (ruff, mypy, import-linter) và văn bản của sách
	@$(PY) -m ruff check && $(PY) -m ruff format --check && $(PY) -m mypy && $(PY) -m booktools imports && $(PY) -m booktools lint

format: setup-test ## định dạng lại mã, cả code trong các ô của sách
	@$(PY) -m ruff check --fix && $(PY) -m ruff format && $(PY) -m booktools format

unit: setup-test ## chỉ các test không cần trình duyệt
	@$(PY) -m pytest -n 2 -m "not browser and not live" tests

nbval: setup-test ## chỉ chạy lại notebooks/ và so kết quả
	@$(PY) -m pytest -n 2 --dist loadscope --nbval-lax notebooks

kernels: setup-test ## chạy notebook như trên bộ xử lí khác: make kernels RUN="--set old --threads 2 ch08_cnn"
	@$(PY) -m booktools kernels $(RUN)

fuzz: setup-test ## thử mọi bộ đọc tệp với tệp bị làm hỏng: make fuzz CASES=100000 SEED=1
	@$(PY) tests/fuzz/run.py --cases $(CASES) $(if $(SEED),--seed $(SEED))

environments: setup ## thử với bản của Colab, bản thấp nhất, bản mới nhất: make environments ENVIRONMENT=lowest
	@$(PY) -m booktools environments $(ENVIRONMENT) $(if $(TORCH_INDEX),--torch-index "$(TORCH_INDEX)") $(RUN)

browser: setup-test ## chỉ các test bằng Chromium (sau make book)
	@$(PY) -m pytest -m "browser or live" tests

clean: ## xoá sách đã dựng và kết quả chạy đã nhớ (giữ .venv)
	rm -rf _build

constraints: setup-test ## ghi lại constraints.txt theo các bản mới nhất
	@$(PY) -m booktools constraints

setup:
	$(BOOTSTRAP) book

setup-test:
	$(BOOTSTRAP) test
