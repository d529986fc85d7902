//! Where people work, with everything about them that follows from it.

use crate::names::CULTURE_COUNT;

/// An office and the habits of its country.
pub(crate) struct Place {
    pub(crate) city: &'static str,
    /// Empty where addresses have no state.
    pub(crate) state: &'static str,
    pub(crate) country: &'static str,
    pub(crate) country_code: &'static str,
    pub(crate) street: &'static str,
    pub(crate) postal_code: &'static str,
    pub(crate) time_zone: &'static str,
    pub(crate) locale: &'static str,
    pub(crate) language: &'static str,
    /// The telephone numbers up to the extension.
    pub(crate) phone: &'static str,
    pub(crate) mobile: &'static str,
    pub(crate) division: &'static str,
}

/// Head office, which some people of every language work at.
const HEAD_OFFICE: usize = 2;

/// The office for people whose first name is of the culture. One in seven works at the head
/// office, and nobody is far from one in small organizations.
pub(super) fn place(culture: usize, roll: u64) -> &'static Place {
    let home = culture.min(CULTURE_COUNT - 1);
    &PLACES[if roll.is_multiple_of(7) {
        HEAD_OFFICE
    } else {
        home
    }]
}

pub(super) fn head_office() -> &'static Place {
    &PLACES[HEAD_OFFICE]
}

macro_rules! places {
    ($($city:literal $state:literal $country:literal $code:literal $street:literal $postal:literal
       $zone:literal $locale:literal $language:literal $phone:literal $mobile:literal
       $division:literal;)*) => {
        [$(Place {
            city: $city,
            state: $state,
            country: $country,
            country_code: $code,
            street: $street,
            postal_code: $postal,
            time_zone: $zone,
            locale: $locale,
            language: $language,
            phone: $phone,
            mobile: $mobile,
            division: $division,
        }),*]
    };
}

