"""検証番号, the last digit of an insurer number."""


def check_digit(digits: str) -> str:
    """Return the check digit for the digits before it.

    Rule (notices on 保険者番号): from the right, times 2, 1, 2, 1 ...; the digits of the products summed;
    what is missing to the next ten, 0 where nothing is.
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        product = int(digit) * (1 if place % 2 else 2)
        total += product // 10 + product % 10
    return str(-total % 10)
