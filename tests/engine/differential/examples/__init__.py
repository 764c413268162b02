"""Look-ups told by hand, one for each rule: what is recorded, what is asked, what must be shown."""

from tests.engine.differential.examples import limits, names, partial_match, persons, validity, versions

EXAMPLES = (
    *validity.EXAMPLES,
    *persons.EXAMPLES,
    *names.EXAMPLES,
    *partial_match.EXAMPLES,
    *versions.EXAMPLES,
    *limits.EXAMPLES,
)
