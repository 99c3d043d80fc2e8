styleguide-title = Thư viện thành phần giao diện
