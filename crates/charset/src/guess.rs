//! Which encoding a text that is no UTF-8 is written in: by the shape of its octets where characters take two of them,
//! by the letters of its languages where they take one.

use crate::Encoding;

/// How much of a text is looked at, in octets beyond ASCII.
const SAMPLE: usize = 64 * 1024;
/// Of the pairs of a two-octet encoding so many hundredths have to be common ones.
const COMMON: usize = 70;

/// Guesses; windows-1252 where nothing speaks for another. The text is taken not to be UTF-8.
pub fn guess(bytes: &[u8]) -> Encoding {
    let sample = sample(bytes);
    if sample.is_ascii() {
        return Encoding::WINDOWS_1252;
    }
    double(&sample).or_else(|| single(&sample)).unwrap_or(Encoding::WINDOWS_1252)
}

/// The words that are not ASCII, each with a space behind it: where most of a list is addresses, the rest is what counts.
fn sample(bytes: &[u8]) -> Vec<u8> {
    // An ASCII control or space ends a word in every encoding here; a comma or letter may be half of a character.
    let words = bytes.split(|b| *b <= b' ').filter(|word| !word.is_ascii());
    let mut sample = Vec::new();
    for word in words {
        sample.extend_from_slice(word);
        sample.push(b' ');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    sample
}

/// An encoding of two octets a character.
struct Double {
    name: &'static str,
    /// Whether a pair is one of the characters that common words have.
    common: fn(u8, u8) -> bool,
}

const HIGH: std::ops::RangeInclusive<u8> = 0xa1..=0xfe;

/// The encodings of two octets, the most particular first. The rows are those of their standards: JIS X 0208 level 1 and
/// its kana, KS X 1001's syllables, GB 2312 level 1, Big5 level 1.
const DOUBLES: [Double; 5] = [
    Double {
        name: "shift_jis",
        common: |lead, trail| {
            matches!(lead, 0x81..=0x83 | 0x88..=0x97) && (0x40..=0xfc).contains(&trail) && trail != 0x7f
        },
    },
    // Kana take rows 4 and 5, which the others give to Japanese too; without any it is no Japanese.
    Double {
        name: "euc-jp",
        common: |lead, trail| matches!(lead, 0xa1 | 0xa3..=0xa5 | 0xb0..=0xcf) && HIGH.contains(&trail),
    },
    Double {
        name: "euc-kr",
        common: |lead, trail| matches!(lead, 0xa1..=0xa3 | 0xb0..=0xc8) && HIGH.contains(&trail),
    },
    Double {
        name: "gb18030",
        common: |lead, trail| matches!(lead, 0xa1..=0xa3 | 0xb0..=0xd7) && HIGH.contains(&trail),
    },
    Double {
        name: "big5",
        common: |lead, trail| matches!(lead, 0xa1..=0xc6) && matches!(trail, 0x40..=0x7e | 0xa1..=0xfe),
    },
];

fn double(sample: &[u8]) -> Option<Encoding> {
    DOUBLES.iter().find_map(|double| {
        let encoding = Encoding::for_label(double.name)?;
        let (text, faults) = encoding.decode(sample);
        if faults || text.contains('\u{fffd}') {
            return None;
        }
        let (mut pairs, mut common, mut kana, mut glued) = (0usize, 0usize, 0usize, 0usize);
        let mut before = b' ';
        let mut octets = sample.iter().copied();
        while let Some(lead) = octets.next() {
            let after_letter = std::mem::replace(&mut before, lead).is_ascii_alphabetic();
            if lead < 0x80 {
                continue;
            }
            pairs += 1;
            glued += usize::from(after_letter);
            // A half-width katakana of Shift_JIS stands alone, and hardly anywhere.
            if double.name == "shift_jis" && matches!(lead, 0xa0..=0xdf) {
                continue;
            }
            let trail = octets.next().unwrap_or(0);
            common += usize::from((double.common)(lead, trail));
            kana += usize::from(matches!(lead, 0xa4 | 0xa5));
        }
        let japanese = double.name != "euc-jp" || kana * 8 >= pairs;
        // Among Latin letters it is a letter with an accent.
        let double = pairs >= 2 && glued * 3 < pairs;
        (double && common * 100 >= pairs * COMMON && japanese).then_some(encoding)
    })
}

/// The encoding in whose letters the text is a language's. Every language's alphabet is tried; a letter of another or a
/// sign inside a word speaks against it, a capital after a small letter as well.
fn single(sample: &[u8]) -> Option<Encoding> {
    let mut best: Option<(i64, Encoding)> = None;
    let mut tables: Vec<(&str, Vec<char>)> = Vec::new();
    for line in include_str!("../data/letters.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(name), _, Some(letters)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let Some(encoding) = Encoding::for_label(name) else { continue };
        if tables.last().is_none_or(|(last, _)| *last != name) {
            tables.push((name, table(encoding)));
        }
        let Some((_, table)) = tables.last() else { continue };
        let score = score(sample, table, letters);
        if best.is_none_or(|(other, _)| score > other) {
            best = Some((score, encoding));
        }
    }
    // Names of many western languages together are none of them, but better windows-1252 than a far alphabet.
    let western: String = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœßðþ".into();
    let mixed = score(sample, &table(Encoding::WINDOWS_1252), &western) * 8 / 10;
    best.filter(|(score, _)| *score > mixed && *score > 0).map(|(_, encoding)| encoding)
}

/// The characters of the octets from 0x80 on.
fn table(encoding: Encoding) -> Vec<char> {
    let octets: Vec<u8> = (0x80..=0xff).collect();
    octets.iter().map(|octet| encoding.decode(&[*octet]).0.chars().next().unwrap_or('\u{fffd}')).collect()
}

fn score(sample: &[u8], table: &[char], letters: &str) -> i64 {
    let mut score = 0;
    let latin = letters.contains(|c| c < '\u{250}');
    let mut before = ' ';
    for (at, &octet) in sample.iter().enumerate() {
        let c = if octet < 0x80 {
            char::from(octet)
        } else {
            table.get(usize::from(octet) - 0x80).copied().unwrap_or('\u{fffd}')
        };
        if octet >= 0x80 {
            let next = sample.get(at + 1).copied().unwrap_or(b' ');
            let in_word = before.is_alphabetic() || next.is_ascii_alphabetic();
            let among_latin = before.is_ascii_alphabetic() || next.is_ascii_alphabetic();
            let small = c.to_lowercase().next().unwrap_or(c);
            score += match () {
                () if c == '\u{fffd}' || c.is_control() => -40,
                () if !c.is_alphabetic() && in_word => -20,
                () if !c.is_alphabetic() => 0,
                () if !latin && among_latin => -10,
                () if letters.contains(small) && c.is_uppercase() && before.is_lowercase() => -10,
                () if letters.contains(small) => 10,
                () => -10,
            };
        }
        before = c;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each text in each of its encodings.
    const TEXTS: &[(&[&str], &str)] = &[
        (&["windows-1252"], "Müller,Größe,Jörg,Straße"),
        (&["windows-1252"], "José Núñez,Málaga,España"),
        (&["windows-1252"], "François,Hélène,Besançon,Noël"),
        (&["windows-1252"], "Åsa,Göran,Malmö,Örebro"),
        (&["windows-1252"], "Bjørn,Tromsø,Pål,Ærø"),
        (&["windows-1252"], "Åsa,Bjørn,Müller,José,François,Señor"),
        (&["windows-1250", "iso-8859-2"], "Łukasz,Gdańsk,Wałęsa,Święty,Małgorzata,Żółć"),
        (&["windows-1250"], "Jiří,Dvořák,Plzeň,Šárka,Žižkov,Tomáš,Růžena,Kateřina"),
        (&["windows-1254"], "Ayşe,Yıldız,Çağlar,İstanbul,Şahin,Gökçe"),
        (
            &["windows-1251", "koi8-r", "ibm866", "iso-8859-5"],
            "Иван Петров,Москва,Ольга Сидорова,Санкт-Петербург",
        ),
        (&["windows-1253"], "Γιώργος,Αθήνα,Μαρία Παπαδοπούλου,Θεσσαλονίκη"),
        (&["windows-1255"], "דוד כהן,תל אביב,ירושלים"),
        (&["windows-1256"], "محمد علي,القاهرة,دمشق"),
        (&["shift_jis", "euc-jp"], "山田太郎,東京都港区,佐藤さくら,よろしくお願いします"),
        (&["shift_jis"], "山田太郎,東京,鈴木一郎,大阪"),
        (&["gb18030"], "张伟,北京市朝阳区,王芳,上海,李娜,中国有限公司"),
        (&["euc-kr"], "김철수,서울특별시,이영희,부산광역시,안녕하세요"),
        (&["big5"], "陳大文,台北市,林小姐,高雄,謝謝您的訂閱"),
    ];

    #[test]
    fn languages_are_told_by_their_letters() {
        for (encodings, text) in TEXTS {
            for name in *encodings {
                let list = format!("email,name,city\nann@example.com,{}\n", text.replace(' ', "\n"));
                let (bytes, _, lost) =
                    encoding_rs::Encoding::for_label(name.as_bytes()).unwrap().encode(&list);
                assert!(!lost, "{name} {text}");
                assert_eq!(guess(&bytes).name(), *name, "{text}");
            }
        }
    }

    #[test]
    fn little_is_windows_1252() {
        assert_eq!(guess(b"a,b\n"), Encoding::WINDOWS_1252);
        assert_eq!(guess(b"\xc5sa"), Encoding::WINDOWS_1252);
        assert_eq!(guess(b"caf\xe9"), Encoding::WINDOWS_1252);
        assert_eq!(guess(b"\x93quoted\x94"), Encoding::WINDOWS_1252);
    }
}
