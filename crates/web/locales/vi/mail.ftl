mail-people-invite-subject = Lời mời dùng trang Sáng Kiến
mail-people-invite-body =
    Kính gửi { $name },

    Tài khoản của ông/bà trên trang Sáng Kiến đã được lập. Tên đăng nhập: { $login }

    Hãy mở liên kết sau để đặt mật khẩu, trước { $until }:
    { $link }

    Liên kết chỉ dùng được một lần và chỉ dành cho ông/bà. Xin không chuyển tiếp thư này.
mail-people-reset-subject = Đặt lại mật khẩu trang Sáng Kiến
mail-people-reset-body =
    Kính gửi { $name },

    Có yêu cầu đặt lại mật khẩu cho tài khoản { $login }. Hãy mở liên kết sau để đặt mật khẩu mới, trước { $until }:
    { $link }

    Nếu ông/bà không yêu cầu, xin bỏ qua thư này: mật khẩu cũ vẫn dùng được.
mail-digest-subject = Sáng Kiến: { $n } thông báo mới
mail-digest-body =
    Kính gửi ông/bà,

    Từ thư trước đến nay có { $n } thông báo:

    { $lines }

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-digest-line = – { $what } ({ $at })
mail-digest-line-times = – { $what } ({ $times } lần, lần cuối { $at })
mail-digest-more = – và { $n } việc khác
mail-notice-password-chosen-subject = Mật khẩu đã được thay đổi
mail-notice-password-chosen-body =
    Kính gửi ông/bà,

    Mật khẩu của tài khoản này vừa được đặt lúc { $at }. Nếu không phải ông/bà làm, hãy báo ngay người quản trị.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-contest-opened-subject = Phát động: { $contest }
mail-notice-contest-opened-body =
    Kính gửi ông/bà,

    { $contest } đã được phát động. Đơn vị bắt đầu tiếp nhận bài dự thi; hạn gửi và chỉ tiêu xem tại bàn làm việc của đơn vị.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-judging-begun-subject = Bắt đầu chấm: { $contest }
mail-notice-judging-begun-body =
    Kính gửi ông/bà,

    { $contest } đã chuyển sang giai đoạn chấm. Phiếu chấm được giao xem tại trang việc của tôi.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-contest-stepped-back-subject = Lùi giai đoạn: { $contest }
mail-notice-contest-stepped-back-body =
    Kính gửi ông/bà,

    { $contest } vừa được chuyển về giai đoạn trước, có ghi lý do trong nhật ký.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-rules-amended-subject = Thể lệ có thay đổi: { $contest }
mail-notice-rules-amended-body =
    Kính gửi ông/bà,

    Thể lệ của { $contest } vừa được sửa, có ghi lý do. Xin xem nội dung thay đổi trên trang cuộc thi.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-deadline-moved-subject = Hạn nộp và gửi bài thay đổi: { $contest }
mail-notice-deadline-moved-body =
    Kính gửi ông/bà,

    Hạn nộp và gửi bài của { $contest } đã thay đổi. Thời điểm cuối cùng được nhận hiện nay là { $until }. Lý do ghi trên trang cuộc thi.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-extended-subject = Bài { $entry } được gia hạn
mail-notice-entry-extended-body =
    Kính gửi ông/bà,

    Ban Tổ chức { $contest } gia hạn cho bài { $entry }. Thời điểm cuối cùng được nhận là { $until }. Lý do ghi trên trang của bài, mở bằng mã bài và mã PIN.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-unit-extended-subject = { $unit } được gia hạn gửi bài
mail-notice-unit-extended-body =
    Kính gửi ông/bà,

    Ban Tổ chức { $contest } gia hạn cho { $unit } gửi những bài tác giả đã nộp đúng hạn. Thời điểm cuối cùng được nhận là { $until }. Lý do ghi trên bàn làm việc của đơn vị.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-extension-taken-back-subject = Thu hồi gia hạn: { $contest }
mail-notice-extension-taken-back-body =
    Kính gửi ông/bà,

    Ban Tổ chức { $contest } đã thu hồi một lần gia hạn dành cho ông/bà trước đây. Hạn chung của cuộc thi áp dụng trở lại: { $until }.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-unit-behind-subject = Sắp hết hạn gửi sáng kiến: { $unit }
