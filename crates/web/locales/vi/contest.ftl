contest-phase-draft = Đang chuẩn bị
contest-phase-open = Đang nhận bài
contest-phase-judging = Đang chấm
contest-phase-deciding = Đang xét giải
contest-phase-decided = Đã quyết định giải
contest-phase-released = Đã công bố kết quả
