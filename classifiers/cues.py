"""What must stand near a match of weak form, or how it must be written, for it to be taken for what it seems.

The data of ``gates.py``. Cues are words and phrases as they come out of names and texts: lower case, no
punctuation ("driver's" gives ``driver s``). What is not listed here stands on its own.
"""

# ruff: noqa: RUF001  (words of Cyrillic and Greek script)
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gate:
    """What bears a match out. Cues have a space before and after.

    ``named`` count in the names that lead to a text, ``said`` near the match: a word such as "bank" says what a field
    holds, and next to nothing in a sentence. Neither a ``written`` form nor a score of ``enough`` needs one.
    With ``is_close``, what is said counts only right before the match.
    Where none of the ``keys`` occurs in a text in lower case, none of ``said`` can stand in it.
    """

    named: tuple[str, ...]
    said: tuple[str, ...]
    keys: tuple[str, ...]
    written: re.Pattern[str] | None = None
    enough: float | None = None
    is_close: bool = False


def _gate(
    cues: str,
    written: str | None = None,
    enough: float | None = None,
    *,
    named: str = "",
    said: str = "",
    is_close: bool = False,
) -> Gate:
    """``cues`` count everywhere; each is a list with commas."""
    phrases = _phrases(f"{cues}, {said}")
    return Gate(
        tuple(f" {phrase} " for phrase in _phrases(f"{cues}, {named}")),
        tuple(f" {phrase} " for phrase in phrases),
        _keys(phrases),
        re.compile(written) if written else None,
        enough,
        is_close,
    )


def _phrases(cues: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cue for cue in cues.split(", ") if cue))


