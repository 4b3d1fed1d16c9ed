"""Check digits of national numbers: does the arithmetic of a number hold, and could it be somebody's at all.

Each function takes a number without separators, digits in ASCII and letters in upper case, in the form that its
expression in ``national.py`` has matched; the source of each is named there. Dates in numbers are looked at only as
far as the century does not matter.
"""

# ruff: noqa: PLR2004  (remainders and lengths are those of the sources)
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def icao(number: str) -> bool:
    """ICAO Doc 9303, part 3, 4.9: weights 7, 3, 1 over digits and letters from A = 10."""
    values = [_LETTERS_AND_DIGITS.index(char) for char in number[:-1]]
    return sum(value * (7, 3, 1)[index % 3] for index, value in enumerate(values)) % 10 == int(number[-1])


def iso_7064_11_10(number: str) -> bool:
    carry = 10
    for digit in number[:-1]:
        carry = ((carry + int(digit)) % 10 or 10) * 2 % 11
    return (carry + int(number[-1])) % 10 == 1


def is_day(day: int, month: int) -> bool:
    return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1]


def _begins_with_day(number: str) -> bool:
    return is_day(int(number[:2]), int(number[2:4]))


def _sum(number: Iterable[str], weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))


def ae_emirates_id(number: str) -> bool:
    return number.startswith("784") and luhn(number)


