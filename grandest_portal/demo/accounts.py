"""The open accounts of the demonstration: (address, what one sees with it)."""

PASSWORD = "demonstration-grand-est"  # noqa: S105 - printed on purpose, demonstration only
ACCOUNTS = [
    ("acheteur@demo.example", "Acheteur public, Ville de Valbrune"),
    ("lecteur@demo.example", "Lecture seule, Ville de Valbrune"),
    ("conseil@demo.example", "Consultante, par délégation de la Ville de Valbrune"),
    ("acheteur2@demo.example", "Autre acheteur, Centre hospitalier de la Vezelle"),
    ("pme@demo.example", "Entreprise, Ondine Capteurs"),
    ("pme2@demo.example", "Autre entreprise, Médi'Route"),
    ("firma@demo.example", "Entreprise allemande, Wortbrücke GmbH"),
    ("partenaire@demo.example", "Partenaire, Agence de l'innovation"),
    ("moderation@demo.example", "Modération de la Région"),
    ("admin@demo.example", "Administration technique"),
]
