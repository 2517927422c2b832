"""The rules by code of check: rule(draft, settings) yields Hits; `settings` holds the parameters of every check."""

from needs.checks.rules.need import accessibility, estimate, result, sustainability
from needs.checks.rules.origin import delay_rather, origin
from needs.checks.rules.sourcing import announced_early, copied
from needs.checks.rules.specifications import brands, interfaces, labels, standards
from needs.checks.rules.writing import readability, rights

RULES = {
    "BES-01": result,
    "BES-02": estimate,
    "BES-03": sustainability,
    "BES-04": accessibility,
    "SPE-01": brands,
    "SPE-02": standards,
    "SPE-03": labels,
    "SPE-04": origin,
    "SPE-05": delay_rather,
    "SPE-06": interfaces,
    "PI-01": rights,
    "SOU-02": copied,
    "SOU-03": announced_early,
    "LIS-01": readability,
}
# Those that read a sentence by itself, and so can be measured on titles of contracts.
ON_TITLES = ("SPE-01", "SPE-02", "SPE-03", "SPE-04", "SPE-05", "SPE-06", "PI-01")

__all__ = ["ON_TITLES", "RULES"]
