//! The pools that names are composed from: sixteen languages and eight countries.
//! The lists are laid out by hand, many to a line.

/// Given names and surnames of one language. `stems` and `endings` compose
/// further surnames, so that a large corpus does not repeat a small list.
pub(crate) struct Language {
    pub(crate) men: &'static [&'static str],
    pub(crate) women: &'static [&'static str],
    pub(crate) surnames: &'static [&'static str],
    pub(crate) stems: &'static [&'static str],
    pub(crate) endings: &'static [&'static str],
}

/// How towns, clubs, grounds and leagues of one country are called. In the
/// patterns `{}` stands for the town or the region.
pub(crate) struct Country {
    pub(crate) language: usize,
    pub(crate) stems: &'static [&'static str],
    pub(crate) endings: &'static [&'static str],
    /// Put before a town whose plain name is taken.
    pub(crate) distinctions: &'static [&'static str],
    pub(crate) clubs: &'static [&'static str],
    pub(crate) grounds: &'static [&'static str],
    pub(crate) leagues: &'static [&'static str],
}

#[rustfmt::skip]
pub(crate) const LANGUAGES: &[Language] = &[
    // English
    Language {
        men: &[
            "Adam", "Alfie", "Ben", "Callum", "Connor", "Daniel", "Declan", "Edward", "Ewan", "Finlay", "George",
            "Harvey", "Isaac", "Jamie", "Joel", "Kieran", "Liam", "Marcus", "Nathan", "Oliver", "Reece", "Sam",
            "Theo", "Tyler",
        ],
        women: &[
            "Abigail", "Alice", "Beth", "Chloe", "Eleanor", "Ellie", "Emma", "Fran", "Georgia", "Hannah", "Jess",
            "Keira", "Laura", "Leah", "Lucy", "Maisie", "Millie", "Niamh", "Olivia", "Rachel", "Sophie", "Tess",
            "Zara", "Imogen",
        ],
        surnames: &[
            "Adeyemi", "Barrowclough", "Callaghan", "Doherty", "Eccles", "Fairbrother", "Gallagher", "Hargreaves",
            "Ingham", "Jessop", "Kershaw", "Lockwood", "MacAllister", "Norcross", "O'Brien", "O'Rourke",
            "Prendergast", "Quigley", "Rutherford", "Sutcliffe", "Thackeray", "Unsworth", "Verity", "Whittaker",
        ],
        stems: &[
            "Ash", "Barn", "Black", "Brad", "Chat", "Clay", "Cold", "Cran", "Darn", "East", "Farn", "Gar", "Hart",
            "Hazel", "Holm", "Kirk", "Lang", "Marl", "New", "Oak", "Pem", "Red", "Stan", "Thorn", "Wake", "Whit",
        ],
        endings: &["bourne", "combe", "croft", "dale", "field", "ham", "hurst", "ley", "more", "shaw", "ton", "well"],
    },
    // German
    Language {
        men: &[
            "Andreas", "Benedikt", "Christoph", "Dominik", "Emil", "Fabian", "Florian", "Georg", "Hannes", "Jan",
            "Jonas", "Jürgen", "Kai", "Lars", "Lukas", "Matthias", "Moritz", "Niklas", "Ole", "Philipp", "Robin",
            "Sören", "Thilo", "Ulrich",
        ],
        women: &[
            "Anja", "Annika", "Birgit", "Carina", "Elisa", "Franziska", "Greta", "Hanna", "Ines", "Jule", "Käthe",
            "Klara", "Lea", "Lena", "Linda", "Mareike", "Nele", "Paula", "Ronja", "Saskia", "Svenja", "Tabea",
            "Ursula", "Wiebke",
        ],
        surnames: &[
            "Ackermann", "Böhm", "Dörfler", "Eichhorn", "Förster", "Günther", "Häusler", "Jäger", "Köhler", "Kühn",
            "Löffler", "Müller", "Nüßlein", "Oßwald", "Pröll", "Rößler", "Schäfer", "Schröder", "Tröger", "Übelacker",
            "Vögele", "Weiß", "Zöllner", "Hübner",
        ],
        stems: &[
            "Alten", "Berg", "Birken", "Brun", "Buch", "Dorn", "Eber", "Eich", "Falken", "Finken", "Grün", "Habers",
            "Hell", "Hof", "Kirch", "Linden", "Mai", "Neu", "Ober", "Reh", "Rosen", "Stein", "Tannen", "Wald", "Wein",
            "Winkel",
        ],
        endings: &[
            "acker", "auer", "bacher", "bauer", "berger", "feld", "hauser", "huber", "mann", "meier", "hofer", "rath",
        ],
    },
    // Spanish
    Language {
        men: &[
            "Adrián", "Álvaro", "Andrés", "Bruno", "César", "Diego", "Emilio", "Fermín", "Gonzalo", "Héctor", "Iker",
            "Íñigo", "Javier", "Joaquín", "José", "Julián", "Martín", "Nicolás", "Óscar", "Pablo", "Raúl", "Rubén",
            "Sebastián", "Tomás",
        ],
        women: &[
            "Aitana", "Alba", "Ana", "Beatriz", "Carmen", "Claudia", "Elena", "Estefanía", "Inés", "Irene", "Jimena",
            "Laia", "Lucía", "María", "Marta", "Mónica", "Noelia", "Olga", "Patricia", "Rocío", "Salma", "Sofía",
            "Verónica", "Ximena",
        ],
        surnames: &[
            "Álvarez", "Benítez", "Cáceres", "Domínguez", "Echeverría", "Fernández", "Giménez", "Hernández", "Ibáñez",
            "Jiménez", "Ledesma", "Márquez", "Núñez", "Ordóñez", "Peñalver", "Quiñones", "Rodríguez", "Sánchez",
            "Toledo", "Urrutia", "Vázquez", "Yáñez", "Zambrano", "Muñoz",
        ],
        stems: &[
            "Alda", "Arre", "Bala", "Barra", "Cala", "Carre", "Cama", "Esca", "Garra", "Gala", "Izar", "Larra",
            "Lista", "Mada", "Mira", "Monta", "Ola", "Para", "Sala", "Sara", "Tama", "Ura", "Vala", "Vilar", "Yura",
            "Zala",
        ],
        endings: &["gón", "zábal", "mendi", "ñoz", "rreta", "guez", "nares", "rosa", "tegui", "verde", "llán", "bal"],
    },
    // Portuguese
    Language {
        men: &[
            "Afonso", "André", "António", "Caio", "Cristóvão", "Davi", "Duarte", "Fábio", "Francisco", "Gonçalo",
            "Henrique", "João", "Jorge", "Leandro", "Luís", "Márcio", "Nuno", "Otávio", "Pedro", "Rafael", "Rui",
            "Sérgio", "Tiago", "Vítor",
        ],
        women: &[
            "Adriana", "Andreia", "Bárbara", "Bia", "Catarina", "Conceição", "Débora", "Fátima", "Filipa", "Helena",
            "Inês", "Joana", "Júlia", "Letícia", "Luísa", "Mafalda", "Mariana", "Raquel", "Rita", "Rosângela",
            "Sandra", "Tamires", "Teresa", "Vitória",
        ],
        surnames: &[
            "Abrantes", "Araújo", "Brandão", "Conceição", "da Silva", "dos Santos", "Estêvão", "Falcão", "Guimarães",
            "Henriques", "Junqueira", "Leitão", "Magalhães", "Nóbrega", "Paixão", "Queirós", "Rebelo", "Simões",
            "Teixeira", "Valadão", "Viegas", "Xavier", "Zambujo", "Gonçalves",
        ],
        stems: &[
            "Alme", "Ama", "Barra", "Ber", "Cal", "Carva", "Cas", "Coim", "Ferra", "Fonta", "Gal", "Lame", "Lou",
            "Mace", "Mou", "Oli", "Pal", "Pi", "Rega", "Sarma", "Sil", "Tava", "Tei", "Vas", "Vile", "Ribe",
        ],
        endings: &[
            "beira", "cedo", "deira", "linho", "meida", "neiro", "queira", "randa", "reira", "rinha", "veira", "zeda",
        ],
    },
    // French
    Language {
        men: &[
            "Adrien", "Aurélien", "Baptiste", "Benoît", "Cédric", "Clément", "Émile", "Étienne", "François", "Gaël",
            "Grégory", "Hugo", "Jérémy", "Jules", "Kévin", "Loïc", "Mathis", "Maxence", "Noël", "Pierre", "Rémi",
            "Sébastien", "Théo", "Yann",
        ],
        women: &[
            "Adèle", "Amandine", "Anaïs", "Aurélie", "Camille", "Céline", "Clémence", "Elodie", "Estelle", "Eugénie",
            "Gaëlle", "Hélène", "Jeanne", "Kadidiatou", "Léa", "Louise", "Maëlle", "Margaux", "Noémie", "Pauline",
            "Romane", "Solène", "Valérie", "Zoé",
        ],
        surnames: &[
            "Beauséjour", "Bénard", "Châtelain", "Crépin", "Delaunay", "Desprès", "Évrard", "Fréchette", "Gérard",
            "Hébert", "Imbert", "Jaouën", "Kermarrec", "Lefèvre", "Lévêque", "Mérieux", "N'Diaye", "Pélissier",
            "Quéméner", "Régnier", "Séguin", "Thévenot", "Vallée", "Le Gall",
        ],
        stems: &[
            "Beau", "Bel", "Bour", "Cha", "Char", "Clair", "Cour", "Dela", "Du", "Fon", "Gau", "Gran", "Lam", "Lan",
            "Mal", "Mar", "Mon", "Per", "Plan", "Pré", "Ro", "Sau", "Tou", "Val", "Ver", "Ville",
        ],
        endings: &["bert", "champ", "chard", "court", "din", "fort", "gnon", "lier", "mont", "nard", "roux", "tier"],
    },
    // Italian
    Language {
        men: &[
            "Alessandro", "Andrea", "Antonio", "Cristiano", "Daniele", "Davide", "Edoardo", "Fabrizio", "Filippo",
            "Giacomo", "Gianluca", "Giorgio", "Leonardo", "Lorenzo", "Luca", "Matteo", "Michele", "Nicolò", "Pietro",
            "Riccardo", "Salvatore", "Simone", "Stefano", "Tommaso",
        ],
        women: &[
            "Agnese", "Alessia", "Arianna", "Aurora", "Barbara", "Benedetta", "Chiara", "Cristiana", "Daniela",
            "Eleonora", "Elisa", "Federica", "Francesca", "Giada", "Giulia", "Ilaria", "Laura", "Lisa", "Manuela",
            "Martina", "Norma", "Sara", "Valentina", "Virginia",
        ],
        surnames: &[
            "Abbagnale", "Bonaventura", "Caruso", "D'Angelo", "De Luca", "Esposito", "Ferrari", "Giordano", "Iannone",
            "Lombardi", "Mancuso", "Nicolò", "Orsini", "Pellegrini", "Quaranta", "Rinaldi", "Santoro", "Tedesco",
            "Ungaro", "Vitale", "Zanetti", "Dell'Orto", "Di Marco", "Fabbri",
        ],
        stems: &[
            "Bar", "Bel", "Ber", "Bon", "Cal", "Cam", "Car", "Cas", "Cor", "Fal", "Fer", "Gal", "Gar", "Lor", "Man",
            "Mar", "Mor", "Pal", "Per", "Ran", "Ros", "Sal", "San", "Tar", "Tor", "Ven",
        ],
        endings: &[
            "baldi", "bini", "celli", "dini", "etti", "gamo", "lucci", "nardi", "oni", "sani", "tolini", "zini",
        ],
    },
    // Dutch
    Language {
        men: &[
            "Bart", "Bas", "Bram", "Cas", "Daan", "Dirk", "Floris", "Gijs", "Guus", "Jaap", "Jasper", "Jeroen",
            "Joost", "Joris", "Koen", "Lennart", "Maarten", "Pim", "Quinten", "Ruben", "Sjoerd", "Teun", "Thijs",
            "Wout",
        ],
        women: &[
            "Aniek", "Anouk", "Bente", "Danique", "Daphne", "Eva", "Fenna", "Floor", "Hester", "Ilse", "Jacintha",
            "Jill", "Katja", "Lieke", "Lineth", "Maaike", "Merel", "Mirthe", "Noor", "Renate", "Roos", "Sanne",
            "Sherida", "Vivianne",
        ],
        surnames: &[
            "Bakker", "de Boer", "de Jong", "de Ridder", "Dijkstra", "Hoekstra", "Janssen", "Kuipers", "Mulder",
            "Oosterhuis", "Postma", "Schouten", "ter Horst", "van Beek", "van den Heuvel", "van der Meer", "van Dijk",
            "Verhoeven", "Visser", "Vos", "Wijnaldum", "Zijlstra", "Zwart", "Hiddink",
        ],
        stems: &[
            "Aker", "Berk", "Blom", "Boven", "Brink", "Broek", "Dijk", "Elsen", "Groen", "Haver", "Heem", "Hoog",
            "Kamer", "Klooster", "Linde", "Meer", "Noorder", "Ooster", "Rijn", "Roos", "Schip", "Velden", "Water",
            "Wester", "Wolf", "Zuider",
        ],
        endings: &["beek", "berg", "camp", "dam", "hof", "huis", "kerk", "man", "stra", "veld", "voort", "huizen"],
    },
    // Scandinavian
    Language {
        men: &[
            "Aksel", "Anders", "Bjørn", "Christian", "Einar", "Emil", "Erling", "Frederik", "Gustav", "Håkon",
            "Henrik", "Isak", "Jákup", "Jens", "Jørgen", "Kasper", "Leif", "Magnus", "Mikkel", "Øyvind", "Rasmus",
            "Sander", "Søren", "Viktor",
        ],
        women: &[
            "Amalie", "Åsa", "Astrid", "Caroline", "Ebba", "Elin", "Frida", "Guro", "Hedvig", "Ingrid", "Johanna",
            "Kaja", "Karólína", "Kosovare", "Liv", "Maren", "Nilla", "Pernille", "Ragnhild", "Signe", "Sólveig",
            "Stina", "Tuva", "Vilde",
        ],
        surnames: &[
            "Ågren", "Bjørnstad", "Ødegård", "Fjørtoft", "Guðmundsson", "Håland", "Højbjerg", "Jónsson", "Kjær",
            "Lindström", "Mæhle", "Møller", "Nygård", "Öberg", "Pålsson", "Rønnow", "Sjöberg", "Sørloth", "Thórsson",
            "Vestergård", "Wahlström", "Ækre", "Åkesson", "Strömberg",
        ],
        stems: &[
            "Anders", "Arvid", "Berg", "Björn", "Dal", "Eke", "Fred", "Gran", "Grøn", "Gull", "Hav", "Hell", "Jakob",
            "Kjell", "Lund", "Mad", "Niels", "Nord", "Ras", "Sand", "Skog", "Sten", "Sund", "Thor", "Vest", "Øst",
        ],
        endings: &["berg", "by", "dahl", "gaard", "heim", "lund", "mark", "nes", "rud", "strand", "vik", "vold"],
    },
    // Polish and Czech
    Language {
        men: &[
            "Arkadiusz", "Bartosz", "Błażej", "Damian", "Dawid", "Grzegorz", "Jakub", "Jiří", "Kacper", "Kamil",
            "Karel", "Łukasz", "Maciej", "Michał", "Ondřej", "Paweł", "Przemysław", "Radek", "Sławomir", "Szymon",
            "Tomáš", "Václav", "Wojciech", "Zdeněk",
        ],
        women: &[
            "Agnieszka", "Alžběta", "Aneta", "Bożena", "Dominika", "Eliška", "Ewa", "Gabriela", "Hana", "Iwona",
            "Jolana", "Kateřina", "Kinga", "Lucie", "Małgorzata", "Markéta", "Natália", "Oliwia", "Renáta", "Sylwia",
            "Tereza", "Weronika", "Zofia", "Zuzanna",
        ],
        surnames: &[
            "Błaszczyk", "Černý", "Dąbek", "Dvořák", "Fiołek", "Gołąb", "Hložek", "Jałocha", "Kądzior", "Kołodziej",
            "Krejčí", "Lis", "Malý", "Mączyński", "Němec", "Ożóg", "Pešek", "Říha", "Ślusarz", "Šťastný", "Wąsik",
            "Wróbel", "Žižka", "Żurek",
        ],
        stems: &[
            "Adam", "Bar", "Biel", "Bor", "Cho", "Dąbr", "Głow", "Grab", "Jab", "Jan", "Kal", "Kam", "Kow", "Kraj",
            "Lew", "Mal", "Mazur", "Mich", "Now", "Olsz", "Pawl", "Piotr", "Sad", "Szym", "Wiśn", "Zaw",
        ],
        endings: &[
            "acki", "ák", "ała", "arczyk", "czak", "ecki", "eczek", "iński", "kowiak", "orek", "owicz", "ulski",
        ],
    },
    // Serbian, Croatian and Slovene
    Language {
        men: &[
            "Aleksandar", "Ante", "Bojan", "Borna", "Boško", "Dejan", "Dražen", "Duje", "Đorđe", "Filip", "Goran",
            "Hrvoje", "Ivica", "Jošip", "Luka", "Marko", "Mateo", "Miloš", "Nemanja", "Nikola", "Saša", "Stjepan",
            "Uroš", "Živko",
        ],
        women: &[
            "Ana", "Anđela", "Biljana", "Dragana", "Dunja", "Dušica", "Ema", "Iva", "Ivana", "Jelena", "Jovana",
            "Katarina", "Ksenija", "Leonarda", "Ljiljana", "Maja", "Milica", "Mirjana", "Nevena", "Nataša", "Snežana",
            "Tijana", "Vesna", "Željka",
        ],
        surnames: &[
            "Babić", "Čabraja", "Ćorluka", "Đurić", "Filipović", "Gvardiol", "Hadžić", "Ilić", "Jovetić", "Kovač",
            "Livaja", "Mandžukić", "Novak", "Oblak", "Pašalić", "Rakitić", "Šarić", "Tošić", "Uremović", "Vlašić",
            "Zupančič", "Žižić", "Šeško", "Bošnjak",
        ],
        stems: &[
            "Andrej", "Anton", "Blag", "Bogdan", "Bran", "Brozo", "Dragan", "Goj", "Ivan", "Jak", "Jur", "Kost",
            "Laz", "Luk", "Mart", "Mil", "Mirk", "Nikol", "Pavl", "Perk", "Radoj", "Stank", "Stev", "Tom", "Vuk",
            "Zor",
        ],
        endings: &["ačić", "anović", "čević", "enić", "eša", "ičić", "ijević", "inac", "ović", "ulić", "uša", "šak"],
    },
    // Turkish
    Language {
        men: &[
            "Abdülkerim", "Arda", "Barış", "Berkay", "Burak", "Cengiz", "Çağlar", "Doğukan", "Emre", "Ferdi",
            "Görkem", "Hakan", "İlkay", "İrfan", "Kaan", "Kenan", "Mehmet", "Mert", "Okay", "Orkun", "Ozan", "Salih",
            "Şenol", "Uğurcan",
        ],
        women: &[
            "Arzu", "Ayşe", "Başak", "Benan", "Birgül", "Büşra", "Çiğdem", "Derya", "Didem", "Ebru", "Ece", "Elif",
            "Fatma", "Gülben", "İlayda", "Kader", "Kezban", "Melike", "Meryem", "Selda", "Sevgi", "Şevval", "Yağmur",
            "Zeynep",
        ],
        surnames: &[
            "Akgün", "Aydın", "Bayındır", "Çakır", "Çelik", "Demiral", "Erkin", "Göztepe", "Gündoğan", "Güler",
            "İnan", "Kabak", "Kahveci", "Karaman", "Kökçü", "Müldür", "Öztürk", "Söyüncü", "Şahin", "Toprak", "Tufan",
            "Ünder", "Yazıcı", "Yıldız",
        ],
        stems: &[
            "Ak", "Altın", "Ars", "Bal", "Bay", "Can", "Coş", "Dağ", "Deniz", "Er", "Gök", "Gün", "Has", "Kara",
            "Kaya", "Kılıç", "Koç", "Kuru", "Öz", "Sarı", "Tan", "Taş", "Tek", "Ulu", "Yal", "Yüce",
        ],
        endings: &["alp", "bulut", "büyük", "can", "demir", "kan", "han", "oğlu", "soy", "taş", "türk", "yürek"],
    },
    // Yoruba, Igbo and Akan
    Language {
        men: &[
            "Abdul", "Ademola", "Akin", "Amadi", "Ayodele", "Babatunde", "Chidi", "Chukwuemeka", "Daniel", "Ebuka",
            "Emeka", "Femi", "Ifeanyi", "Jordan", "Kelechi", "Kofi", "Kwame", "Moses", "Nnamdi", "Obinna", "Olu",
            "Samuel", "Taiwo", "Yaw",
        ],
        women: &[
            "Abena", "Adaeze", "Adwoa", "Asisat", "Blessing", "Chiamaka", "Chinaza", "Desire", "Efua", "Esther",
            "Evelyn", "Folake", "Francisca", "Ifeoma", "Ngozi", "Nneka", "Obianuju", "Onome", "Osinachi", "Rasheedat",
            "Temitope", "Toni", "Uchenna", "Yetunde",
        ],
        surnames: &[
            "Abubakar", "Adebayo", "Agyemang", "Ajibade", "Amartey", "Ashimeru", "Balogun", "Boateng", "Chukwueze",
            "Danjuma", "Ejuke", "Gyasi", "Iheanacho", "Iwobi", "Kudus", "Mensah", "Ndidi", "Nketiah", "Okocha",
            "Onana", "Osei", "Partey", "Semenyo", "Uzoho",
        ],
        stems: &[
            "Aba", "Ade", "Afo", "Aki", "Ama", "Awo", "Bola", "Chi", "Dara", "Ebe", "Eze", "Fola", "Ike", "Iro",
            "Kola", "Mba", "Nwa", "Oba", "Odu", "Oge", "Oko", "Olu", "Ona", "Oye", "Uche", "Uko",
        ],
        endings: &[
            "bisi", "bunmi", "chukwu", "dele", "femi", "kanmi", "lade", "mide", "nkwo", "sanya", "tunde", "wale",
        ],
    },
    // Arabic
    Language {
        men: &[
            "Abdelhak", "Achraf", "Ahmed", "Amine", "Anas", "Ayoub", "Bilal", "Fahad", "Hakim", "Hassan", "Ibrahim",
            "Ismaël", "Karim", "Mahmoud", "Mohamed", "Nayef", "Noussair", "Omar", "Riyad", "Saïd", "Salem", "Sofiane",
            "Tarek", "Youssef",
        ],
        women: &[
            "Aïcha", "Amal", "Amina", "Dalia", "Farah", "Fatima", "Ghizlane", "Hanane", "Houda", "Imane", "Khadija",
            "Laila", "Lina", "Mariam", "Nada", "Naïma", "Nour", "Rania", "Rosella", "Salima", "Sanaâ", "Sarah",
            "Yasmin", "Zineb",
        ],
        surnames: &[
            "Abdennour", "Al-Dawsari", "Al-Muwallad", "Amrabat", "Aouar", "Belhanda", "Benatia", "Bensebaïni",
            "Boufal", "Chebbak", "El Kaabi", "Elneny", "Ghoulam", "Hegazi", "Jaïdi", "Khazri", "Mahrez", "Msakni",
            "Ounahi", "Rharsalla", "Saïss", "Tagnaout", "Zerrouki", "Ziyech",
        ],
        stems: &[
            "Aba", "Ama", "Azza", "Baha", "Bara", "Bel", "Ben", "Bou", "Chaa", "Daha", "Fara", "Gha", "Haddi", "Jala",
            "Kari", "Khal", "Lah", "Maa", "Mansou", "Nasi", "Oua", "Rahi", "Saa", "Slima", "Taha", "Zaki",
        ],
        endings: &["baoui", "bi", "dani", "di", "ghli", "hami", "kri", "louli", "maoui", "ni", "rssi", "zouzi"],
    },
    // Korean and Japanese
    Language {
        men: &[
            "Ao", "Daichi", "Daizen", "Hee-chan", "Heung-soo", "Hidemasa", "Hiroki", "Jae-sung", "Junya", "Kang-in",
            "Kaoru", "Keito", "Min-jae", "Ritsu", "Sang-ho", "Shūto", "Takefusa", "Takumi", "Tae-hwan", "Wataru",
            "Woo-young", "Yūki", "Yukinari", "Yū-jin",
        ],
        women: &[
            "Aoba", "Ayaka", "Bo-ram", "Eun-sun", "Fūka", "Hana", "Hinata", "Honoka", "Jinga", "Jun", "Kiko", "Maika",
            "Mana", "Min-ji", "Moeka", "Risa", "Saki", "Seon-joo", "So-yun", "Soo-bin", "Yū", "Yui", "Yuka", "Yu-ri",
        ],
        surnames: &[
            "Asano", "Doan", "Endō", "Fujita", "Gonda", "Hatate", "Itakura", "Itō", "Jung", "Kamada", "Kubo", "Kwon",
            "Machino", "Mitoma", "Nam", "Oh", "Seko", "Shibasaki", "Sōma", "Tanigu", "Ueda", "Yanagi", "Yoon",
            "Yoshida",
        ],
        stems: &[
            "Aki", "Ao", "Ara", "Fuji", "Fuku", "Haya", "Hira", "Hoshi", "Ishi", "Iwa", "Kawa", "Kita", "Kuri",
            "Matsu", "Mina", "Mori", "Naka", "Nishi", "Ō", "Saka", "Shima", "Sugi", "Taka", "Toku", "Yama", "Yoko",
        ],
        endings: &["da", "gawa", "guchi", "hara", "hashi", "kura", "mizu", "moto", "mura", "naga", "numa", "oka"],
    },
    // Hungarian and Romanian
    Language {
        men: &[
            "Ádám", "András", "Attila", "Balázs", "Barnabás", "Bendegúz", "Ciprian", "Cosmin", "Dénes", "Dominik",
            "Endre", "Florin", "Gábor", "Ianis", "Ionuț", "Kálmán", "László", "Milán", "Ovidiu", "Péter", "Răzvan",
            "Ștefan", "Vlad", "Zsolt",
        ],
        women: &[
            "Adél", "Ágnes", "Alexandra", "Anikó", "Boglárka", "Borbála", "Cristina", "Diána", "Emese", "Evelin",
            "Fanny", "Henrietta", "Ioana", "Ilona", "Kincső", "Lilla", "Mihaela", "Nikolett", "Olívia", "Réka",
            "Ștefania", "Teodora", "Viktória", "Zsanett",
        ],
        surnames: &[
            "Árvai", "Bălan", "Bánáti", "Chirilă", "Dârdai", "Drăguș", "Fehér", "Fenyő", "Gâdea", "Gyurcsó", "Hagi",
            "Horváth", "Kádár", "Kerkez", "Lőrincz", "Moruțan", "Nagyfi", "Pușcaș", "Sallai", "Szűcs", "Tănase",
            "Țîru", "Vécsei", "Zsóri",
        ],
        stems: &[
            "Alb", "Ardel", "Bar", "Bog", "Bot", "Brân", "Buz", "Cior", "Cos", "Dum", "Flor", "Gher", "Iord", "Lup",
            "Mold", "Mun", "Negr", "Olt", "Petr", "Pop", "Rad", "Săl", "Stan", "Tom", "Vas", "Zăv",
        ],
        endings: &[
            "ache", "ănescu", "ariu", "eanu", "élyi", "escu", "etu", "iceanu", "ighian", "oiu", "ócsi", "ulescu",
        ],
    },
    // Greek and Georgian
    Language {
        men: &[
            "Alexandros", "Anastasios", "Andreas", "Christos", "Dimitris", "Fotis", "Georgios", "Giorgi", "Guram",
            "Ioannis", "Jaba", "Khvicha", "Konstantinos", "Kostas", "Lazaros", "Levan", "Manolis", "Nika", "Otar",
            "Panagiotis", "Petros", "Sotiris", "Vangelis", "Zurab",
        ],
        women: &[
            "Aggeliki", "Anastasia", "Ariadni", "Chrysa", "Danai", "Despina", "Eirini", "Eleni", "Evangelia",
            "Foteini", "Ioanna", "Kalliopi", "Ketevan", "Lela", "Magda", "Mariami", "Nino", "Panagiota", "Salome",
            "Sofia", "Stavroula", "Tamar", "Vasiliki", "Zoi",
        ],
        surnames: &[
            "Bakasetas", "Chatzi", "Douvikas", "Fountas", "Giannoulis", "Ioannidis", "Kakabadze", "Karelis",
            "Kiteishvili", "Koulierakis", "Kvekveskiri", "Lobzhanidze", "Mamardashvili", "Mantalos", "Masouras",
            "Mavropanos", "Papadimitriou", "Pavlidis", "Retsos", "Rota", "Siopis", "Tsimikas", "Vlachodimos",
            "Zivzivadze",
        ],
        stems: &[
            "Alexi", "Anto", "Bakra", "Charalam", "Chrono", "Dava", "Dimi", "Gela", "Gogi", "Kala", "Kara", "Kasra",
            "Kobia", "Lambro", "Maka", "Mino", "Niko", "Papa", "Pana", "Sama", "Skouli", "Stama", "Theo", "Tsiko",
            "Vasi", "Xenaki",
        ],
        endings: &[
            "dakis", "dis", "dopoulos", "dze", "giannis", "keris", "kos", "leas", "nidis", "rakis", "shvili", "tzis",
        ],
    },
];

