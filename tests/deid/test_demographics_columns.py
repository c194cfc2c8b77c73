"""The columns of a table of patients are told by their headings, in the languages they come in."""

from __future__ import annotations

import pytest

from dcmteach.deid.demographics import Demographics
from dcmteach.deid.demographics_columns import kind_of, kind_of_column
from dcmteach.deid.tables import Table, TableError

HEADINGS = {
    "name": [
        *("name", "Patient Name", "PatientName", "Full name", "patient's name", "Nom du patient"),
        *("Nom et prénom", "Name des Patienten", "Patientenname", "Naam patiënt", "Name, Vorname"),
        *("Nombre y apellidos", "Cognome e nome", "NOM", "Nome", "Nombre", "姓名", "氏名", "ФИО"),
    ],
    "first name": ["First name(s)", "FirstName", "Prénom", "Prenom", "Vorname", "Voornaam", "Имя"],
    "last name": [
        "lastName",
        "Surname",
        "Nachname",
        "Achternaam",
        "Apellidos",
        "Cognome",
        "Фамилия",
    ],
    "other name": ["Maiden name", "Geburtsname", "Nom de naissance", "Titel", "Middle initial"],
    "person": [
        "Referring physician",
        "Name of GP",
        "Hausarzt",
        "Médecin traitant",
        "Mother's name",
    ],
    "patient ID": [
        *("Patient ID", "PatientID", "patient_id", "Pat.-Nr.", "Patienten-Nr.", "MRN", "ID"),
        *("Numéro patient", "N° patient", "Subject", "participant_id", "OtherPatientIDs"),
    ],
    "insurance": ["SSN", "AHV-Nr.", "Insurance number", "Codice fiscale", "BSN", "Krankenkasse"],
    "number": ["Accession number", "AccessionNumber", "Fallnummer", "Study ID", "Nr."],
    "birth date": [
        *("Date of birth (dd/mm/yyyy)", "DOB", "BirthDate", "PatientBirthDate", "Geburtsdatum"),
        *("Geb.-Datum", "geb. am", "Date de naissance", "Né(e) le", "Geboortedatum"),
        *("Fecha de nacimiento", "Data di nascita", "生年月日"),
    ],
    "birth year": ["Year of birth", "Geburtsjahr", "Année de naissance"],
    "birth place": ["Place of birth", "Geburtsort", "Lieu de naissance"],
    "phone": [
        *("Phone", "Mobile phone number", "Tel.", "Tel.-Nr.", "Telefon", "N° de téléphone"),
        *("Telefoonnummer", "Teléfono", "Cellulare", "PatientTelephoneNumbers", "Fax"),
    ],
    "e-mail": ["E-Mail", "email address", "Adresse e-mail", "Courriel", "Correo electrónico"],
    "address": [
        *("Address", "PatientAddress", "Straße", "PLZ/Ort", "Adresse", "Dirección", "Indirizzo"),
        *("Woonplaats", "ZIP", "City", "Code postal"),
    ],
    "sex": ["Sex", "PatientSex", "Geschlecht", "Sexe", "Gender", "Sesso"],
    "age": ["Age", "Age at scan", "Alter", "Edad", "Età", "Leeftijd", "Âge", "PatientAge"],
    "date": ["Scan date", "Untersuchungsdatum", "Date de l'examen", "StudyDate"],
    "free text": ["Comments", "Bemerkungen", "Opmerkingen", "Observaciones", "Diagnosis"],
    "": [
        *("Hospital name", "Protocol name", "CRS-R total", "Weight (kg)", "Handedness", "CPR"),
        *("Time since injury", "Country", "GCS", "Mobility", "Lesion volume"),
    ],
}


@pytest.mark.parametrize(
    ("heading", "kind"), [(heading, kind) for kind, all_ in HEADINGS.items() for heading in all_]
)
def test_a_heading_tells_what_its_column_holds(heading: str, kind: str) -> None:
    assert kind_of(heading) == kind
    assert kind_of(heading.upper()) == kind or not heading.isupper()


def test_cells_decide_what_a_heading_leaves_open() -> None:
    assert kind_of_column("Patient", ["Ann", "Bob"]) == "name"
    assert kind_of_column("Patient", ["A-17", "0045"]) == "patient ID"
    assert kind_of_column("Geburt", ["1951", "1962"]) == ""
    assert kind_of_column("Born", ["1951", "1962"]) == "birth year"
    assert kind_of_column("Born", ["1951-02-03"]) == "birth date"
    assert kind_of_column("reach", ["a.b@c.org", "d@e.org", ""]) == "e-mail"
    assert kind_of_column("reach", ["+41 79 123 45 67", "079 123 45 67"]) == "phone"
    assert kind_of_column("reach", ["756.1234.5678.97"]) == "insurance"
    assert kind_of_column("volume", ["1234567", "1234.5"]) == ""


def of(*headings: str, **options: object) -> Demographics:
    cells = [f"{heading} {{}}" for heading in headings]
    rows = [[cell.format(number) for cell in cells] for number in (1, 2)]
    return Demographics.of(Table(headings, rows), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (["age", "Name"], "Name 1"),
        (["Name", "Vorname"], "Name 1, Vorname 1"),
        (["Nom", "Prénom"], "Nom 1, Prénom 1"),
        (["Nome", "Cognome"], "Cognome 1, Nome 1"),
        (["First name", "Last name"], "Last name 1, First name 1"),
        (["First name", "Last name", "Patient name"], "Patient name 1"),
        (["Surname"], "Surname 1"),
    ],
)
def test_names_are_put_together_last_name_first(headings: list[str], name: str) -> None:
    assert of(*headings).names[0] == name


def test_ids_are_found_and_may_be_missing() -> None:
    assert of("Name", "MRN").ids == ("MRN 1", "MRN 2")
    assert of("Name", "Patient ID", "MRN").ids == ("Patient ID 1", "Patient ID 2")
    nameless = of("MRN", "age")
    assert (nameless.names, nameless.has_names, nameless.has_ids) == (("", ""), False, True)
    without = of("Name", "age")
    assert (without.ids, without.has_ids) == (("", ""), False)


def test_columns_may_be_given() -> None:
    table = of("who", "chart", name="WHO", id="Chart")
    assert (table.names[0], table.ids[0]) == ("who 1", "chart 1")
    assert table.kinds == ("name", "patient ID")
    assert of("A", "B", name=["B", "A"]).names[0] == "B 1, A 1"


def test_what_cannot_be_decided_is_asked_for() -> None:
    with pytest.raises(TableError, match=r"'Name' and 'Nom' may each .* Say which: name='Name'"):
        of("Name", "Nom")
    unclear = of("Name", "MRN", "Pat.-Nr.")
    with pytest.raises(TableError, match=r"'MRN' and 'Pat\.-Nr\.' may both .* id='MRN'"):
        _ = unclear.ids
    with pytest.raises(TableError, match=r"name='Nane' must be .* of none among 2"):
        of("Name", "age", name="Nane")


def test_a_table_without_headings_is_refused_and_no_cell_is_told() -> None:
    with pytest.raises(TableError, match="If row 1 holds no headings, add them") as told:
        Demographics.of(Table(["Oakenshaw, Tirion", "64"], [["Brinkhoff, Maelle", "33"]]))
    assert "Oakenshaw" not in str(told.value)
    assert "0 of 2 columns are of a known kind" in str(told.value)