mail-notice-unit-behind-body =
    Kính gửi ông/bà,

    { $unit } còn thiếu { $missing } sáng kiến so với chỉ tiêu của { $contest }. Hạn cuối gửi Ban Tổ chức: { $until }. Bài đã chọn cần có xác nhận của thủ trưởng và công văn kèm danh sách.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-submitted-subject = Đã nhận bài { $entry }
mail-notice-entry-submitted-body =
    Kính gửi ông/bà,

    Bài dự thi { $entry } đã được nộp lúc { $at } cho { $contest }. Giữ mã bài và mã PIN để tra cứu.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-edited-subject = Đã nộp lại bài { $entry }
mail-notice-entry-edited-body =
    Kính gửi ông/bà,

    Bài dự thi { $entry } đã được sửa và nộp lại lúc { $at }. Đơn vị sẽ xem xét bản mới này.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-withdrawn-subject = Đã rút bài { $entry }
mail-notice-entry-withdrawn-body =
    Kính gửi ông/bà,

    Bài dự thi { $entry } đã được rút lúc { $at }.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-revived-subject = Đã khôi phục bài { $entry }
mail-notice-entry-revived-body =
    Kính gửi ông/bà,

    Bài dự thi { $entry } đã rút trước đây nay được khôi phục lúc { $at }.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-recorded-subject = Đã ghi nhận bài giấy { $entry }
mail-notice-entry-recorded-body =
    Kính gửi ông/bà,

    Đơn vị đã ghi nhận bài dự thi nộp bằng giấy, mã { $entry }.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-pin-renewed-subject = Mã PIN mới của bài { $entry }
mail-notice-entry-pin-renewed-body =
    Kính gửi ông/bà,

    Mã PIN của bài dự thi { $entry } đã được cấp lại lúc { $at }; mã PIN cũ không còn dùng được. Nếu không phải ông/bà yêu cầu, hãy báo đơn vị tiếp nhận.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-file-infected-subject = Tệp của bài { $entry } có vi-rút
mail-notice-entry-file-infected-body =
    Kính gửi ông/bà,

    Phần mềm diệt vi-rút đã phát hiện vi-rút trong một tệp của bài dự thi { $entry }. Tệp này không được chuyển cho bất kỳ ai. Tác giả cần quét vi-rút trên máy của mình, bỏ tệp đó khỏi bài và gửi lại tệp sạch trước khi hết hạn nộp bài.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-received-subject = Đơn vị đã tiếp nhận bài { $entry }
mail-notice-entry-received-body =
    Kính gửi ông/bà,

    Đơn vị đã tiếp nhận bài dự thi { $entry } và sẽ sơ loại.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-screened-subject = Có kết quả sơ loại bài { $entry }
mail-notice-entry-screened-body =
    Kính gửi ông/bà,

    Đơn vị đã sơ loại bài dự thi { $entry }. Kết quả và việc cần làm tiếp xem khi tra cứu bằng mã bài và mã PIN.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-confirmed-subject = Thủ trưởng đã xác nhận bài { $entry }
mail-notice-entry-confirmed-body =
    Kính gửi ông/bà,

    Thủ trưởng đơn vị đã xác nhận bài dự thi { $entry }. Bước tiếp theo là gửi Ban Tổ chức.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-confirmation-voided-subject = Xác nhận bài { $entry } hết hiệu lực
mail-notice-confirmation-voided-body =
    Kính gửi ông/bà,

    Bài dự thi { $entry } đã thay đổi sau khi được xác nhận nên xác nhận cũ hết hiệu lực. Cần xem và xác nhận lại.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-batch-forwarded-subject = Đơn vị gửi bài: { $contest }
mail-notice-batch-forwarded-body =
    Kính gửi ông/bà,

    Một đơn vị vừa gửi danh sách bài dự thi đến Ban Tổ chức, đang chờ kiểm tra.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-decided-subject = Ban Tổ chức có ý kiến về bài { $entry }
mail-notice-entry-decided-body =
    Kính gửi ông/bà,

    Ban Tổ chức đã ghi ý kiến về bài dự thi { $entry }. Xem chi tiết tại bàn làm việc của đơn vị.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-decision-taken-back-subject = Ban Tổ chức rút ý kiến về bài { $entry }
