"""What is said on the telephone, in Indonesian with its English. `{day}` is the promised day, `{share}` how much.

Invented. Each list holds variants of one moment.
"""

from typing import NamedTuple


class Said(NamedTuple):
    """A sentence and its English."""

    text: str
    gloss: str


HELLO = (
    Said("Halo?", "Hello?"),
    Said("Ya, halo, dengan siapa ini?", "Yes, hello, who is this?"),
    Said("Assalamualaikum, halo.", "Peace be upon you, hello."),
)
MYSELF = (
    Said("Iya betul, saya sendiri. Ada apa ya?", "Yes, that is me. What is it about?"),
    Said("Betul, dengan saya sendiri.", "Right, speaking."),
    Said("Iya, saya. Dari mana ini?", "Yes, it is me. Where are you calling from?"),
)
CAUSES = {
    "FORGOT": (
        Said("Waduh, saya kelupaan. Kemarin sibuk sekali.", "Oh dear, I forgot. It was very busy yesterday."),
        Said("Oh iya, angsuran ya. Benar-benar lupa saya.", "Oh yes, the instalment. I really forgot."),
    ),
    "PAYDAY_GAP": (
        Said("Saya gajiannya belum turun, jadi memang belum bisa.", "My wages are not in yet, so I could not."),
        Said("Tunggu gajian dulu ya, biasanya akhir bulan.", "Let me wait for payday, usually the end of the month."),
    ),
    "BUSINESS_SLOW": (
        Said("Warung lagi sepi. Seminggu ini hampir tidak ada pembeli.", "The shop is slow; hardly a buyer this week."),
        Said("Dagangan sepi, uangnya masih muter di barang.", "Trade is slow, the money is still in the goods."),
    ),
    "INCOME_FELL": (
        Said("Lemburnya dipotong dari kantor, jadi pemasukan turun.", "Overtime was cut, so I earn less."),
        Said("Narik lagi sepi, sehari cuma cukup buat bensin.", "Few passengers; a day pays for the fuel only."),
    ),
    "ILLNESS": (
        Said(
            "Anak saya baru keluar rumah sakit, uangnya kepakai ke sana.",
            "My child was in hospital, the money went there.",
        ),
    ),
}
SURE = (
    Said(
        "Tanggal {day} saya bayar {share}, pasti. Lewat virtual account seperti biasa.",
        "On {day} I pay {share}, for certain. By virtual account as always.",
    ),
    Said(
        "Bisa. Tanggal {day} {share} saya lunasi, uangnya sudah ada.",
        "I can. On {day} I pay {share}, the money is there.",
    ),
    Said(
        "Saya catat ya: tanggal {day}, {share}. Nanti saya transfer pagi-pagi.",
        "I write it down: {day}, {share}. I transfer early in the morning.",
    ),
)
VAGUE = (
    Said("Ya nanti saya usahakan, mungkin tanggal {day}, {share}.", "Well, I will try, maybe on {day}, {share}."),
    Said("Insyaallah tanggal {day} lah, {share} kalau ada rezeki.", "God willing on {day}, {share} if there is luck."),
    Said(
        "Kalau dipaksa ya tanggal {day}, {share}, tapi saya tidak janji banyak.",
        "If I must, on {day}, {share}, but I do not promise much.",
    ),
)
SHARES = {1.0: Said("semuanya", "all of it"), 0.5: Said("separuhnya dulu", "half of it first")}
TODAY = Said("hari ini", "today")
THANKS = (
    Said("Sama-sama. Terima kasih sudah diingatkan.", "You are welcome. Thank you for reminding me."),
    Said("Ya, baik. Selamat siang.", "Yes, fine. Good day."),
    Said("Oke, makasih.", "Okay, thanks."),
)
REFUSES = (
    Said("Saya belum mau bayar dulu. Motornya saja rusak terus.", "I will not pay for now. The bike keeps breaking."),
    Said(
        "Tidak bisa. Jangan tanya tanggal, memang tidak ada uangnya.",
        "I cannot. Do not ask for a day, there is no money.",
    ),
)
RELIEF = (
    Said(
        "Bisa minta keringanan tidak? Angsurannya diperkecil dulu begitu.",
        "Could I get relief? Smaller instalments for a while.",
    ),
    Said(
        "Kalau diperpanjang tenornya bisa? Saya sanggup, tapi tidak sebesar ini.",
        "Could the term be longer? I can pay, but not that much.",
    ),
)
PAID = (
    Said(
        "Lho, saya sudah bayar kemarin di minimarket. Struknya masih ada.",
        "But I paid yesterday at the minimarket. I still have the receipt.",
    ),
    Said("Sudah saya transfer kok tadi pagi, belum masuk ya?", "I transferred this morning, has it not arrived?"),
)
LATER = (
    Said(
        "Saya lagi kerja, telepon lagi sore ya, sekitar jam empat.",
        "I am at work, call again this afternoon, about four.",
    ),
    Said("Lagi di jalan ini. Nanti saja, dua jam lagi.", "I am on the road. Later, in two hours."),
)
CUT = (Said("Halo? Hal… suaranya putus-put…", "Hello? Hel… you are breaking u…"),)
DISPUTES = (
    Said(
        "Dendanya kok segini? Saya tidak terima, mau saya adukan.",
        "Why is the late charge this much? I do not accept it, I will complain.",
    ),
)
SICK = (Said("Saya sedang sakit, baru bisa bangun sebentar.", "I am ill, I can only get up for a moment."),)
KIN = (
    Said(
        "Oh, orangnya sedang keluar. Nanti saya sampaikan kalau ada telepon.",
        "Oh, they are out. I will say that you called.",
    ),
    Said("Bapak lagi di kebun. Saya istrinya. Ada pesan?", "He is in the field. I am his wife. Any message?"),
)
STRANGER = (
    Said("Salah sambung. Saya tidak kenal orang itu.", "Wrong number. I do not know that person."),
    Said(
        "Nomor ini sudah saya pakai dua tahun. Bukan beliau.", "I have had this number for two years. It is not them."
    ),
)
MACHINE = Said(
    "Nomor yang Anda tuju sedang tidak dapat menerima panggilan. Tinggalkan pesan setelah nada berikut.",
    "The number you called can't take calls. Leave a message after the tone.",
)
DEAD = Said(
    "Nomor yang Anda tuju tidak terdaftar. Periksa kembali nomor tujuan Anda.",
    "The number you called does not exist. Check the number.",
)
