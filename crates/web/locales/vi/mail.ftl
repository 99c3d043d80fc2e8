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
