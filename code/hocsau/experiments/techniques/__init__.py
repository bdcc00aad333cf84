"""Các phép so của chương 12: mỗi tệp một kĩ thuật, mỗi bản ba seed, ghi trung bình và độ lệch chuẩn.

Bản ghi của `hocsau train techniques-… --full`, giống nhau ở mọi phép so:

    scores["test_accuracy_BẢN"], scores["test_accuracy_BẢN_std"]    trung bình, độ lệch chuẩn (chia n − 1)
    scores["train_accuracy_BẢN"], "train_loss_BẢN", "test_loss_BẢN" và _std, đo ở chế độ dự đoán sau lượt học
    curves["BẢN"]               loss, accuracy, val_loss, val_accuracy, val_accuracy_std, learning_rate
    details["variants"]["BẢN"]  words, settings, seeds; mỗi điểm một danh sách theo seed; diverged, seconds
    details["parts"]            số ảnh của ba phần

Riêng: batch có details["noise"] (batch, relative, slope theo seed), details["time"] (batch, microseconds mỗi
ảnh, quartiles) và scores["noise_slope"]; init có details["layers"]["BẢN"] (output_std, gradient_std:
[seed][tầng], ở bước đầu); smoothing có thêm điểm confidence và calibration_error.
"""
