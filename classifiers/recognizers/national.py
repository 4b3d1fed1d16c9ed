"""National numbers that have a check digit of their own, of countries that Presidio knows nothing of, and a few
that it reads in another way than they are printed. One fact each; each is a detector of its own.

Most of these forms are ten digits with a check digit, which one number in eleven has by chance. ``gates.py`` asks
for a word beside those, in the country's language or in English (``cues.py``). The arithmetic is ``check_digits.py``.

Sources named by an abbreviation: EU is DG TAXUD, "TIN Algorithms - Public - Functional Specification" 5.03; OECD is
"Tax identification numbers" of the Automatic Exchange Portal, page of the country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.recognizers import check_digits as check

CHECKED = 0.85
UNCHECKED = 0.5
_EVERY = 256
"""Matches between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number: how it is written, whether one can be it, and where that is said. A form may have no check digit."""

    label: str
    expression: str
    is_valid: Callable[[str], bool]
    source: str
    is_checked: bool = True


def _any(_number: str) -> bool:
    return True


FACTS: tuple[Fact, ...] = (
    Fact("national_id.ae_emirates_id", r"784-?\d{4}-?\d{7}-?\d", check.ae_emirates_id, "ICP, Emirates ID card"),
    Fact("national_id.ar_cuil", r"2[034567]-?\d{8}-?\d", check.ar_cuil, "ANSES, resolution 27/2012"),
    Fact("national_id.at_svnr", r"[1-9]\d{3}[ -]?\d{6}", check.at_svnr, "Dachverband der Sozialversicherungsträger"),
    Fact(
        "national_id.be_nrn",
        r"\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}",
        check.be_nrn,
        "EU; royal decree of 3 April 1984",
    ),
    Fact("national_id.bg_egn", r"\d{10}", check.bg_egn, "EU; GRAO ordinance RD-02-20-9"),
    Fact("national_id.br_cpf", r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}", check.br_cpf, "Receita Federal, IN RFB 1548/2015"),
    Fact("national_id.ch_ahv", r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", check.ch_ahv, "BSV, NAVS13; EAN-13"),
    Fact("national_id.cl_rut", r"\d{1,2}\.?\d{3}\.?\d{3}-[\dKk]", check.cl_rut, "Registro Civil; OECD"),
    Fact(
        "national_id.cn_ric",
        r"[1-8]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]",
        check.cn_ric,
        "GB 11643-1999, ISO 7064 MOD 11-2",
    ),
    Fact("national_id.cz_birth_number", r"\d{6}/?\d{4}", check.cz_birth_number, "EU; act 133/2000"),
    # German documents have nine characters on their face, and ten in their machine-readable zone.
    Fact("national_id.de_id_card", r"[LMNPRTVWXY][CFGHJKLMNPRTVWXYZ\d]{8}", _any, "PAuswV, annex 2", is_checked=False),
    Fact("national_id.de_id_card", r"[LMNPRTVWXY][CFGHJKLMNPRTVWXYZ\d]{8}\d[Dd]?", check.de_document, "ICAO 9303"),
    Fact("national_id.de_passport", r"[CFGHJK][CFGHJKLMNPRTVWXYZ\d]{8}", _any, "PassV, annex 11", is_checked=False),
    Fact("national_id.de_passport", r"[CFGHJK][CFGHJKLMNPRTVWXYZ\d]{8}\d[Dd]?", check.de_document, "ICAO 9303"),
    Fact("national_id.dk_cpr", r"\d{6}[- ]?\d{4}", check.dk_cpr, "CPR-kontoret", is_checked=False),
    Fact("national_id.do_cedula", r"\d{3}-?\d{7}-?\d", check.luhn, "Junta Central Electoral"),
    Fact("national_id.ec_cedula", r"\d{9}-?\d", check.ec_cedula, "Registro Civil del Ecuador"),
    Fact("national_id.ee_isikukood", r"[1-8]\d{10}", check.baltic, "EU; EVS 585"),
    Fact("national_id.es_naf", r"\d{2}[ /-]?\d{8}[ /-]?\d{2}", check.es_naf, "Seguridad Social, número de afiliación"),
    Fact("national_id.fr_id_card", r"\d{4}[0-9A-Z]\d{7}|(?=[A-Z\d]*\d)[A-Z\d]{9}", _any, "PRADO, FRA-BO",
         is_checked=False),
    Fact("national_id.fr_driver_license", r"\d{12}|\d{2}[A-Z]{2}\d{5}", _any, "PRADO, FRA-FO; ANTS, NEPH",
         is_checked=False),
    Fact("national_id.fr_nir",
         r"[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3} ?\d{2}",
         check.fr_nir,
         "INSEE, numéro d'inscription au répertoire; decree 82-103"),
    Fact("national_id.fr_passport", r"\d{2}[A-Z]{2}\d{5}", _any, "PRADO, FRA-AO", is_checked=False),
    Fact("national_id.fr_tax", r"[0-3]\d ?\d{2} ?\d{3} ?\d{3} ?\d{3}", check.fr_tax, "EU; DGFiP, numéro fiscal (SPI)"),
    Fact("national_id.gr_afm", r"\d{9}", check.gr_afm, "AADE; OECD"),
    Fact("national_id.gr_amka", r"\d{11}", check.gr_amka, "IDIKA, AMKA"),
    Fact("national_id.hk_id", r"[A-Z]{1,2}\d{6}(?:\([\dA]\)|[\dA])", check.hk_id, "Immigration Department; OECD"),
    Fact("national_id.hr_oib", r"\d{11}", check.iso_7064_11_10, "EU; ISO 7064 MOD 11,10"),
    Fact("national_id.hu_taj", r"\d{3}[ -]?\d{3}[ -]?\d{3}", check.hu_taj, "act XX of 1996, annex"),
    Fact("national_id.hu_tax_id", r"8\d{9}", check.hu_tax_id, "EU; act XX of 1996, annex"),
    Fact("national_id.ie_pps", r"\d{7}[A-Wa-w][A-IWa-iw]?", check.ie_pps, "EU; Revenue, PPS number"),
    Fact("national_id.il_id", r"\d{9}", check.luhn, "Population and Immigration Authority; OECD"),
    Fact("national_id.is_kennitala", r"\d{6}-?\d{3}[890]", check.is_kennitala, "Registers Iceland; OECD"),
    Fact("national_id.jp_my_number", r"\d{4}[ -]?\d{4}[ -]?\d{4}", check.jp_my_number,
         "ordinance 85 of 2014 of the Ministry of Internal Affairs, article 5"),
    Fact("national_id.kz_iin", r"\d{6}[1-6]\d{5}", check.kz_iin, "government decree 853 of 2003"),
    Fact("national_id.lt_asmens_kodas", r"[3-6]\d{10}", check.baltic, "EU; LST 1185"),
    Fact("national_id.lu_matricule", r"(?:18|19|20)\d{11}", check.lu_matricule, "EU; act of 19 June 2013"),
    Fact("national_id.lv_personas_kods", r"\d{6}-?\d{5}", check.lv_personas_kods, "PMLP; OECD"),
    Fact("national_id.md_idnp", r"[02]\d{12}", check.md_idnp, "government decision 333 of 2002"),
    Fact("national_id.mx_curp",
         r"[A-Z][AEIOUX][A-Z]{2}\d{2}[01]\d[0-3]\d[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[\dA-Z]\d",
         check.mx_curp,
         "RENAPO, instructivo normativo CURP"),
    Fact("national_id.mx_rfc", r"[A-ZÑ&]{4}\d{2}[01]\d[0-3]\d[\dA-Z]{2}[\dA]", check.mx_rfc, "SAT, anexo RFC; OECD"),
    Fact("national_id.nl_bsn", r"\d{9}|\d{4}\.\d{2}\.\d{3}", check.nl_bsn, "EU; Logisch Ontwerp BSN"),
    Fact("national_id.no_fodselsnummer", r"\d{6}[ -]?\d{5}", check.no_fnr, "Skatteetaten; folkeregisterforskriften"),
    Fact("national_id.nz_ird", r"\d{2,3}[- ]?\d{3}[- ]?\d{3}", check.nz_ird, "Inland Revenue, RWT specification"),
    Fact("national_id.pt_cc", r"\d{8}[ -]?\d[ -]?[A-Z\d]{2}\d", check.pt_cc, "AMA, validação do número de documento"),
    Fact("national_id.pt_nif", r"[1235689]\d{2} ?\d{3} ?\d{3}", check.pt_nif, "EU; decree-law 14/2013"),
    Fact("national_id.pt_niss", r"[12]\d{10}", check.pt_niss, "Segurança Social, NISS"),
    Fact("national_id.ro_cnp", r"[1-9]\d{12}", check.ro_cnp, "EU; HG 1375/2006"),
    Fact("national_id.rs_jmbg", r"\d{13}", check.jmbg, "Serbian rules on the JMBG"),
    Fact("national_id.ru_inn", r"\d{12}", check.ru_inn, "FNS order MMV-7-6/435"),
    Fact("national_id.ru_snils", r"\d{3}-?\d{3}-?\d{3}[ -]?\d{2}", check.ru_snils, "PFR resolution 192p"),
    Fact("national_id.sa_national_id", r"[12]\d{9}", check.luhn, "Absher; ELM"),
    Fact("national_id.si_emso", r"\d{13}", check.jmbg, "EMŠO rules; Uradni list 8/1999"),
    Fact("national_id.tw_id", r"[A-Z][1289]\d{8}", check.tw_id, "Ministry of the Interior; OECD"),
    Fact("national_id.ua_rnokpp", r"\d{10}", check.ua_rnokpp, "State Tax Service, RNOKPP"),
    Fact("national_id.uk_utr", r"\d{5} ?\d{5}", check.uk_utr, "HMRC, modulus 11 of the UTR"),
    Fact("national_id.us_ssn", r"\d{9}", check.us_ssn, "SSA, POMS RM 10201", is_checked=False),
    Fact("national_id.uy_ci", r"\d\.?\d{3}\.?\d{3}-\d", check.uy_ci, "DNIC, dígito verificador"),
    Fact("health.fr_rpps", r"[18]\d{10}", check.luhn, "ANS, RPPS"),
    Fact("health.nz_nhi", r"[A-HJ-NP-Z]{3}\d{4}", check.nz_nhi, "HISO 10046"),
    Fact("company.br_cnpj", r"[\dA-Z]{2}\.?[\dA-Z]{3}\.?[\dA-Z]{3}/?[\dA-Z]{4}-?\d{2}", check.br_cnpj,
         "Receita Federal, IN RFB 2229/2024"),
    Fact("company.fr_siren", r"\d{3} ?\d{3} ?\d{3}", check.luhn, "INSEE, SIREN"),
    Fact("company.fr_siret", r"\d{3} ?\d{3} ?\d{3} ?\d{5}", check.luhn, "INSEE, SIRET"),
    Fact("company.fr_vat", r"FR ?\d{2} ?\d{3} ?\d{3} ?\d{3}", check.fr_vat, "DGFiP, numéro de TVA intracommunautaire"),
)  # fmt: skip


class NationalNumber:
    """The numbers of one fact. Implements ``classifiers.detector.Detector``."""

    def __init__(self, fact: Fact) -> None:
        self.labels = frozenset({fact.label})
        self.triggers = (Trigger(fact.expression),)
        self._fact = fact
        # Not a piece of something longer: of a word, of a fraction, of more groups of digits. Scripts that are written
        # without spaces may stand beside it.
        self._pattern = re.compile(rf"(?<![\dA-Za-z_])(?<!\d[.-])(?:{fact.expression})(?![\dA-Za-z_])(?![.-]\d)")
        self._evidence = Evidence(self.name, is_checked=fact.is_checked)

    @property
    def name(self) -> str:
        return f"NationalNumber({self._fact.label})"

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        score = CHECKED if self._fact.is_checked else UNCHECKED
        for count, match in enumerate(self._pattern.finditer(text.value)):
            if count % _EVERY == 0:
                budget.remaining()
            if self._fact.is_valid(compact(match[0])):
                yield Hit(self._fact.label, match.start(), match.end(), score, self.name, self._evidence)


def compact(written: str) -> str:
    """Return a number without its separators: digits in ASCII, letters in upper case."""
    return "".join(
        str(int(char)) if char.isdecimal() else char.upper() for char in written if char.isalnum() or char == "&"
    )
