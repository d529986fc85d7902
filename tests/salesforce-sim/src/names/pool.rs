//! The names themselves, as people of the language write them in Latin letters.

/// First and family names that go together.
pub(super) struct Culture {
    pub(super) first: [&'static str; PER_CULTURE],
    pub(super) last: [&'static str; PER_CULTURE],
}

/// First names, and family names, of each culture.
pub(super) const PER_CULTURE: usize = 20;

// Twenty names on a few lines read better than one on each.
#[rustfmt::skip]
pub(super) static CULTURES: [Culture; 30] = [
    // English
    Culture {
        first: [
            "Olivia", "James", "Charlotte", "William", "Amelia", "Henry", "Sophie", "Thomas",
            "Grace", "Edward", "Hannah", "Oliver", "Emily", "George", "Lucy", "Samuel", "Alice",
            "Benjamin", "Rosalind", "Nathaniel",
        ],
        last: [
            "Carter", "Hughes", "Bennett", "Turner", "Whitfield", "Marsh", "Palmer", "Ellison",
            "Fletcher", "Haywood", "Langley", "Prescott", "Radcliffe", "Sutton", "Thornton",
            "Wakefield", "Aldridge", "Barrow", "Chadwick", "Featherstonehaugh",
        ],
    },
    // American
    Culture {
        first: [
            "Madison", "Tyler", "Brooklyn", "Mason", "Savannah", "Logan", "Kayla", "Brandon",
            "Jasmine", "Marcus", "Destiny", "Cody", "Autumn", "Trevor", "Skylar", "Darnell",
            "Latoya", "Wyatt", "Peyton", "Colton",
        ],
        last: [
            "Washington", "Jefferson", "Brooks", "Coleman", "Dawson", "Freeman", "Garrison",
            "Harper", "Kirkland", "Lawson", "Mercer", "Nolan", "Porter", "Reeves", "Shelton",
            "Tucker", "Vaughn", "Whitaker", "Yates", "Montgomery",
        ],
    },
    // German
    Culture {
        first: [
            "Jürgen", "Anneliese", "Björn", "Käthe", "Günther", "Lieselotte", "Matthias",
            "Sabine", "Wolfgang", "Heike", "Klaus", "Ursula", "Dieter", "Franziska",
            "Maximilian", "Jörg", "Renate", "Sören", "Ulrike", "Friedrich-Wilhelm",
        ],
        last: [
            "Müller", "Schäfer", "Weiß", "Köhler", "Großmann", "Böhm", "Schröder", "Vogel",
            "Krüger", "Jäger", "Lindemann", "Hoffmann", "Zimmermann", "Brückner", "Neumann",
            "Schönfeld", "Wagenknecht", "Leutheusser", "Fürstenberg", "Oberhauser",
        ],
    },
    // French
    Culture {
        first: [
            "Élodie", "François", "Chloé", "Benoît", "Aurélie", "Jérôme", "Maëlle", "Raphaël",
            "Hélène", "Théo", "Margaux", "Gaël", "Camille", "Loïc", "Anaïs", "Sébastien",
            "Noémie", "Cédric", "Solène", "Jean-Baptiste",
        ],
        last: [
            "Lefèvre", "Dubois", "Béranger", "Moreau", "Château", "Fournier", "Gérard",
            "Lemaître", "Marchand", "Noël", "Perrin", "Rousseau", "Sauvageot", "Thévenin",
            "Vasseur", "Desrosiers", "Beauchêne", "Charpentier", "Delacroix",
            "de La Rochefoucauld",
        ],
    },
    // Spanish
    Culture {
        first: [
            "José", "María", "Álvaro", "Lucía", "Andrés", "Sofía", "Íñigo", "Begoña", "Joaquín",
            "Inés", "Martín", "Concepción", "Raúl", "Pilar", "Gonzalo", "Nuria", "Óscar",
            "Ximena", "Hernán", "Guadalupe",
        ],
        last: [
            "García", "Núñez", "Ibáñez", "Muñoz", "Peña", "Rodríguez", "Sánchez", "Vázquez",
            "Zúñiga", "Domínguez", "Echeverría", "Gutiérrez", "Jiménez", "Llorente", "Ordóñez",
            "Quiñones", "Castañeda", "Villanueva", "Etxeberria", "Fernández de Córdoba",
        ],
    },
    // Portuguese
    Culture {
        first: [
            "João", "Conceição", "Antônio", "Beatriz", "Gonçalo", "Leonor", "Luís", "Mônica",
            "Sebastião", "Tânia", "Vinícius", "Letícia", "Caetano", "Graça", "Rui", "Marília",
            "Afonso", "Débora", "Estêvão", "Yasmin",
        ],
        last: [
            "Gonçalves", "Magalhães", "Araújo", "Conceição", "Simões", "Guimarães", "Brandão",
            "Leitão", "Falcão", "Antunes", "Cardoso", "Figueiredo", "Nogueira", "Pinheiro",
            "Sampaio", "Teixeira", "Vasconcelos", "Albuquerque", "Bragança", "Damasceno",
        ],
    },
    // Italian
    Culture {
        first: [
            "Niccolò", "Chiara", "Giosuè", "Ludovica", "Matteo", "Beatrice", "Lorenzo",
            "Ginevra", "Alessandro", "Fiamma", "Raffaele", "Ilaria", "Salvatore", "Noemi",
            "Ettore", "Ornella", "Gianluca", "Mirella", "Vincenzo", "Annunziata",
        ],
        last: [
            "Rossetti", "Colò", "Bianchi", "Esposito", "Ferrari", "D’Angelo", "Lombardi",
            "Marchetti", "Pellegrini", "Santoro", "Testa", "Vitale", "Zanetti", "Caruso",
            "Mantovani", "Guerrieri", "Benedetti", "Fumagalli", "Quattrocchi", "Mastrogiovanni",
        ],
    },
    // Polish
    Culture {
        first: [
            "Łukasz", "Małgorzata", "Wojciech", "Agnieszka", "Paweł", "Żaneta", "Michał",
            "Katarzyna", "Stanisław", "Zofia", "Bartłomiej", "Jadwiga", "Grzegorz", "Bożena",
            "Krzysztof", "Elżbieta", "Zbigniew", "Urszula", "Tadeusz", "Świętosława",
        ],
        last: [
            "Wiśniewski", "Kowalczyk", "Zieliński", "Szymański", "Woźniak", "Dąbrowski",
            "Kaczmarek", "Wójcik", "Nowak", "Jabłoński", "Piątek", "Sobczak", "Górski",
            "Rutkowski", "Łuczak", "Ostrowski", "Pawłowski", "Żuraw", "Brzęczyszczykiewicz",
            "Grzegorzewski",
        ],
    },
    // Czech
    Culture {
        first: [
            "Jiří", "Kateřina", "Ondřej", "Šárka", "Václav", "Zdeňka", "Tomáš", "Eliška",
            "Lukáš", "Růžena", "Matěj", "Vlasta", "Radek", "Žofie", "Štěpán", "Ludmila",
            "Vojtěch", "Markéta", "Hynek", "Květoslava",
        ],
        last: [
            "Dvořák", "Novák", "Černý", "Procházka", "Kučera", "Šimek", "Říha", "Veselý",
            "Horák", "Němec", "Pospíšil", "Růžička", "Beneš", "Fiala", "Sedláček", "Jelínek",
            "Kolář", "Žák", "Navrátil", "Třešňák",
        ],
    },
    // Hungarian
    Culture {
        first: [
            "László", "Erzsébet", "György", "Ágnes", "István", "Zsófia", "Gergő", "Ildikó",
            "Attila", "Réka", "Ödön", "Emőke", "Balázs", "Csilla", "Kálmán", "Tünde", "Zoltán",
            "Boglárka", "Miklós", "Sarolta",
        ],
        last: [
            "Nagy", "Kovács", "Szabó", "Tóth", "Horváth", "Kőszegi", "Molnár", "Szűcs", "Fehér",
            "Győrffy", "Hegedűs", "Juhász", "Lukács", "Orbán", "Pásztor", "Rácz", "Sipos",
            "Takács", "Újvári", "Zrínyi",
        ],
    },
    // Romanian
    Culture {
        first: [
            "Ștefan", "Ioana", "Bogdan", "Mădălina", "Țuțu", "Ruxandra", "Răzvan", "Cătălina",
            "Mircea", "Lăcrămioara", "Dragoș", "Smaranda", "Vlad", "Ilinca", "Horațiu", "Anca",
            "Sorin", "Brândușa", "Nicușor", "Georgeta",
        ],
        last: [
            "Popescu", "Ionescu", "Mureșan", "Țăranu", "Stănescu", "Dumitrașcu", "Pîrvu", "Lupu",
            "Vasilescu", "Crăciun", "Negoiță", "Bălan", "Ghiță", "Rădulescu", "Sârbu",
            "Ungureanu", "Văcărescu", "Zamfir", "Brătianu", "Constantinescu",
        ],
    },
    // Swedish
    Culture {
        first: [
            "Åsa", "Torsten", "Märta", "Göran", "Linnéa", "Håkan", "Saga", "Örjan", "Ebba",
            "Torbjörn", "Maj-Britt", "Anders", "Ingrid", "Lennart", "Tuva", "Gustav", "Ylva",
            "Sixten", "Karin", "Malin",
        ],
        last: [
            "Åkerström", "Lindqvist", "Öberg", "Sjöström", "Bergström", "Nyström", "Hägglund",
            "Ekström", "Söderberg", "Wallin", "Ahlgren", "Fälth", "Gyllenhammar", "Hallström",
            "Lagerlöf", "Månsson", "Rönnqvist", "Strömberg", "Ångström", "Östlund",
        ],
    },
    // Danish and Norwegian
    Culture {
        first: [
            "Anker", "Ragnhild", "Jørgen", "Solveig", "Øyvind", "Sigrid", "Håvard", "Bjørg",
            "Kåre", "Ingebjørg", "Rasmus", "Mette", "Torkild", "Astrid", "Åge", "Gunnhild",
            "Magnus", "Dagny", "Leif", "Synnøve",
        ],
        last: [
            "Sørensen", "Østergaard", "Nygård", "Kjærgaard", "Bjørnstad", "Ødegård", "Møller",
            "Halvorsen", "Thorsrud", "Bruun", "Rønning", "Skovgaard", "Løvstad", "Grønlund",
            "Haugen", "Næss", "Frøyland", "Damsgaard", "Aagaard", "Christophersen",
        ],
    },
    // Finnish and Estonian
    Culture {
        first: [
            "Väinö", "Päivi", "Jyrki", "Vieno", "Eero", "Sinikka", "Tõnu", "Maarja", "Jaakko",
            "Aino", "Kätlin", "Olavi", "Hilja", "Pekka", "Õnne", "Timo", "Riitta", "Rein",
            "Tuulikki", "Lauri",
        ],
        last: [
            "Hämäläinen", "Mäkinen", "Järvinen", "Pääsuke", "Lehtonen", "Tõnisson", "Kärkkäinen",
            "Virtanen", "Väljas", "Nieminen", "Rätsep", "Saarinen", "Koskinen", "Lõhmus",
            "Heikkilä", "Niinistö", "Räikkönen", "Õunapuu", "Ylönen", "Kuusniemi",
        ],
    },
    // Icelandic
    Culture {
        first: [
            "Þórunn", "Guðmundur", "Sigríður", "Ásgeir", "Hrafnhildur", "Björk", "Einar", "Æsa",
            "Snorri", "Jóhanna", "Ólafur", "Þorbjörg", "Hallgrímur", "Vigdís", "Kári", "Guðrún",
            "Ragnar", "Sæunn", "Ísólfur", "Steinunn",
        ],
        last: [
            "Guðmundsdóttir", "Jónsson", "Þórðarson", "Sigurðardóttir", "Björnsson",
            "Einarsdóttir", "Ólafsson", "Hallgrímsdóttir", "Ásgeirsson", "Ragnarsdóttir",
            "Kristjánsson", "Magnúsdóttir", "Pálsson", "Eiríksdóttir", "Snæbjörnsson",
            "Hjálmarsdóttir", "Vilhjálmsson", "Gíslason", "Arnarson", "Aðalsteinsdóttir",
        ],
    },
    // Turkish and Azerbaijani
    Culture {
        first: [
            "Çağla", "Mehmet", "Şeyma", "Oğuz", "İpek", "Gökhan", "Ayşegül", "Kılıç", "Züleyha",
            "Ümit", "Nərgiz", "Barış", "Tuğçe", "Yiğit", "Hülya", "Emre", "Fatma", "Işıl",
            "Rəşad", "Çınar",
        ],
        last: [
            "Yılmaz", "Öztürk", "Şahin", "Çelik", "Kılıçdaroğlu", "Aydın", "Güneş", "Doğan",
            "Arslan", "Məmmədov", "Koç", "Kaya", "Özdemir", "Yıldız", "Erdoğdu", "Tekinoğlu",
            "Əliyev", "Bozkurt", "Karaca", "Altıntaş",
        ],
    },
    // Vietnamese
    Culture {
        first: [
            "Nguyệt", "Đức", "Thảo", "Quỳnh", "Hùng", "Linh", "Tuấn", "Mỹ Dung", "Khánh",
            "Phương", "Bảo", "Hạnh", "Sơn", "Trâm", "Việt", "Diễm", "Long", "Ngọc Ánh", "Thắng",
            "Hương",
        ],
        last: [
            "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
            "Dương", "Lý", "Trịnh", "Đoàn", "Vũ", "Mai", "Tạ", "Lương", "Tô",
        ],
    },
    // Indian
    Culture {
        first: [
            "Aarav", "Priya", "Rohan", "Lakshmi", "Vikram", "Ananya", "Siddharth", "Meenakshi",
            "Arjun", "Kavita", "Harpreet", "Deepika", "Manish", "Sunita", "Rajesh", "Ishani",
            "Nikhil", "Padma", "Venkatanarasimha", "Zoya",
        ],
        last: [
            "Sharma", "Iyer", "Patel", "Krishnamurthy", "Singh", "Banerjee", "Reddy", "Nair",
            "Chattopadhyay", "Gupta", "Mehta", "Kulkarni", "Deshpande", "Bhattacharya", "Kaur",
            "Joshi", "Pillai", "Rao", "Venkataraman", "Subramanian",
        ],
    },
    // Arabic
    Culture {
        first: [
            "Youssef", "Fatima", "Khalid", "Layla", "Omar", "Nour", "Hassan", "Zaynab", "Tariq",
            "Amira", "Ibrahim", "Salma", "Karim", "Rania", "Mustafa", "Hanan", "Faisal", "Dalia",
            "Abdulrahman", "Maryam",
        ],
        last: [
            "Al-Masri", "Haddad", "El-Sayed", "Khoury", "Bin Rashid", "Mansour", "Al-Qahtani",
            "Saleh", "Nasser", "Benali", "Ouazzani", "Darwish", "Fahmy", "Al-Zahrani",
            "Bouchareb", "Taleb", "Sabbagh", "Hijazi", "El Amrani", "Abu-Khalil",
        ],
    },
    // West African
    Culture {
        first: [
            "Ọlámidé", "Chinwe", "Kwame", "Adébáyọ̀", "Fatou", "Ifeoma", "Kofi", "Ngozi",
            "Babatunde", "Aminata", "Chukwuemeka", "Yetunde", "Mamadou", "Abena", "Oluwaseun",
            "Awa", "Emeka", "Folashade", "Ousmane", "Oluwatobiloba",
        ],
        last: [
            "Okonkwo", "Adéyẹmí", "Mensah", "Diallo", "Nwosu", "Ọ̀ṣúndé", "Boateng", "Traoré",
            "Eze", "Ogunbanjo", "Owusu", "Sow", "Afolabi", "Keïta", "Chukwu", "Abubakar",
            "Asante", "Bâ", "Onyekachi", "Olanrewaju",
        ],
    },
    // East and South African
    Culture {
        first: [
            "Thabo", "Nomvula", "Wanjikũ", "Kipchoge", "Sibusiso", "Achieng", "Tendai", "Makena",
            "Lerato", "Otieno", "Nthabiseng", "Mwangi", "Zanele", "Baraka", "Rutendo", "Juma",
            "Naledi", "Tesfaye", "Hadiyah", "Nokuthula",
        ],
        last: [
            "Dlamini", "Mũthoni", "Nkosi", "Wambugu", "Mokoena", "Odhiambo", "Chikwanda",
            "Khumalo", "Kamau", "Ndlovu", "Mahlangu", "Njoroge", "Moyo", "Sithole", "Abebe",
            "Haile", "van der Merwe", "Botha", "Mutasa", "Tshabalala",
        ],
    },
    // Chinese
    Culture {
        first: [
            "Wěi", "Xiùyīng", "Jiàn", "Lì", "Míng", "Fāng", "Hào", "Yàn", "Qiáng", "Jìng", "Lěi",
            "Nà", "Chāo", "Xiǎomíng", "Tāo", "Xiùlán", "Jùn", "Yùlán", "Bó", "Huìlíng",
        ],
        last: [
            "Wáng", "Lǐ", "Zhāng", "Liú", "Chén", "Yáng", "Huáng", "Zhào", "Wú", "Zhōu", "Xú",
            "Sūn", "Mǎ", "Zhū", "Guō", "Lín", "Hé", "Lǚ", "Ōuyáng", "Sīmǎ",
        ],
    },
    // Japanese
    Culture {
        first: [
            "Haruto", "Sakura", "Kenjirō", "Yūko", "Takeshi", "Aiko", "Ryōta", "Mei", "Shōhei",
            "Naomi", "Daisuke", "Kaori", "Jun’ichirō", "Emi", "Kōji", "Hanako", "Tarō", "Yuki",
            "Satoshi", "Misaki",
        ],
        last: [
            "Satō", "Suzuki", "Takahashi", "Tanaka", "Itō", "Watanabe", "Kobayashi", "Katō",
            "Yoshida", "Ōtani", "Kimura", "Hayashi", "Shimizu", "Yamaguchi", "Inoue", "Saitō",
            "Hashimoto", "Ōno", "Fujiwara", "Kawabata",
        ],
    },
    // Korean
    Culture {
        first: [
            "Min-jun", "Seo-yeon", "Ji-hoon", "Ha-eun", "Do-yun", "Soo-ah", "Hyun-woo", "Ji-woo",
            "Sung-min", "Eun-ji", "Jae-hyun", "Yu-na", "Tae-yang", "Mi-sook", "Dong-hyun",
            "Bo-ra", "Kyung-ho", "Hye-jin", "Woo-jin", "Na-ri",
        ],
        last: [
            "Kim", "Lee", "Park", "Choi", "Jeong", "Kang", "Cho", "Yoon", "Jang", "Lim", "Han",
            "Oh", "Seo", "Shin", "Kwon", "Hwang", "Ahn", "Song", "Namgung", "Hwangbo",
        ],
    },
    // Greek
    Culture {
        first: [
            "Giórgos", "Eléni", "Dimítris", "Kalliópi", "Níkos", "Aikateríni", "Stávros",
            "Despoína", "Theódoros", "Vasilikí", "Pétros", "Ioánna", "Aléxandros", "Chrysánthi",
            "Spýros", "Zoí", "Manólis", "Evgenía", "Thanásis", "Kyriakí",
        ],
        last: [
            "Papadópoulos", "Konstantinídis", "Georgíou", "Nikolaídis", "Karagiánnis",
            "Vlachópoulos", "Makrís", "Stavrópoulos", "Theodorákis", "Oikonómou",
            "Panagiotópoulos", "Anagnostákis", "Lambrópoulos", "Kazantzákis", "Christodoúlou",
            "Mavromichális", "Xenákis", "Rígas", "Zervás", "Papakonstantinopoúlou",
        ],
    },
    // Ukrainian
    Culture {
        first: [
            "Oleksándr", "Oksana", "Bohdan", "Iryna", "Taras", "Yaroslava", "Mykola", "Solomiya",
            "Andriy", "Nadiya", "Vasyl", "Svitlana", "Yuriy", "Halyna", "Serhiy", "Zoryana",
            "Dmytro", "Lyudmyla", "Ostap", "Myroslava",
        ],
        last: [
            "Shevchenko", "Kovalenko", "Bondarenko", "Tkachenko", "Melnyk", "Kravchuk",
            "Lysenko", "Rudenko", "Savchenko", "Petrenko", "Zakharchuk", "Hryhorenko",
            "Polishchuk", "Kostyuk", "Marchenko", "Onyshchenko", "Sydorenko", "Yushchenko",
            "Khmelnytsky", "Nechyporenko",
        ],
    },
    // Croatian and Serbian
    Culture {
        first: [
            "Željko", "Đurđa", "Miloš", "Ljiljana", "Dražen", "Nataša", "Siniša", "Željka",
            "Branimir", "Snežana", "Saša", "Višnja", "Vukašin", "Mirjana", "Hrvoje", "Đorđe",
            "Tihana", "Zvonimir", "Jasmina", "Dušan",
        ],
        last: [
            "Đoković", "Kovačević", "Šimić", "Petrović", "Živković", "Babić", "Knežević",
            "Čolić", "Jurišić", "Marušić", "Đurić", "Radovanović", "Štimac", "Vuković", "Župan",
            "Stojanović", "Mihajlović", "Krpan", "Obradović", "Hadžihafizbegović",
        ],
    },
    // Welsh and Irish
    Culture {
        first: [
            "Siân", "Rhŷs", "Niamh", "Seán", "Cerys", "Pádraig", "Aoife", "Gethin", "Caoimhe",
            "Tomós", "Gráinne", "Iolo", "Róisín", "Ffion", "Oisín", "Angharad", "Cathal", "Llŷr",
            "Sinéad", "Gwenllian",
        ],
        last: [
            "Ó Súilleabháin", "Llewelyn", "Ní Dhomhnaill", "Gruffydd", "Mac Giolla", "Prydderch",
            "Ó Briain", "Bowen", "Byrne", "Cadwaladr", "Fitzgerald", "Glyndŵr", "Kavanagh",
            "Meredith", "Ó Conchobhair", "Vaughan", "Murchú", "Teilo", "Breathnach",
            "Mac Lochlainn",
        ],
    },
    // Dutch
    Culture {
        first: [
            "Daan", "Anouk", "Sjoerd", "Marloes", "Ruben", "Femke", "Jeroen", "Saskia", "Zoë",
            "Thijs", "Lotte", "Maarten", "Noëlle", "Willem", "Sanne", "Bram", "Liesbeth",
            "Joost", "Daniël", "Annemieke",
        ],
        last: [
            "de Vries", "van den Berg", "Janssen", "Bakker", "Visser", "Smit", "van Dijk",
            "de Boer", "Mulder", "Dekker", "Hoekstra", "Kuipers", "van ’t Hof", "Verhoeven",
            "Zijlstra", "Wiersma", "Nieuwenhuis", "Terpstra", "Coöl", "van Schaijk-Noordhoek",
        ],
    },
    // Hawaiian and Māori
    Culture {
        first: [
            "Kaʻimana", "Leilani", "Tāne", "Aroha", "Keoni", "Mele", "Rāwiri", "Ngaio", "Kekoa",
            "Hina", "Wiremu", "Mārama", "Nālani", "Hēmi", "Anahera", "Kawika", "Tūī", "Pualani",
            "Manaaki", "Keahi",
        ],
        last: [
            "Kahananui", "Te Whata", "Kealoha", "Ngata", "Kamakawiwoʻole", "Parata", "Kalani",
            "Tūhoe", "Akana", "Hōhepa", "Nakamura", "Rangihau", "Makoa", "Pōmare", "Kekauoha",
            "Waititi", "Māhoe", "Paewai", "Keawe", "Keihanaikukauakahihuliheekahaunaele",
        ],
    },
];
