import pytest
from django.utils.translation import override

from tagih.contacts import packs
from tagih.contacts.queries import in_words
from tagih.contacts.queries.sources import HOUSE


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("POJK 22/2023 art. 62(2)f", "POJK 22/2023 Pasal 62 ayat (2) huruf f"),
        ("POJK 22/2023 art. 64(1)a and (2); MK 18/PUU-XVII/2019",
         "POJK 22/2023 Pasal 64 ayat (1) huruf a dan ayat (2); MK 18/PUU-XVII/2019"),
        ("House: paused until answered; POJK 22/2023 art. 67 ff.",
         "Aturan perusahaan: dijeda sampai terjawab; POJK 22/2023 Pasal 67 dan seterusnya"),
        ("UU 27/2022 art. 41: the person asked to restrict processing, and was granted it",
         "UU 27/2022 Pasal 41: konsumen meminta pemrosesan dibatasi, dan dikabulkan"),
        ("Acme board, 3 December 2026", "Acme board, 3 December 2026"),
    ],
)  # fmt: skip
def test_source_is_told_article_by_article(source, told):
    with override("id"):
        assert in_words(source) == told


def test_every_house_rule_that_ships_is_told_in_indonesian():
    shipped = [p for p in packs.known() if p.country == "ID"]
    parts = {part.strip() for p in shipped for g in p.grounds.values() for part in g.source.split(";")}

    with override("id"):
        untold = {part for part in parts if part.lower().startswith("house: ") and "House" in in_words(part)}

    assert untold == set()
    assert {part.split(": ", 1)[1] for part in parts if part.lower().startswith("house: ")} <= set(HOUSE)
