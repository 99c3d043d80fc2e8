site-accessibility-title = Trợ năng
site-accessibility-aim = Trang này được làm để ai cũng dùng được.