def ar_cuil(number: str) -> bool:
    rest = -_sum(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (9 if rest == 10 else rest) == int(number[-1])


def at_svnr(number: str) -> bool:
    born = int(number[4:6]) <= 31 and int(number[6:8]) <= 15  # months 13 to 15 where a day's numbers ran out
    return born and _sum(number[:3] + number[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11 == int(number[3])


def be_nrn(number: str) -> bool:
    if int(number[2:4]) % 20 > 12 or int(number[4:6]) > 31:  # bis numbers add 20 or 40 to the month
        return False
    return any((int(century + number[:9]) + int(number[9:])) % 97 == 0 for century in ("", "2"))


def bg_egn(number: str) -> bool:
    month = int(number[2:4]) % 20
    return is_day(int(number[4:6]), month) and _sum(number, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(number[9])


def _two_of_eleven(values: Sequence[int], checks: str, most: int) -> bool:
    """Brazil: each check digit weighs all before it, from the right with 2, 3, ... and again from 2 after ``most``."""
    for check in map(int, checks):
        total = sum(value * (2 + index % (most - 1)) for index, value in enumerate(reversed(values)))
        if (0 if total % 11 < 2 else 11 - total % 11) != check:
            return False
        values = [*values, check]
    return True


def br_cpf(number: str) -> bool:
    return len(set(number)) > 1 and _two_of_eleven([*map(int, number[:9])], number[9:], 11)


def br_cnpj(number: str) -> bool:
    return len(set(number)) > 1 and _two_of_eleven([ord(char) - ord("0") for char in number[:12]], number[12:], 9)


def ch_ahv(number: str) -> bool:
    return _sum(number, (1, 3) * 6 + (1,)) % 10 == 0


def cl_rut(number: str) -> bool:
    total = sum(int(digit) * (2 + index % 6) for index, digit in enumerate(reversed(number[:-1])))
    return "0123456789K"[-total % 11] == number[-1]


def cn_ric(number: str) -> bool:
    total = sum(int(digit) * 2 ** (17 - index) for index, digit in enumerate(number[:17]))
    return is_day(int(number[12:14]), int(number[10:12])) and "10X98765432"[total % 11] == number[17]


def cz_birth_number(number: str) -> bool:
    month = int(number[2:4]) % 50  # women have 50 more; 20 more where a day's numbers ran out
    day = is_day(int(number[4:6]), month - 20 if month > 20 else month)
    # Until 1985 a remainder of 10 was written as 0.
    return day and (int(number) % 11 == 0 or (int(number[:9]) % 11 == 10 and number[9] == "0"))


def dk_cpr(number: str) -> bool:
    return _begins_with_day(number)  # the check digit is not kept since 2007


def ec_cedula(number: str) -> bool:
    return (1 <= int(number[:2]) <= 24 or number[:2] == "30") and number[2] < "6" and luhn(number)


def baltic(number: str) -> bool:
    """Estonia and Lithuania: a second row of weights where the first leaves 10."""
    total = _sum(number, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if total == 10:
        total = _sum(number, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return is_day(int(number[5:7]), int(number[3:5])) and total == int(number[10])


def es_naf(number: str) -> bool:
    province, serial, check = int(number[:2]), int(number[2:10]), int(number[10:])
    return (province * (10**7 if serial < 10**7 else 10**8) + serial) % 97 == check


def fr_nir(number: str) -> bool:
    """The key is 97 less the rest; Corsica's departments count as 19 and 18."""
    digits = number[:13].replace("2A", "19").replace("2B", "18")
    month = int(number[3:5])
    return (1 <= month <= 12 or 20 <= month <= 42 or 50 <= month <= 99) and 97 - int(digits) % 97 == int(number[13:])


def fr_tax(number: str) -> bool:
    return int(number[:10]) % 511 == int(number[10:])


def fr_vat(number: str) -> bool:
    return (12 + 3 * (int(number[4:]) % 97)) % 97 == int(number[2:4]) and luhn(number[4:])


def gr_afm(number: str) -> bool:
    return _sum(number, [2**power for power in range(8, 0, -1)]) % 11 % 10 == int(number[8]) and int(number) > 0


def gr_amka(number: str) -> bool:
    return _begins_with_day(number) and luhn(number)


def hk_id(number: str) -> bool:
    head, check = number[:-1].rjust(8), number[-1]
    total = sum((36 if char == " " else _LETTERS_AND_DIGITS.index(char)) * (9 - at) for at, char in enumerate(head))
    return "0123456789A"[-total % 11] == check


def hu_tax_id(number: str) -> bool:
    return _sum(number, range(1, 10)) % 11 == int(number[9])


def hu_taj(number: str) -> bool:
    return _sum(number, (3, 7) * 4) % 10 == int(number[8])


def ie_pps(number: str) -> bool:
    second = number[8:9]
    total = _sum(number[:7], range(8, 1, -1)) + (9 * (ord(second) - ord("@")) if second and second != "W" else 0)
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == number[7]


def is_kennitala(number: str) -> bool:
    return _begins_with_day(number) and -_sum(number, (3, 2, 7, 6, 5, 4, 3, 2)) % 11 == int(number[8])


def jp_my_number(number: str) -> bool:
    rest = _sum(number, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest < 2 else 11 - rest) == int(number[11])


def kz_iin(number: str) -> bool:
    total = _sum(number, range(1, 12)) % 11
    if total == 10:
        total = _sum(number, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return is_day(int(number[4:6]), int(number[2:4])) and total == int(number[11])


def lu_matricule(number: str) -> bool:
    return is_day(int(number[6:8]), int(number[4:6])) and luhn(number[:12])


def lv_personas_kods(number: str) -> bool:
    return _begins_with_day(number) and (1 + _sum(number, (10, 5, 8, 4, 2, 1, 6, 3, 7, 9))) % 11 % 10 == int(number[10])


def md_idnp(number: str) -> bool:
    return _sum(number, (7, 3, 1) * 4) % 10 == int(number[12])


def mx_curp(number: str) -> bool:
    alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    return -sum(alphabet.index(char) * (18 - index) for index, char in enumerate(number[:17])) % 10 == int(number[17])


def mx_rfc(number: str) -> bool:
    alphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
    total = sum(alphabet.index(char) * (13 - index) for index, char in enumerate(number[:12]))
    return "0123456789A"[-total % 11] == number[12] and is_day(int(number[8:10]), int(number[6:8]))


def nl_bsn(number: str) -> bool:
    return int(number) > 0 and (_sum(number, range(9, 1, -1)) - int(number[8])) % 11 == 0


def no_fnr(number: str) -> bool:
    day, month = int(number[:2]) % 40, int(number[2:4]) % 40  # D and H numbers add 40
    return (
        is_day(day, month)
        and _sum(number, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
        and _sum(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
    )


def nz_ird(number: str) -> bool:
    padded = number.rjust(9, "0")
    check = -_sum(padded, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    if check == 10:
        check = -_sum(padded, (7, 4, 3, 2, 5, 2, 7, 6)) % 11
    return 10_000_000 < int(number) < 150_000_000 and check == int(number[-1])


def nz_nhi(number: str) -> bool:
    letters = ["ABCDEFGHJKLMNPQRSTUVWXYZ".index(char) + 1 for char in number[:3]]
    rest = _sum([*map(str, letters), *number[3:6]], range(7, 1, -1)) % 11
    return rest != 0 and (11 - rest) % 10 == int(number[6])


def pt_cc(number: str) -> bool:
    values = [_LETTERS_AND_DIGITS.index(char) for char in number]
    doubled = [2 * value if index % 2 == 0 else value for index, value in enumerate(values)]
    return sum(value - 9 if index % 2 == 0 and value > 9 else value for index, value in enumerate(doubled)) % 10 == 0


def pt_nif(number: str) -> bool:
    rest = _sum(number, range(9, 1, -1)) % 11
    return (0 if rest < 2 else 11 - rest) == int(number[8])


def pt_niss(number: str) -> bool:
    return 9 - _sum(number, (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == int(number[10])


def ro_cnp(number: str) -> bool:
    check = _sum(number, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return is_day(int(number[5:7]), int(number[3:5])) and (1 if check == 10 else check) == int(number[12])


def jmbg(number: str) -> bool:
    """The successor states of Yugoslavia."""
    check = -_sum(number, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11 % 10
    return _begins_with_day(number) and check == int(number[12])


def ru_inn(number: str) -> bool:
    return (
        _sum(number, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == int(number[10])
        and _sum(number, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == int(number[11])
    )  # fmt: skip


def ru_snils(number: str) -> bool:
    # Up to 001-001-998 there are no check digits.
    return _sum(number, range(9, 0, -1)) % 101 % 100 == int(number[9:]) and int(number[:9]) > 1_001_998


def tw_id(number: str) -> bool:
    region = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0]) + 10
    return (region // 10 + 9 * (region % 10) + _sum(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))) % 10 == 0


def ua_rnokpp(number: str) -> bool:
    return _sum(number, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10 == int(number[9])


def uk_utr(number: str) -> bool:
    return "21987654321"[_sum(number[1:], (6, 7, 8, 9, 10, 5, 4, 3, 2)) % 11] == number[0]


def uy_ci(number: str) -> bool:
    return -_sum(number.rjust(8, "0"), (2, 9, 8, 7, 6, 3, 4)) % 10 == int(number[-1])


def de_document(number: str) -> bool:
    """Nine characters, their check digit, and perhaps a D for the nationality."""
    return icao(number[:10])


def us_ssn(number: str) -> bool:
    return not re.match("000|666|9|...00|.{5}0000", number) and number not in {"123456789", "078051120", "219099999"}
