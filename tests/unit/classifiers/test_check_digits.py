from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.recognizers import check_digits as check

# Published examples and specimens, or numbers completed by the published rule.
VALID: list[tuple[Callable[[str], bool], str]] = [
    (check.ae_emirates_id, "784198712345671"),
    (check.ar_cuil, "20055361682"),
    (check.at_svnr, "1237010180"),
    (check.be_nrn, "85073003328"),
    (check.be_nrn, "17073003384"),  # born in or after 2000
    (check.bg_egn, "7523169263"),
    (check.br_cpf, "39053344705"),
    (check.br_cnpj, "16727230000197"),
    (check.br_cnpj, "12ABC34501DE35"),
    (check.ch_ahv, "7569217076985"),
    (check.cl_rut, "125319092"),
    (check.cn_ric, "11010519491231002X"),
    (check.cz_birth_number, "7103192745"),
    (check.ec_cedula, "1714307103"),
    (check.baltic, "37605030299"),
    (check.baltic, "33309240064"),
    (check.es_naf, "281234567840"),
    (check.fr_nir, "295109912611193"),
    (check.fr_tax, "3023217600053"),
    (check.fr_vat, "FR40303265045"),
    (check.gr_afm, "094259216"),
    (check.gr_amka, "01013099997"),
    (check.hk_id, "A1234563"),
    (check.hk_id, "AB9876543"),
    (check.iso_7064_11_10, "33392005961"),
    (check.hu_taj, "123456788"),
    (check.hu_tax_id, "8071592153"),
    (check.ie_pps, "6433435F"),
    (check.ie_pps, "6433435OA"),
    (check.jp_my_number, "123456789018"),
    (check.kz_iin, "850715385240"),
    (check.md_idnp, "2001626423178"),
    (check.lv_personas_kods, "16117519997"),
    (check.mx_curp, "BOXW310820HNERXN09"),
    (check.mx_rfc, "GODE561231GR8"),
    (check.nl_bsn, "111222333"),
    (check.no_fnr, "15108695088"),
    (check.nz_ird, "49091850"),
    (check.nz_ird, "136410132"),
    (check.nz_nhi, "ZZZ0016"),
    (check.pt_cc, "000000000ZZ4"),
    (check.pt_nif, "501964843"),
    (check.pt_niss, "12345678902"),
    (check.ro_cnp, "1630615123457"),
    (check.jmbg, "0101006500006"),
    (check.ru_inn, "500100732259"),
    (check.ru_snils, "11223344595"),
    (check.tw_id, "A123456789"),
    (check.ua_rnokpp, "1759013776"),
    (check.uk_utr, "1955839661"),
    (check.uy_ci, "12345672"),
    (check.icao, "L01X00T471"),
    (check.icao, "C01X00T478"),
    (check.icao, "T220001293"),
    (check.luhn, "4111111111111111"),
]


@pytest.mark.parametrize(("holds", "number"), VALID)
def test_published_numbers_hold(holds: Callable[[str], bool], number: str) -> None:
    assert holds(number)


@pytest.mark.parametrize(("holds", "number"), VALID)
def test_another_last_digit_does_not(holds: Callable[[str], bool], number: str) -> None:
    if number[-1].isdigit():
        others = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]
        assert sum(holds(other) for other in others) <= 1  # Belgium has two centuries, hence two keys


@pytest.mark.parametrize(
    ("holds", "number"),
    [
        (check.at_svnr, "1237320180"),  # no day 32
        (check.be_nrn, "85133003328"),  # no month 13
        (check.br_cpf, "11111111111"),
        (check.br_cnpj, "00000000000000"),
        (check.cn_ric, "11010519491331002X"),
        (check.cz_birth_number, "7113192745"),
        (check.dk_cpr, "3202901234"),
        (check.ec_cedula, "2514307103"),  # no province 25
        (check.fr_nir, "295149912611193"),  # no month 14
        (check.gr_afm, "000000000"),
        (check.jmbg, "3201006500006"),
        (check.nl_bsn, "000000000"),
        (check.no_fnr, "15138695088"),
        (check.nz_ird, "09091850"),
        (check.ru_snils, "00100199800"),
        (check.us_ssn, "000123456"),
        (check.us_ssn, "666123456"),
        (check.us_ssn, "912345678"),
        (check.us_ssn, "536001234"),
        (check.us_ssn, "536120000"),
        (check.us_ssn, "123456789"),
        (check.de_document, "L01X00T472"),
        (check.de_document, "1220001296"),
    ],
)
def test_numbers_that_nobody_can_have_do_not_hold(holds: Callable[[str], bool], number: str) -> None:
    assert not holds(number)


@pytest.mark.parametrize(
    ("holds", "number"),
    [
        (check.dk_cpr, "1507853790"),
        (check.is_kennitala, "1201743399"),  # the ninth digit is the check digit
        (check.lu_matricule, "1893120105732"),  # so is the twelfth
        (check.us_ssn, "536904399"),
        (check.de_document, "L01X00T471D"),
        (check.cz_birth_number, "7853192743"),  # a woman
        (check.cz_birth_number, "8557150020"),  # a remainder of ten, written as 0 until 1985
        (check.baltic, "38507150118"),  # the second row of weights
        (check.kz_iin, "850715300411"),
        (check.fr_nir, "1850719952716" + f"{97 - 1850719952716 % 97:02}"),
        (check.fr_nir, "185072A952716" + f"{97 - 1850719952716 % 97:02}"),  # Corsica counts as 19
    ],
)
def test_what_has_no_check_digit_or_another_form_holds(holds: Callable[[str], bool], number: str) -> None:
    assert holds(number)
