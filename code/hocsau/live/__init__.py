"""Bản Python của những hình mà trang HTML tự tính: mỗi module ứng với một tệp book/live/*.js cùng tên.

Trang đã dựng không có kernel, nên JavaScript tính; trong notebook thì các module này tính, cùng thuật toán,
cùng thứ tự phép tính, nên hai bên cho cùng con số. Mọi module theo một giao thức (`hocsau.live.protocol`):

    from hocsau.interactive import explore
    from hocsau.live import outlier
    explore(outlier.draw, page="outlier", data=outlier.page_data(), alt="…", **outlier.controls())
"""
