//! A register of units as large as the country's: 34 provinces and cities and 3,321 communes, wards and special zones, with
//! made-up names that repeat as real ones do.

use std::fmt::Write;

pub const PROVINCES: usize = 34;
pub const COMMUNES: usize = 3_321;

const FIRST: [&str; 30] = [
    "Tân",
    "Phú",
    "Hòa",
    "An",
    "Bình",
    "Đông",
    "Tây",
    "Nam",
    "Bắc",
    "Thanh",
    "Xuân",
    "Hưng",
    "Vĩnh",
    "Long",
    "Thạnh",
    "Quảng",
    "Yên",
    "Đại",
    "Trung",
    "Thượng",
    "Hạ",
    "Mỹ",
    "Ngọc",
    "Kim",
    "Lương",
    "Cẩm",
    "Hồng",
    "Minh",
    "Đức",
    "Sơn",
];
const SECOND: [&str; 32] = [
    "Tiến", "Nghĩa", "Lạc", "Sơn", "Phong", "Thịnh", "Thành", "Hiệp", "Lợi", "Khê", "Lâm", "Thủy", "Hải",
    "Giang", "Châu", "Điền", "Lộc", "Phước", "Trạch", "Ninh", "Quý", "Hậu", "Động", "Bảng", "Tường", "Dương",
    "Mai", "Viên", "Cường", "Hội", "Ân", "Vân",
];

/// The register as `units.csv`. The same every time.
pub fn units_csv() -> String {
    let mut out = String::from("code,name,kind,parent_code,quota,valid_from,valid_to,successor_code\n");
    for p in 0..PROVINCES {
        let (kind, word) = if p % 6 == 0 { ("city", "Thành phố") } else { ("province", "Tỉnh") };
        let name = format!("{} {}", FIRST[p % FIRST.len()], SECOND[(p * 7 + 3) % SECOND.len()]);
        let _ = writeln!(out, "T{:02},{word} {name},{kind},,none,2025-07-01,,", p + 1);
    }
    for c in 0..COMMUNES {
        let (kind, word) = match c % 9 {
            0 | 1 => ("ward", "Phường"),
            8 if c % 99 == 8 => ("special_zone", "Đặc khu"),
            _ => ("commune", "Xã"),
        };
        // 960 pairs for 3,321 communes: most names are borne by three or four of them, as "Tân Tiến" is.
        let mut name = format!("{} {}", FIRST[c * 11 % FIRST.len()], SECOND[(c * 5 + c / 30) % SECOND.len()]);
        if c == 2_024 {
            name = "Thuỷ Xuân Tiên".to_owned();
        } else if c % 17 == 0 {
            let _ = write!(name, " {}", c % 7 + 1);
        }
        let _ =
            writeln!(out, "X{:05},{word} {name},{kind},T{:02},none,2025-07-01,,", c + 1, c % PROVINCES + 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn it_is_as_large_as_the_country_and_names_repeat() {
        let csv = units_csv();
        assert_eq!(csv.lines().count(), 1 + PROVINCES + COMMUNES);
        let mut names: HashMap<&str, usize> = HashMap::new();
        for line in csv.lines().skip(1) {
            *names.entry(line.split(',').nth(1).unwrap_or_default()).or_default() += 1;
        }
        assert!(names.values().filter(|n| **n > 1).count() > 300);
    }
}
