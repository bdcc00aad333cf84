"""Bộ phân loại từ một thư mục ảnh của bạn: soát ảnh, học, chấm, cất. Lệnh `hocsau classify` dùng gói này."""
