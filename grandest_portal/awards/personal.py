"""Nothing here names a person: holders are kept by their public identifiers alone."""

RECORDS = ()

NOT_PERSONAL = {
    "awards.Award": "des marchés publiés en données ouvertes, sans le nom de leurs titulaires",
}
