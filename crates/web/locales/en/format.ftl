# Dates, times, numbers, money. Only format.rs uses these.

format-monday = Monday
format-tuesday = Tuesday
format-wednesday = Wednesday
format-thursday = Thursday
format-friday = Friday
format-saturday = Saturday
format-sunday = Sunday

format-deadline = before { $time } on { $date }; last moment: { $last_time } on { $last_weekday } { $last_date }
format-left = { $left } left
format-passed = this deadline has passed
# For countdown.js: %t becomes the time left.
format-left-text = %t left

format-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
format-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
format-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
format-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
format-under-a-second = less than a second

format-vnd = { $amount } VND