#[rustfmt::skip]
pub(crate) const COUNTRIES: &[Country] = &[
    Country {
        language: 0,
        stems: &[
            "Alder", "Ash", "Ayles", "Bram", "Brock", "Cald", "Carn", "Chil", "Crow", "Dun", "Eg", "Elm", "Fal",
            "Fen", "Glen", "Gran", "Har", "Hawk", "Hex", "Kel", "Ketter", "Lang", "Lin", "Mal", "Mar", "Mel", "Nor",
            "Ott", "Pen", "Quarn", "Rad", "Sed", "Skel", "Thorn", "Ul", "Wen", "Whit", "Wren", "Yar", "Stan",
        ],
        endings: &[
            "borough", "bridge", "burn", "bury", "by", "cester", "combe", "dale", "den", "don", "field", "ford",
            "ham", "haven", "hurst", "ley", "mere", "mouth", "stead", "stoke", "thorpe", "ton", "wick", "worth",
        ],
        distinctions: &["North", "Upper", "Old", "Little", "Great", "South"],
        clubs: &[
            "{} Rovers", "{} United", "{} Town", "{} Athletic", "{} Albion", "{} Wanderers", "{} County", "AFC {}",
        ],
        grounds: &["{} Park", "{} Road", "The {} Ground", "{} Lane", "{} Recreation Ground"],
        leagues: &["{} League", "{} Premier Division", "{} Combination"],
    },
    Country {
        language: 1,
        stems: &[
            "Alten", "Bam", "Bern", "Bir", "Blank", "Brau", "Dorn", "Eber", "Elms", "Erl", "Falken", "Fürsten",
            "Gold", "Greifs", "Grün", "Hain", "Hammel", "Heiden", "Hohen", "Ilmen", "Kaisers", "Kirch", "Königs",
            "Lauter", "Linden", "Lüden", "Mühl", "Neu", "Nieder", "Ober", "Ochsen", "Quedlin", "Rosen", "Rothen",
            "Schön", "Stein", "Tann", "Wald", "Weiß", "Wolfs",
        ],
        endings: &[
            "au", "bach", "berg", "born", "bronn", "brück", "burg", "dorf", "feld", "furt", "hagen", "hausen", "heim",
            "hofen", "ingen", "kirchen", "loh", "münde", "rode", "stadt", "stein", "tal", "wald", "werda",
        ],
        distinctions: &["Bad", "Klein", "Groß", "Alt", "Markt"],
        clubs: &["SV {}", "FC {}", "TSV {}", "VfB {}", "SpVgg {}", "Eintracht {}", "Fortuna {}", "VfL {}"],
        grounds: &["Stadion {}", "Waldstadion {}", "Sportpark {}", "Volksstadion {}", "Arena {}"],
        leagues: &["{}-Liga", "Verbandsliga {}", "Landesliga {}"],
    },
    Country {
        language: 2,
        stems: &[
            "Alba", "Alca", "Alme", "Ara", "Arroyo", "Bala", "Bena", "Bur", "Cala", "Campo", "Casa", "Cia", "Cor",
            "Esca", "Fuen", "Gala", "Guada", "Hues", "Jara", "Lebri", "Lla", "Madri", "Mala", "Mira", "Monte", "Nava",
            "Olme", "Oro", "Pala", "Peña", "Pozo", "Que", "Ribe", "Sala", "Torre", "Ubri", "Valde", "Villa", "Zafra",
            "Zala",
        ],
        endings: &[
            "blanca", "bria", "cera", "clara", "dalejo", "dueña", "franca", "gorda", "hermosa", "jara", "lmar", "lón",
            "manca", "mayor", "nares", "nueva", "quejo", "real", "rosa", "seca", "tejo", "umbrosa", "verde",
            "viciosa",
        ],
        distinctions: &["San", "Nueva", "Puerto", "Alto"],
        clubs: &["Deportivo {}", "Real {}", "CD {}", "Atlético {}", "Racing de {}", "UD {}", "{} CF", "Unión {}"],
        grounds: &["Estadio {}", "Estadio Municipal de {}", "Campo de {}", "Nuevo Estadio {}"],
        leagues: &["Liga {}", "División {}", "Primera {}"],
    },
    Country {
        language: 4,
        stems: &[
            "Aigre", "Arc", "Aube", "Beau", "Belle", "Bois", "Bour", "Brive", "Castel", "Cham", "Château", "Clair",
            "Cler", "Cour", "Dom", "Épi", "Fleur", "Font", "Gran", "Haute", "Issou", "Jar", "Lan", "Long", "Mar",
            "Mire", "Mont", "Neuf", "Or", "Peyre", "Pont", "Roche", "Rouge", "Saint-Al", "Sainte-Ma", "Sau", "Tour",
            "Val", "Ver", "Ville",
        ],
        endings: &[
            "bert", "brac", "champ", "chelle", "clos", "court", "dun", "fontaine", "fort", "gny", "lieu", "loire",
            "mar", "mont", "nac", "nay", "paire", "pré", "riac", "rive", "rolles", "say", "vigne", "ville",
        ],
        distinctions: &["Le Grand", "Vieux", "Le Petit", "Neuve"],
        clubs: &["Olympique {}", "Stade {}", "FC {}", "AS {}", "Étoile {}", "Union {}", "Racing {}", "{} SC"],
        grounds: &["Stade de {}", "Parc de {}", "Stade municipal de {}", "Vélodrome de {}"],
        leagues: &["Ligue {}", "Division {}", "Championnat {}"],
    },
    Country {
        language: 7,
        stems: &[
            "Aker", "Alm", "Arn", "Berg", "Bjørk", "Brænd", "Dron", "Egge", "Elver", "Fager", "Fjell", "Fred", "Glim",
            "Gøte", "Grim", "Gull", "Halm", "Haug", "Hede", "Hjør", "Hol", "Jær", "Karl", "Kongs", "Lill", "Lyng",
            "Malm", "Molde", "Nord", "Ny", "Ør", "Raum", "Sand", "Skjel", "Sol", "Storm", "Trol", "Ul", "Vester",
            "Ås",
        ],
        endings: &[
            "bo", "borg", "by", "dal", "fjord", "havn", "heim", "holm", "høj", "hus", "løv", "mark", "minde", "ness",
            "rød", "sand", "skov", "strand", "sund", "torp", "vang", "vik", "ås", "ø",
        ],
        distinctions: &["Store", "Lille", "Øvre", "Nedre"],
        clubs: &["{} IF", "{} BK", "IK {}", "{} FF", "{} Boldklub", "IFK {}", "{} IL", "{} FK"],
        grounds: &["{} Stadion", "{} Idrætspark", "{} Idrottsplats", "{} Kunstgress"],
        leagues: &["{}serien", "{}divisionen", "{}ligaen"],
    },
    Country {
        language: 3,
        stems: &[
            "Abra", "Águas", "Alco", "Ama", "Are", "Bar", "Bela", "Bene", "Bra", "Cal", "Campo", "Cara", "Cas",
            "Coru", "Entre", "Esto", "Fama", "Feira", "Gon", "Gra", "Lagoa", "Lame", "Lou", "Mara", "Mato", "Mira",
            "Monte", "Ode", "Ouri", "Pal", "Pena", "Ponte", "Porto", "Ribei", "Sal", "Serra", "Tavi", "Torre", "Vale",
            "Vila",
        ],
        endings: &[
            "belo", "branco", "cedo", "corvo", "dela", "frio", "gança", "gão", "gueiro", "lhães", "licão", "longo",
            "lva", "mar", "mira", "nova", "queira", "redo", "rém", "roso", "seco", "verde", "viçosa", "zelo",
        ],
        distinctions: &["Santa", "São", "Nova", "Póvoa de"],
        clubs: &[
            "Sporting {}", "União de {}", "{} FC", "Académica de {}", "Desportivo de {}", "GD {}", "Vitória de {}",
        ],
        grounds: &["Estádio Municipal de {}", "Estádio de {}", "Campo de {}", "Parque de {}"],
        leagues: &["Liga {}", "Divisão {}", "Série {}"],
    },
    Country {
        language: 8,
        stems: &[
            "Bia", "Biel", "Boch", "Brze", "Byd", "Chełm", "Choj", "Cze", "Dąb", "Dol", "Gliw", "Głog", "Gor", "Gru",
            "Hra", "Jar", "Jele", "Kato", "Kar", "Kłod", "Kol", "Kra", "Kros", "Leg", "Lub", "Łom", "Mał", "Nowo",
            "Olsz", "Opol", "Ostr", "Par", "Piotr", "Rze", "Sos", "Tar", "Wado", "Wał", "Zabr", "Ziel",
        ],
        endings: &[
            "anów", "aszów", "bork", "brzeg", "bud", "chów", "czyn", "dgoszcz", "gard", "gród", "ice", "iec", "kowo",
            "lin", "mierz", "nica", "nowice", "ołów", "owa", "sław", "szyn", "tów", "wice", "żary",
        ],
        distinctions: &["Stary", "Nowy", "Wielki", "Górny"],
        clubs: &["Górnik {}", "Pogoń {}", "Slavia {}", "Polonia {}", "Ruch {}", "Unia {}", "Stal {}", "Orzeł {}"],
        grounds: &["Stadion Miejski {}", "Stadion {}", "Park Sportowy {}", "Arena {}"],
        leagues: &["Liga {}", "Klasa {}", "Ekstraliga {}"],
    },
    Country {
        language: 5,
        stems: &[
            "Acqua", "Alba", "Alta", "Ar", "Bassa", "Bel", "Ber", "Bor", "Cala", "Campo", "Casal", "Castel", "Cer",
            "Civita", "Col", "Fano", "Ferra", "Fiume", "Fonta", "Gal", "Lago", "Luna", "Mal", "Mira", "Monte", "Noce",
            "Orto", "Pal", "Piano", "Ponte", "Porto", "Ripa", "Rocca", "Salso", "Sasso", "Serra", "Terra", "Torre",
            "Val", "Vigne",
        ],
        endings: &[
            "bella", "bianco", "buono", "chiara", "corno", "dolce", "domo", "fiore", "forte", "franca", "gnano",
            "grande", "lungo", "maggiore", "nuova", "piana", "riva", "rosso", "secca", "spina", "tana", "vecchia",
            "verde", "viva",
        ],
        distinctions: &["San", "Santa", "Nuova", "Borgo"],
        clubs: &["US {}", "AC {}", "Virtus {}", "Pro {}", "Atletico {}", "Sporting {}", "Juventina {}", "Real {}"],
        grounds: &["Stadio di {}", "Stadio Comunale di {}", "Arena di {}", "Campo Sportivo di {}"],
        leagues: &["Lega {}", "Girone {}", "Serie {}"],
    },
];
