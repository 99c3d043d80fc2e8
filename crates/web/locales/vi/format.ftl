# Ngày, giờ, số, tiền. Chỉ format.rs dùng các câu này.

format-monday = thứ Hai
format-tuesday = thứ Ba
format-wednesday = thứ Tư
format-thursday = thứ Năm
format-friday = thứ Sáu
format-saturday = thứ Bảy
format-sunday = Chủ nhật

format-deadline = trước { $time } ngày { $date }; thời điểm cuối cùng: { $last_time } { $last_weekday } { $last_date }
format-left = còn { $left }
format-passed = đã hết hạn
# Cho countdown.js: %t được thay bằng thời gian còn lại.
format-left-text = còn %t

format-days = { $n } ngày
format-hours = { $n } giờ
format-minutes = { $n } phút
format-seconds = { $n } giây
format-under-a-second = chưa đầy 1 giây

format-vnd = { $amount } đồng