/// One for each culture, in the order of the cultures.
pub(super) static PLACES: [Place; CULTURE_COUNT] = places! {
    "London" "" "United Kingdom" "GB" "12 Wharf Road" "N1 7EU" "Europe/London" "en_GB" "en_GB" "+44 20 7946 0" "+44 7700 900" "EMEA";
    "Chicago" "Illinois" "United States" "US" "233 Canal Street" "60606" "America/Chicago" "en_US" "en_US" "+1 312 555 0" "+1 312 555 1" "Americas";
    "Stuttgart" "Baden-Württemberg" "Germany" "DE" "Neckarstraße 84" "70190" "Europe/Berlin" "de_DE" "de" "+49 711 5550 " "+49 151 5550 " "EMEA";
    "Lyon" "Rhône" "France" "FR" "18 quai Perrache" "69002" "Europe/Paris" "fr_FR" "fr" "+33 4 65 71 0" "+33 6 39 98 0" "EMEA";
    "Madrid" "Madrid" "Spain" "ES" "Calle de Atocha 31" "28012" "Europe/Paris" "es_ES" "es" "+34 91 555 0" "+34 600 55 0" "EMEA";
    "São Paulo" "São Paulo" "Brazil" "BR" "Avenida Paulista 900" "01310-100" "America/Sao_Paulo" "pt_BR" "pt_BR" "+55 11 5555 0" "+55 11 95555 0" "Americas";
    "Milano" "Milano" "Italy" "IT" "Via Torino 40" "20123" "Europe/Rome" "it_IT" "it" "+39 02 5550 " "+39 320 5550 " "EMEA";
    "Kraków" "Małopolskie" "Poland" "PL" "ulica Długa 17" "31-147" "Europe/Warsaw" "pl_PL" "en_US" "+48 12 555 0" "+48 505 550 " "EMEA";
    "Brno" "" "Czech Republic" "CZ" "Křenová 9" "602 00" "Europe/Prague" "cs_CZ" "en_US" "+420 555 010 " "+420 601 010 " "EMEA";
    "Budapest" "" "Hungary" "HU" "Váci út 22" "1132" "Europe/Budapest" "hu_HU" "en_US" "+36 1 555 0" "+36 20 555 0" "EMEA";
    "Cluj-Napoca" "Cluj" "Romania" "RO" "Strada Horea 5" "400174" "Europe/Bucharest" "ro_RO" "en_US" "+40 264 555 0" "+40 740 555 0" "EMEA";
    "Göteborg" "" "Sweden" "SE" "Vasagatan 11" "411 24" "Europe/Stockholm" "sv_SE" "sv" "+46 31 390 60 " "+46 70 174 06 " "EMEA";
    "Oslo" "" "Norway" "NO" "Storgata 25" "0184" "Europe/Oslo" "no_NO" "no" "+47 21 55 0" "+47 40 55 0" "EMEA";
    "Tampere" "" "Finland" "FI" "Hämeenkatu 14" "33100" "Europe/Helsinki" "fi_FI" "fi" "+358 3 555 0" "+358 40 555 0" "EMEA";
    "Reykjavík" "" "Iceland" "IS" "Laugavegur 30" "101" "Atlantic/Reykjavik" "is_IS" "en_US" "+354 555 0" "+354 655 0" "EMEA";
    "Istanbul" "" "Türkiye" "TR" "Büyükdere Caddesi 101" "34394" "Europe/Istanbul" "tr_TR" "tr" "+90 212 555 0" "+90 501 555 0" "EMEA";
    "Hà Nội" "" "Vietnam" "VN" "56 Nguyễn Du" "100000" "Asia/Ho_Chi_Minh" "vi_VN" "en_US" "+84 24 5550 " "+84 91 5550 " "Asia Pacific";
    "Bengaluru" "Karnataka" "India" "IN" "42 Residency Road" "560025" "Asia/Kolkata" "en_IN" "en_US" "+91 80 5550 " "+91 98 5550 " "Asia Pacific";
    "Dubai" "Dubai" "United Arab Emirates" "AE" "Al Maktoum Road 7" "" "Asia/Dubai" "ar_AE" "en_US" "+971 4 555 0" "+971 50 555 0" "EMEA";
    "Lagos" "Lagos" "Nigeria" "NG" "14 Broad Street" "102273" "Africa/Lagos" "en_NG" "en_GB" "+234 1 555 0" "+234 803 555 0" "EMEA";
    "Johannesburg" "Gauteng" "South Africa" "ZA" "60 Fox Street" "2001" "Africa/Johannesburg" "en_ZA" "en_GB" "+27 11 555 0" "+27 82 555 0" "EMEA";
    "Shanghai" "Shanghai" "China" "CN" "Huaihai Zhong Lu 333" "200021" "Asia/Shanghai" "zh_CN" "zh_CN" "+86 21 5550 " "+86 139 5550 " "Asia Pacific";
    "Ōsaka" "Ōsaka" "Japan" "JP" "Kitahama 2-1-17" "541-0041" "Asia/Tokyo" "ja_JP" "ja" "+81 6 5550 " "+81 90 5550 " "Asia Pacific";
    "Seoul" "" "Korea, Republic of" "KR" "Teheran-ro 152" "06236" "Asia/Seoul" "ko_KR" "ko" "+82 2 555 0" "+82 10 5550 " "Asia Pacific";
    "Athína" "" "Greece" "GR" "Ermoú 48" "105 63" "Europe/Athens" "el_GR" "en_US" "+30 21 0555 0" "+30 694 555 0" "EMEA";
    "Lviv" "" "Ukraine" "UA" "Horodotska 36" "79007" "Europe/Kiev" "uk_UA" "en_US" "+380 32 555 0" "+380 67 555 0" "EMEA";
    "Zagreb" "" "Croatia" "HR" "Ilica 110" "10000" "Europe/Belgrade" "hr_HR" "en_US" "+385 1 555 0" "+385 91 555 0" "EMEA";
    "Dublin" "Dublin" "Ireland" "IE" "8 Harcourt Street" "D02 AF58" "Europe/Dublin" "en_IE" "en_GB" "+353 1 555 0" "+353 85 555 0" "EMEA";
    "Utrecht" "Utrecht" "Netherlands" "NL" "Oudegracht 210" "3511 NR" "Europe/Amsterdam" "nl_NL" "nl_NL" "+31 30 555 0" "+31 6 5550 " "EMEA";
    "Auckland" "" "New Zealand" "NZ" "27 Queen Street" "1010" "Pacific/Auckland" "en_NZ" "en_US" "+64 9 555 0" "+64 21 555 0" "Asia Pacific";
};