mail-notice-entry-decision-taken-back-body =
    Kính gửi ông/bà,

    Ý kiến trước đây của Ban Tổ chức về bài dự thi { $entry } đã được rút lại.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-accepted-subject = Bài { $entry } được vào chấm
mail-notice-entry-accepted-body =
    Kính gửi ông/bà,

    Ban Tổ chức đã kiểm tra và nhận bài dự thi { $entry } vào vòng chấm.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-returned-subject = Bài { $entry } được trả lại để bổ sung
mail-notice-entry-returned-body =
    Kính gửi ông/bà,

    Ban Tổ chức trả lại bài dự thi { $entry } qua đơn vị để bổ sung. Lý do xem khi tra cứu hoặc tại bàn làm việc của đơn vị.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-entry-rejected-subject = Bài { $entry } không được nhận vào chấm
mail-notice-entry-rejected-body =
    Kính gửi ông/bà,

    Ban Tổ chức không nhận bài dự thi { $entry } vào vòng chấm. Lý do xem khi tra cứu hoặc tại bàn làm việc của đơn vị.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-judge-seated-subject = Mời tham gia Ban Giám khảo: { $contest }
mail-notice-judge-seated-body =
    Kính gửi ông/bà,

    Ông/bà được mời tham gia Ban Giám khảo của { $contest }. Trước khi chấm, xin khai các trường hợp phải tránh.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-sheets-assigned-subject = Phân công chấm: { $contest }
mail-notice-sheets-assigned-body =
    Kính gửi ông/bà,

    Tổ Thư ký đã phân công chấm cho { $contest }. Phiếu của ông/bà xem tại trang việc của tôi.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-assignment-released-subject = Thôi phân công một phiếu chấm
mail-notice-assignment-released-body =
    Kính gửi ông/bà,

    Một phiếu chấm của { $contest } không còn giao cho ông/bà.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-third-called-subject = Mời chấm lần ba: { $contest }
mail-notice-third-called-body =
    Kính gửi ông/bà,

    Một bài của { $contest } cần thêm một giám khảo chấm vì hai phiếu chênh lệch. Phiếu mới xem tại trang việc của tôi.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-sheet-reopened-subject = Phiếu chấm được mở lại
mail-notice-sheet-reopened-body =
    Kính gửi ông/bà,

    Trưởng Ban Giám khảo đã mở lại một phiếu chấm đã ký của ông/bà, có ghi lý do. Xin xem lại và ký lại.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-round-closed-subject = Đã khóa vòng chấm: { $contest }
mail-notice-round-closed-body =
    Kính gửi ông/bà,

    Một vòng chấm của { $contest } đã khóa.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-prizes-proposed-subject = Đề xuất giải: { $contest }
mail-notice-prizes-proposed-body =
    Kính gửi ông/bà,

    Đã có đề xuất cơ cấu giải của { $contest }, chờ Ban Tổ chức xem xét.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-prizes-confirmed-subject = Đã quyết định giải: { $contest }
mail-notice-prizes-confirmed-body =
    Kính gửi ông/bà,

    Ban Tổ chức đã quyết định giải của { $contest }. Kết quả chưa công bố, xin giữ kín.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-notice-result-released-subject = Kết quả: { $contest }
mail-notice-result-released-body =
    Kính gửi ông/bà,

    Kết quả của { $contest } đã được công bố trên trang cuộc thi.

    Xem tại: { $link }

    Thư này do trang Sáng Kiến gửi tự động.
mail-entry-co-author-subject = Đề nghị xác nhận đồng tác giả: { $title }
mail-entry-co-author-body =
    Kính gửi Ông/Bà,

    Ông/Bà được ghi là đồng tác giả của bài dự thi “{ $title }”, { $contest }.

    Đề nghị mở đường liên kết dưới đây để xác nhận, hoặc trả lời không và nêu lý do:
    { $link }

    Mã xác nhận: { $code }

    Nếu không biết gì về bài dự thi này, Ông/Bà chọn “Không xác nhận”; đơn vị nhận bài sẽ được biết.
