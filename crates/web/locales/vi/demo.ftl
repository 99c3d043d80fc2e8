demo-moment-announced = Vừa phát động
demo-moment-gate = Đơn vị đang sơ loại
demo-moment-last-evening = Tối cuối trước hạn gửi
demo-moment-intake = Ban Tổ chức tiếp nhận
demo-moment-judging = Đang chấm điểm
demo-moment-deciding = Xét giải, có bài bằng điểm
demo-moment-released = Đã công bố kết quả
