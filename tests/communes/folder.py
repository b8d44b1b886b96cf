"""A folder of reference sheets small enough to break on purpose."""

from pathlib import Path

SHEETS: dict[str, list[str]] = {
    "regions.csv": ["code;nom;source", "R1;Kénédougou;essai"],
    "cercles.csv": ["code;nom;region;croissance;source", "C1;Nord;R1;0.02;essai", "C2;Sud;R1;0,03;essai"],
    "districts.csv": [
        "code;nom;region;cercle;csref;lat;lon;source",
        "D1;Nord;R1;C1;CSRéf du Nord;13.0;-7.0;essai",
        "D2;Nord-Ouest;R1;C1;CSRéf du Nord-Ouest;13.0;-8.0;essai",
        "D3;Sud;R1;C2;CSRéf du Sud;12.0;-7.0;essai",
    ],
    "communes.csv": [
        "code;nom;cercle;district;lat;lon;superficie_km2;source",
        "M1;Première;C1;;13.1;-7.1;100;essai",
        "M2;Deuxième;C1;;13.1;-7.9;100;essai",
        "M3;Troisième;C2;D3;12.1;-7.1;;essai",
    ],
    "localites.csv": [
        "code;nom;autre_nom;commune;lat;lon;source",
        "V1;Faladjé;;M1;13.10;-7.10;essai",
        "V2;N’Tobougou;;M1;13.12;-7.10;essai",
        "V3;Sirakoro;;M2;13.10;-7.90;essai",
        "V4;Kola;;M3;12.10;-7.10;essai",
    ],
    "cscom.csv": [
        "code;nom;nom_source;region;commune;lat;lon;source",
        "S1;Faladjé;Faladje;R1;M1;13.10;-7.10;essai",
        "S2;Kola;Kola;R1;M3;12.10;-7.10;essai",
        "S3;Ailleurs;Ailleurs;R1;;;;essai",
    ],
    "populations.csv": [
        "niveau;code;annee;habitants;estimation;source",
        "cercle;C1;2009;30000;non;essai",
        "commune;M1;2009;20000;oui;essai",
        "commune;M2;2009;10000;oui;essai",
        "commune;M3;2009;5000;oui;essai",
    ],
    "coefficients.csv": [
        "cle;groupe;part;region;a_partir_de;estimation;source",
        "FE;grossesses attendues;0.05;;2009;oui;essai",
        "FE;grossesses attendues;0.045;R1;2020;oui;essai",
    ],
}


def write_folder(folder: Path, **sheets: list[str] | bytes | None) -> Path:
    """Write the sheets; a keyword (``communes=…``) replaces one: lines, bytes, or None to leave it out."""
    for name, lines in SHEETS.items():
        given = sheets.get(name.removesuffix(".csv"), lines)
        if isinstance(given, bytes):
            (folder / name).write_bytes(given)
        elif given is not None:
            (folder / name).write_text("\n".join(given) + "\n", encoding="utf-8")
    return folder


def changed(name: str, line: int, text: str) -> list[str]:
    """The lines of one sheet with ``line`` (the head is 1) replaced."""
    lines = list(SHEETS[f"{name}.csv"])
    lines[line - 1] = text
    return lines
