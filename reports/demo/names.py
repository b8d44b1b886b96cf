"""Names heard in Mali, put together by chance: nobody in particular."""

from typing import Final

WOMEN: Final = (
    "Aïssata", "Aminata", "Assétou", "Bintou", "Coumba", "Djénéba", "Fatoumata", "Hawa", "Kadiatou",
    "Korotoumou", "Maïmouna", "Mariam", "Nagnouma", "Niélé", "Oumou", "Ramata", "Rokia", "Safiatou",
    "Salimata", "Sira", "Sitan", "Tenin", "Worokia", "Yah",
)  # fmt: skip
MEN: Final = (
    "Abdoulaye", "Adama", "Amadou", "Bakary", "Boubacar", "Broulaye", "Cheick", "Daouda", "Dramane",
    "Fousseyni", "Hamidou", "Ibrahima", "Issa", "Karim", "Lassana", "Madou", "Mahamadou", "Mamadou",
    "Modibo", "Nouhoum", "Ousmane", "Sékou", "Sidiki", "Souleymane", "Tidiani", "Yacouba",
    "Youssouf", "Zoumana",
)  # fmt: skip
FAMILIES: Final = (
    "Bagayoko", "Ballo", "Bathily", "Camara", "Cissouma", "Coulibaly", "Dabo", "Dembélé", "Diakité",
    "Diallo", "Diarra", "Diawara", "Doumbia", "Fofana", "Haïdara", "Kané", "Kéita", "Konaré",
    "Konaté", "Koné", "Kouyaté", "Magassa", "Niaré", "Sacko", "Samaké", "Sanogo", "Sidibé",
    "Simpara", "Sissoko", "Sylla", "Tangara", "Togola", "Tounkara", "Traoré",
)  # fmt: skip