def _keys(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the longest word of each phrase, except where another one is part of it already."""
    words = {max(phrase.split(), key=len) for phrase in phrases}
    return tuple(sorted(word for word in words if not any(other in word for other in words - {word})))


_PERSON = "national id, identity number, id number, identification number, personal number, personal id"
_TAX = "taxpayer, tin, tax id, taxid, tax number, tax no, tax identification, tax file"
_PASSPORT = "passport, passports, travel document, reisepass, pasaporte, passaporto, 여권"
_DRIVER = (
    "driver license, drivers license, driver s license, driver licence, drivers licence, driver s licence, driving "
    "licence, driving license, dl number, license number, licence number, permit number, dln"
)
_PLATE = "plate, number plate, license plate, licence plate, registration number, kennzeichen, plaka, vrn, vrm"
_POSTAL = "postcode, post code, postal code, zip, zipcode, zip code, plz, postleitzahl"
_PATIENT = "patient, member, insurance, medical, health, healthcare, claim, pharmacy, prescription"
"""Names only: a sentence about a member says nothing of the numbers in it."""

GATES: Mapping[str, Gate] = {
    "payment_card": _gate(
        "card, cards, credit card, debit card, pan, visa, mastercard, maestro, amex, american express, jcb, diners, "
        "unionpay, rupay, cc, ccnum, cvv, cvc",
        enough=1.0,  # what has a length or a grouping that is typical of its brand
        named="credit, debit, discover",
        said="credit, debit, expiry, payment",
    ),
    "contact.phone": _gate(
        "phone, phones, telephone, tel, mobile, cell, cellphone, fax, sms, whatsapp, hotline, landline, telefon, "
        "handy, msisdn, ph",
        r"\+\d[\d ().-]{6,}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?:.*)|\(0?\d{2,5}\) ?\d.*",
        said="call, calls, dial, reach, answering, messages to, message to, my number, your number, text me, text us, "
        "contact me, contact us, contact number, contact at",
        is_close=True,
    ),
    "contact.phone.za_mobile": _gate(
        "phone, mobile, cell, cellphone, tel, whatsapp, sms", r"\+27.*", said="contact, call"
    ),
    "contact.phone.za_landline": _gate("phone, telephone, tel, landline, fax", r"\+27.*", said="contact, call, office"),
    "bank.us_account": _gate(
        "account number, account no, acct number, acct no, acct, bank account, checking, savings, direct deposit",
        named="bank",
    ),
    "bank.aba_routing": _gate("aba, routing, rtn, routing number", named="bank", said="bank code, bank number"),
    "national_id.us_ssn": _gate(
        "ssn, ssns, social security, social number, social no, tin, itin, tax id, taxpayer",
        r"\d{3}([- .])\d{2}\1\d{4}",
        named="social",
        said="my social, your social, his social, her social, their social, social is",
    ),
    "national_id.us_itin": _gate(f"itin, ssn, {_TAX}", r"9\d{2}([- ])\d{2}\1\d{4}"),
    "national_id.us_passport": _gate(_PASSPORT),
    "national_id.us_driver_license": _gate(_DRIVER),
    "national_id.uk_nhs": _gate(
        "nhs, national health service, patient number, patient no, patient id",
        named="patient, gp, hospital, health authority",
    ),
    "national_id.uk_passport": _gate(_PASSPORT),
    "national_id.uk_driving_licence": _gate(f"{_DRIVER}, dvla"),
    "national_id.ca_sin": _gate(
        f"sin, social insurance, sin number, nas, {_PERSON}, {_TAX}",
        r"\d{3}([- ])\d{3}\1\d{3}",
    ),
    "national_id.au_tfn": _gate(f"tfn, tax file number, {_TAX}"),
    "national_id.de_tax_id": _gate(
        "steuer, steuerid, steuer id, steueridentifikationsnummer, idnr, steuerliche, identifikationsnummer, "
        f"{_TAX}, {_PERSON}",
    ),
    "national_id.de_tax_number": _gate(f"steuernummer, steuer nr, steuer, st nr, finanzamt, {_TAX}"),
    "national_id.de_id_card": _gate(
        f"personalausweis, ausweis, personalausweisnummer, ausweisnummer, id card, identity card, {_PERSON}",
    ),
    "national_id.de_passport": _gate(f"{_PASSPORT}, passnummer, reisepassnummer"),
    "national_id.de_driver_license": _gate(f"führerschein, führerscheinnummer, fahrerlaubnis, {_DRIVER}"),
    "national_id.de_social_security": _gate(
        "rentenversicherungsnummer, sozialversicherungsnummer, rvnr, svnr, versicherungsnummer, sv nummer, social "
        "security, pension",
    ),
    "national_id.es_passport": _gate(_PASSPORT),
    "national_id.it_fiscal_code": _gate("codice fiscale, fiscal code, cf, tax code", r"[A-Z0-9]+|[a-z0-9]+"),
    "national_id.it_driver_license": _gate(f"patente, patente di guida, {_DRIVER}"),
    "national_id.it_id_card": _gate(f"carta, carta d identità, identità, cie, id card, identity card, {_PERSON}"),
    "national_id.it_passport": _gate(_PASSPORT),
    # Inside of a hash or a UUID one in a few hundred has the right check character.
    "national_id.es_nif": _gate(f"nif, dni, documento nacional, {_PERSON}, {_TAX}", r"(?i)\d{7,8}-?[A-Z]"),
    "national_id.fi_hetu": _gate(
        f"hetu, henkilötunnus, henkilotunnus, personbeteckning, personal identity code, {_PERSON}",
        r"(?i)\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]",
    ),
    "national_id.in_aadhaar": _gate("aadhaar, aadhar, uidai, uid number", r"\d{4}([- ])\d{4}\1\d{4}"),
    "national_id.in_pan": _gate(f"pan, permanent account number, pan number, pan card, {_TAX}"),
    "national_id.in_passport": _gate(_PASSPORT),
    "national_id.in_voter": _gate("voter, epic, elector, voter id"),
    "national_id.kr_rrn": _gate(
        f"rrn, resident registration number, 주민등록번호, 주민번호, {_PERSON}",
        r"\d{6}-\d{7}",
    ),
    "national_id.kr_frn": _gate(
        f"frn, foreigner registration number, 외국인등록번호, 외국인번호, {_PERSON}",
        r"\d{6}-\d{7}",
    ),
    "national_id.kr_driver_license": _gate(f"운전면허, 운전면허번호, 면허번호, {_DRIVER}"),
    "national_id.kr_passport": _gate(_PASSPORT),
    "national_id.ng_nin": _gate(f"nin, nimc, national identification number, national identity number, {_PERSON}"),
    "national_id.ph_passport": _gate(_PASSPORT),
    "national_id.ph_tin": _gate(f"bir, {_TAX}"),
    "national_id.ph_umid": _gate("umid, crn, sss, gsis, common reference number"),
    "national_id.pl_pesel": _gate(f"pesel, {_PERSON}"),
    "national_id.se_personnummer": _gate(
        f"personnummer, samordningsnummer, svensk, ssn, {_PERSON}",
        r"\d{6,8}[-+]\d{4}",
    ),
    "national_id.sg_nric": _gate(f"nric, fin, fin number, {_PERSON}", r"[STFGM]\d{7}[A-Z]"),
    "national_id.th_tnin": _gate(f"thai, tnin, เลขประจำตัวประชาชน, เลขบัตรประชาชน, {_PERSON}"),
    "national_id.tr_tckn": _gate(f"tckn, tc kimlik, kimlik, kimlik no, tc no, tc, {_PERSON}"),
    "national_id.za_id": _gate(f"south african id, rsa id, sa id, identity, {_PERSON}"),
    "national_id.za_income_tax": _gate(f"sars, income tax, itr, {_TAX}"),
    "national_id.za_driver_license": _gate(_DRIVER),
    "national_id.za_passport": _gate(_PASSPORT),
    "national_id.ae_emirates_id": _gate(f"emirates id, eid, uae id, {_PERSON}", r"784-\d{4}-\d{7}-\d"),
    "national_id.ar_cuil": _gate(f"cuil, cuit, {_TAX}", r"\d{2}-\d{8}-\d"),
    "national_id.at_svnr": _gate(
        "svnr, sv nr, sv nummer, sozialversicherungsnummer, versicherungsnummer, sozialversicherung, e card, ecard, "
        f"social security, {_PERSON}",
    ),
    "national_id.be_nrn": _gate(
        "rijksregisternummer, rijksregister, insz, nrn, niss, numéro national, numero national, registre national, "
        f"rrn, national register, national number, nationaal nummer, {_PERSON}, {_TAX}",
        r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}",
    ),
    "national_id.bg_egn": _gate(f"egn, егн, единен граждански номер, {_PERSON}, {_TAX}"),
    "national_id.br_cpf": _gate(f"cpf, cadastro de pessoas físicas, {_TAX}", r"\d{3}\.\d{3}\.\d{3}-\d{2}"),
    "national_id.ch_ahv": _gate(
        "ahv, ahvn13, ahv nummer, ahv nr, avs, numéro avs, navs, navs13, versichertennummer, social security, ssn, "
        f"sozialversicherungsnummer, {_PERSON}",
        r"756\.\d{4}\.\d{4}\.\d{2}",
    ),
    "national_id.cl_rut": _gate(f"rut, rol único tributario, {_PERSON}, {_TAX}", r"\d{1,2}\.\d{3}\.\d{3}-[\dKk]"),
    "national_id.cz_birth_number": _gate(
        f"rodné číslo, rodne cislo, rodného čísla, rč, birth number, {_PERSON}",
        r"\d{6}/\d{4}",
    ),
    "national_id.dk_cpr": _gate(f"cpr, cpr nummer, cprnr, cpr nr, personnummer, {_PERSON}"),
    "national_id.do_cedula": _gate(f"cédula, cedula, {_PERSON}"),
    "national_id.ec_cedula": _gate(f"cédula, cedula, {_PERSON}"),
    "national_id.ee_isikukood": _gate(f"isikukood, personal code, personal identification code, {_PERSON}"),
    "national_id.es_naf": _gate(
        "naf, nuss, seguridad social, número de afiliación, numero de afiliacion, afiliación, social security",
    ),
    "national_id.fr_driver_license": _gate(f"permis de conduire, permis, neph, {_DRIVER}"),
    "national_id.fr_id_card": _gate(
        "carte nationale d identité, carte d identité, carte d identite, carte identité, cni, cnie, identity card, id "
        "card",
    ),
    "national_id.fr_nir": _gate(
        "nir, insee, sécurité sociale, securite sociale, sécu, secu, numéro de sécu, carte vitale, vitale, assuré, "
        f"social security, ssn, {_PERSON}",
        r"\d \d{2} \d{2} (?:\d{2}|2[ABab]) \d{3} \d{3} \d{2}",
    ),
    "national_id.fr_passport": _gate(f"{_PASSPORT}, passeport"),
    "national_id.fr_tax": _gate(
        "numéro fiscal, numero fiscal, n fiscal, référence fiscale, reference fiscale, spi, nif, impôts, impots, "
        f"avis d imposition, {_TAX}",
    ),
    "national_id.gr_afm": _gate(f"afm, αφμ, α φ μ, αριθμός φορολογικού μητρώου, {_TAX}"),
    "national_id.gr_amka": _gate(f"amka, αμκα, α μ κ α, social security, {_PERSON}"),
    "national_id.hk_id": _gate(
        f"hkid, hong kong id, hong kong identity, 身份證, {_PERSON}", r"[A-Z]{1,2}\d{6}\([\dA]\)"
    ),
    "national_id.hr_oib": _gate(f"oib, osobni identifikacijski broj, {_PERSON}, {_TAX}"),
    "national_id.hu_taj": _gate("taj, taj szám, tajszám, társadalombiztosítási, social security"),
    "national_id.hu_tax_id": _gate(f"adóazonosító, adóazonosító jel, adóazonosítójel, adószám, {_TAX}"),
    "national_id.ie_pps": _gate(f"pps, ppsn, pps no, pps number, personal public service, {_PERSON}, {_TAX}"),
    "national_id.il_id": _gate(f"teudat zehut, תעודת זהות, ת ז, מספר זהות, israeli id, {_PERSON}"),
    "national_id.is_kennitala": _gate(f"kennitala, {_PERSON}"),
    "national_id.jp_my_number": _gate(f"my number, mynumber, マイナンバー, 個人番号, {_PERSON}"),
    "national_id.kz_iin": _gate(f"iin, иин, жсн, {_PERSON}, {_TAX}"),
    "national_id.lt_asmens_kodas": _gate(f"asmens kodas, asmens kodo, personal code, {_PERSON}"),
    "national_id.lu_matricule": _gate(f"matricule, numéro d identification, sécurité sociale, cns, {_PERSON}, {_TAX}"),
    "national_id.lv_personas_kods": _gate(f"personas kods, personas koda, personal code, {_PERSON}"),
    "national_id.md_idnp": _gate(f"idnp, cod personal, {_PERSON}"),
    "national_id.mx_rfc": _gate(f"rfc, registro federal de contribuyentes, {_TAX}"),
    "national_id.nl_bsn": _gate(
        "bsn, burgerservicenummer, burger service nummer, sofi, sofinummer, sofi nummer, citizen service number, "
        f"{_PERSON}, {_TAX}",
    ),
    "national_id.no_fodselsnummer": _gate(
        f"fødselsnummer, fodselsnummer, fødselsnr, personnummer, fnr, d nummer, dnr, {_PERSON}",
    ),
    "national_id.nz_ird": _gate(f"ird, ird number, inland revenue, {_TAX}"),
    "national_id.pt_cc": _gate(
        f"cartão de cidadão, cartao de cidadao, cartão do cidadão, bilhete de identidade, {_PERSON}",
        r"\d{8} \d [A-Z\d]{2}\d",
    ),
    "national_id.pt_nif": _gate(f"nif, contribuinte, número de contribuinte, nipc, número fiscal, {_TAX}"),
    "national_id.pt_niss": _gate("niss, segurança social, seguranca social, social security"),
    "national_id.ro_cnp": _gate(f"cnp, cod numeric personal, cod numeric, {_PERSON}"),
    "national_id.rs_jmbg": _gate(f"jmbg, јмбг, матични број, matični broj, maticni broj, {_PERSON}"),
    "national_id.ru_inn": _gate(f"inn, инн, {_TAX}"),
    "national_id.ru_snils": _gate(f"snils, снилс, {_PERSON}", r"\d{3}-\d{3}-\d{3} \d{2}"),
    "national_id.sa_national_id": _gate(f"iqama, هوية, رقم الهوية, إقامة, saudi id, {_PERSON}"),
    "national_id.si_emso": _gate(f"emšo, emso, {_PERSON}"),
    "national_id.tw_id": _gate(f"身分證, 身分證字號, 統一證號, taiwan id, {_PERSON}"),
    "national_id.ua_rnokpp": _gate(f"рнокпп, rnokpp, ипн, іпн, ідентифікаційний код, {_PERSON}, {_TAX}"),
    "national_id.uk_utr": _gate(f"utr, unique taxpayer reference, self assessment, hmrc, {_TAX}"),
    "national_id.uy_ci": _gate(f"cédula, cedula, {_PERSON}", r"\d\.\d{3}\.\d{3}-\d"),
    "health.fr_rpps": _gate("rpps, répertoire partagé, professionnel de santé, médecin, medecin, physician, doctor"),
    "health.nz_nhi": _gate("nhi, nhi number, national health index, patient"),
    "company.br_cnpj": _gate("cnpj", r"[\dA-Z]{2}\.[\dA-Z]{3}\.[\dA-Z]{3}/[\dA-Z]{4}-\d{2}"),
    "company.fr_siren": _gate("siren, rcs, numéro siren, sirene"),
    "company.fr_siret": _gate("siret, numéro siret, sirene, établissement"),
    "health.us_medical_license": _gate(
        "dea, dea number, medical license, medical licence, prescriber, physician, practitioner, doctor",
    ),
    "health.us_npi": _gate("npi, national provider, provider id, provider identifier, provider npi"),
    "health.us_mbi": _gate("mbi, medicare, beneficiary, medicaid, hic"),
    "health.us_member_id": _gate(
        "member id, member number, member no, subscriber, policy number, insurance id, insurance number, "
        "health plan, insurance card",
        named=f"{_PATIENT}, policy",
    ),
    "health.us_claim": _gate("claim number, claim no, claim id, claims, insurance claim", named=_PATIENT, said="claim"),
    "health.us_prescription": _gate("rx, rx number, prescription, medication, refill", named=_PATIENT),
    "health.us_prior_authorization": _gate(
        "prior authorization, prior auth, preauthorization, authorization number", named=_PATIENT
    ),
    "health.us_provider_tax_id": _gate(f"ein, provider tax id, federal tax id, billing provider, {_TAX}"),
    "health.us_referral": _gate("referral, referring, referral number"),
    "health.au_medicare": _gate("medicare", named=_PATIENT),
    "health.de_bsnr": _gate("bsnr, betriebsstättennummer, betriebsstätte, praxisnummer, arztpraxis"),
    "health.de_lanr": _gate("lanr, arztnummer, arzt nr, vertragsarzt, arzt"),
    "health.de_insurance": _gate(
        "kvnr, krankenversicherungsnummer, krankenversichertennummer, versichertennummer, krankenkasse, "
        "krankenversicherung, gesundheitskarte",
        named=_PATIENT,
    ),
    "company.au_abn": _gate("abn, australian business number"),
    "company.au_acn": _gate("acn, australian company number"),
    "company.in_gstin": _gate("gstin, gst, gst number", r"\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]"),
    "company.it_vat": _gate("piva, partita iva, p iva, iva, vat"),
    "company.kr_brn": _gate("brn, business registration number, 사업자등록번호, 사업자번호, 사업자"),
    "company.se_orgnr": _gate("organisationsnummer, orgnr, org nr, org number, företagsnummer"),
    "company.sg_uen": _gate("uen, unique entity number, acra, business registration"),
    "company.za_registration": _gate(
        "cipc, company registration, registration number, company reg",
        r"(?:19|20)\d{2}/\d{6}/\d{2}",
    ),
    "company.za_vat": _gate("vat, vat number, vat registration, sars, tax invoice"),
    "company.de_handelsregister": _gate(
        "handelsregister, handelsregisternummer, amtsgericht, registergericht, commercial register",
        r"HR[AB] ?\d.*",
    ),
    "address.ca_postal_code": _gate(f"{_POSTAL}, canada", named="postal, address"),
    "address.uk_postcode": _gate(_POSTAL, named="postal, address", said="address"),
    "address.de_postal_code": _gate(_POSTAL, named="postal"),
    "vehicle.de_plate": _gate(_PLATE, named="vehicle, registration"),
    "vehicle.in_plate": _gate(f"{_PLATE}, rto", named="vehicle, registration"),
    "vehicle.ng_plate": _gate(_PLATE, named="vehicle, registration"),
    "vehicle.tr_plate": _gate(_PLATE, named="vehicle, registration"),
    "vehicle.uk_plate": _gate(_PLATE, named="vehicle, registration"),
    "vehicle.za_plate": _gate(f"{_PLATE}, natis", named="vehicle", said="registration"),
    "vehicle.za_traffic_register": _gate("traffic register, trn, enatis, natis"),
}
