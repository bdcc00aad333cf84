"""Số luồng mà phép nhân ma trận của numpy dùng, để torch chạy đúng bấy nhiêu luồng."""

import torch
from threadpoolctl import threadpool_info


def blas_threads() -> int:
    """Số luồng của BLAS; không biết được (như Accelerate trên macOS) thì số luồng mặc định của torch."""
    found = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    return max(found, default=torch.get_num_threads())
