"""What must stand near a match of weak form, or how it must be written, for it to be taken for what it seems.

The data of ``gates.py``. Cues are words and phrases as they come out of names and texts: lower case, no
punctuation ("driver's" gives ``driver s``). What is not listed here stands on its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gate:
    """``cues`` have a space before and after; neither a ``written`` form nor a score of ``enough`` needs one."""

    cues: tuple[str, ...]
    written: re.Pattern[str] | None = None
    enough: float | None = None


def _gate(cues: str, written: str | None = None, enough: float | None = None) -> Gate:
    return Gate(tuple(f" {cue} " for cue in cues.split(", ")), re.compile(written) if written else None, enough)


_PERSON = "national id, identity number, id number, identification number, personal number, personal id"
_TAX = "taxpayer, tin, tax id, taxid, tax number, tax no, tax identification, tax file"
_PASSPORT = "passport, passports, travel document, reisepass, pasaporte, passaporto, 여권"
_DRIVER = (
    "driver license, drivers license, driver s license, driver licence, drivers licence, driver s licence, driving "
    "licence, driving license, dl number, license number, licence number, permit number, dln"
)
_PLATE = "plate, number plate, license plate, licence plate, vehicle, registration, kennzeichen, plaka, vrn, vrm"
_POSTAL = "postcode, post code, postal, postal code, zip, zipcode, plz, postleitzahl, address"
_PATIENT = "patient, member, insurance, medical, health, healthcare, claim, pharmacy, prescription"

GATES: Mapping[str, Gate] = {
    "payment_card": _gate(
        "card, cards, credit, debit, pan, visa, mastercard, maestro, amex, discover, jcb, diners, unionpay, cc, "
        "ccnum, cvv, cvc, expiry, payment",
        enough=1.0,  # what has a length or a grouping that is typical of cards
    ),
    "contact.phone": _gate(
        "phone, phones, telephone, tel, mobile, cell, cellphone, call, calls, fax, sms, whatsapp, contact, dial, "
        "hotline, landline, text, reach, telefon, handy, msisdn, ph",
        r"\+\d[\d ().-]{6,}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?:.*)|\(0?\d{2,5}\) ?\d.*",
    ),
    "contact.phone.za_mobile": _gate("phone, mobile, cell, cellphone, tel, whatsapp, sms, contact, call", r"\+27.*"),
    "contact.phone.za_landline": _gate("phone, telephone, tel, landline, contact, call, office, fax", r"\+27.*"),
    "bank.us_account": _gate(
        "account number, account no, acct number, acct no, acct, bank account, bank, checking, savings, direct deposit",
    ),
    "bank.aba_routing": _gate("aba, routing, rtn, routing number, bank"),
    "national_id.us_ssn": _gate(
        "ssn, ssns, social security, social, tin, itin, tax id, taxpayer",
        r"\d{3}([- .])\d{2}\1\d{4}",
    ),
    "national_id.us_itin": _gate(f"itin, ssn, {_TAX}", r"9\d{2}([- ])\d{2}\1\d{4}"),
    "national_id.us_passport": _gate(_PASSPORT),
    "national_id.us_driver_license": _gate(_DRIVER),
    "national_id.uk_nhs": _gate("nhs, national health service, health authority, patient, gp, hospital"),
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
    "health.us_medical_license": _gate(
        "dea, dea number, medical license, medical licence, prescriber, physician, practitioner, doctor",
    ),
    "health.us_npi": _gate("npi, national provider, provider id, provider identifier, provider npi"),
    "health.us_mbi": _gate("mbi, medicare, beneficiary, medicaid, hic"),
    "health.us_member_id": _gate(f"{_PATIENT}, member id, subscriber, policy"),
    "health.us_claim": _gate(f"{_PATIENT}, claim number"),
    "health.us_prescription": _gate(f"{_PATIENT}, rx, medication"),
    "health.us_prior_authorization": _gate(f"{_PATIENT}, prior authorization, preauthorization, authorization number"),
    "health.us_provider_tax_id": _gate(f"ein, provider tax id, federal tax id, billing provider, {_TAX}"),
    "health.us_referral": _gate("referral, referring, referral number"),
    "health.au_medicare": _gate(f"medicare, {_PATIENT}"),
    "health.de_bsnr": _gate("bsnr, betriebsstättennummer, betriebsstätte, praxisnummer, arztpraxis"),
    "health.de_lanr": _gate("lanr, arztnummer, arzt nr, vertragsarzt, arzt"),
    "health.de_insurance": _gate(
        "kvnr, krankenversicherungsnummer, krankenversichertennummer, versichertennummer, krankenkasse, "
        f"krankenversicherung, gesundheitskarte, {_PATIENT}",
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
    "address.ca_postal_code": _gate(f"{_POSTAL}, canada"),
    "address.uk_postcode": _gate(_POSTAL),
    "address.de_postal_code": _gate(_POSTAL),
    "vehicle.de_plate": _gate(_PLATE),
    "vehicle.in_plate": _gate(f"{_PLATE}, rto"),
    "vehicle.ng_plate": _gate(_PLATE),
    "vehicle.tr_plate": _gate(_PLATE),
    "vehicle.uk_plate": _gate(_PLATE),
    "vehicle.za_plate": _gate(f"{_PLATE}, natis"),
    "vehicle.za_traffic_register": _gate("traffic register, trn, enatis, natis"),
}
