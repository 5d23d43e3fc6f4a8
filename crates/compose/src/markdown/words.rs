//! The footer's words in the letter's language.

/// "Unsubscribe" in the language (BCP 47), English where it is not known here.
pub(super) fn words(language: &str) -> &'static str {
    let main = language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    UNSUBSCRIBE.iter().find(|(known, _)| *known == main).map_or("Unsubscribe", |(_, word)| word)
}

#[rustfmt::skip]
const UNSUBSCRIBE: &[(&str, &str)] = &[
    ("ar", "إلغاء الاشتراك"), ("bg", "Отписване"), ("ca", "Donar-se de baixa"), ("cs", "Odhlásit odběr"),
    ("da", "Afmeld"), ("de", "Abmelden"), ("el", "Διαγραφή"), ("es", "Darse de baja"), ("et", "Loobu tellimusest"),
    ("fa", "لغو اشتراک"), ("fi", "Peruuta tilaus"), ("fr", "Se désabonner"), ("he", "הסרה מרשימת התפוצה"),
    ("hi", "सदस्यता समाप्त करें"), ("hr", "Odjava"), ("hu", "Leiratkozás"), ("id", "Berhenti berlangganan"),
    ("is", "Afskrá"), ("it", "Annulla l’iscrizione"), ("ja", "配信停止"), ("ko", "수신 거부"), ("lt", "Atsisakyti prenumeratos"),
    ("lv", "Atteikties"), ("nb", "Meld deg av"), ("nl", "Afmelden"), ("nn", "Meld deg av"), ("no", "Meld deg av"),
    ("pl", "Wypisz się"), ("pt", "Cancelar a subscrição"), ("ro", "Dezabonare"), ("ru", "Отписаться"),
    ("sk", "Odhlásiť sa"), ("sl", "Odjava"), ("sr", "Одјава"), ("sv", "Avsluta prenumerationen"), ("th", "ยกเลิกการรับข่าวสาร"),
    ("tr", "Abonelikten çık"), ("uk", "Відписатися"), ("vi", "Hủy đăng ký"), ("zh", "退订"),
];
