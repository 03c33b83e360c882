"""Know the file names that systems give: to screenshots, camera photos, and pictures sent in chats.

Names are compared without case, accents, or the kind of space and apostrophe, in any script.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

NameKind = Literal["screenshot", "mentions-screenshot", "camera", "chat", ""]

# As the systems write them, per language; `screenshot` alone covers Android in most languages.
_WORDS: Final = (
    *("Screenshot", "Screenshots", "Screen Shot", "Screen Capture", "Screencap", "Screenclip"),
    *("Screengrab", "Scrnshot", "SmartSelect", "CleanShot", "Snipaste", "Snipping Tool"),
    *("Capture d’écran", "Capture écran", "Captures d’écran"),
    *("Captura de pantalla", "Captura de tela", "Captura de ecrã", "Captura de Ecrã"),
    *("Bildschirmfoto", "Bildschirmausschnitt", "Bildschirmaufnahme"),
    *("Schermata", "Cattura schermata", "Cattura di schermata", "Istantanea schermo"),
    *("Schermafbeelding", "Schermafdruk", "Skärmavbild", "Skärmbild", "Skärmklipp"),
    *("Skærmbillede", "Skjermbilde", "Skjermdump", "Näyttökuva", "Kuvakaappaus"),
    *("Zrzut ekranu", "Snímek obrazovky", "Snímka obrazovky", "Képernyőfotó", "Képernyőkép"),
    *("Captură de ecran", "Ekran Resmi", "Ekran Görüntüsü", "Ekran Alıntısı"),
    *("Στιγμιότυπο", "Στιγμιότυπο οθόνης", "Снимок экрана", "Скриншот", "Знімок екрана"),
    *("Знімок екрану", "Екранна снимка", "Снимка на екрана", "Snimka zaslona", "Slika zaslona"),
    *("Snimak ekrana", "Posnetek zaslona", "Kuvatõmmis", "Ekraanipilt", "Ekrānuzņēmums"),
    *("Ekrano kopija", "Ekrano nuotrauka", "スクリーンショット", "画面截图", "画面キャプチャ"),
    *(
        "스크린샷",
        "截屏",
        "截图",
        "屏幕截图",
        "屏幕快照",
        "螢幕截圖",
        "截圖",
        "螢幕快照",
        "螢幕擷取畫面",
    ),
    *("لقطة شاشة", "لقطة الشاشة", "صورة الشاشة", "צילום מסך", "نماگرفت", "اسکرین شات"),
    *("ภาพหน้าจอ", "สกรีนช็อต", "Ảnh chụp màn hình", "Ảnh màn hình", "Tangkapan layar"),
    *("Cuplikan layar", "Tangkapan skrin", "Syot layar", "स्क्रीनशॉट", "স্ক্রিনশট"),
)

# Names with no word for it that only screenshot programs give: Windows, Shottr, ShareX, Greenshot.
_PROGRAM_NAMES: Final = (
    r"annotation \d{4} \d\d \d\d \d{6}",
    r"scr \d{8} [a-z]{4}",
    r"sharex\b.*",
    r"screen \d{8} \d{6}",
    r"\d{4} \d\d \d\d \d\d \d\d \d\d (?=.*greenshot).*",
)
_CAMERA_NAMES: Final = re.compile(
    r"(?:(?:img|pxl|mvimg|pano|burst|portrait|imag|dsc[nf]?|p|photo|wp|cimg|sam|hpim|selfie"
    r"|camera|webcam|win) ?(?:\d{8} \d{6,9}|\d{8} \d\d \d\d \d\d|e?\d{4,})"
    r"|\d{8} \d{6}|gopr\d+|dji \d+)(?:[ (~].*)?"
)
_IOS_NAME: Final = re.compile(r"img e?\d{4}(?: \d| ?\(\d+\))?")
_CHAT_NAMES: Final = re.compile(
    r"(?:(?:img|vid|ptt|stk) \d{8} wa\d+|whatsapp (?:image|photo|bild|foto)\b|signal[ \d]|fb img\b"
    r"|received \d|messenger\b|telegram\b|snapchat\b|photo \d{4} \d\d \d\d|kakaotalk\b|wechat\b"
    r"|mmexport\d|viber\b|line[ _]\d|discord\b|instagram\b).*"
)
_COPIES: Final = re.compile(
    r"(?:(?:copy of|kopie von|copie de|copia de|kopia|edited|resized) )+|\(\d+\) "
)
_AFTER_WORD: Final = (
    r"(?: (?:from|at|on|le|vom|um|du|de|del|da|dal|op|om|od|z|kl|fra|fran|den|от|в)\b)?"
    r"(?:[ (#]*\d.*)?|(?: \(\d+\))|(?: (?:copy|kopie|copie|copia))"
)


def name_kind(name: str) -> NameKind:
    """Say what a file's name tells; `name` is the last part of a path, with its extension.

    "screenshot" for a name as a system gives it; "mentions-screenshot" when the word stands in a
    name that a person may have typed; "camera" and "chat" for those programs' own names.
    """
    stem = _plain(_stem(name))
    stem = _COPIES.sub("", stem, count=1) if _COPIES.match(stem) else stem
    if _SYSTEM_NAME.fullmatch(stem) or _PROGRAM.fullmatch(stem):
        return "screenshot"
    if _WORD_ANYWHERE.search(stem):
        return "mentions-screenshot"
    if _CHAT_NAMES.fullmatch(stem):
        return "chat"
    return "camera" if _CAMERA_NAMES.fullmatch(stem) else ""


def is_ios_roll_name(name: str) -> bool:
    """Say whether the name is one an iPhone gives both photos and screenshots: `IMG_1234.PNG`."""
    return bool(_IOS_NAME.fullmatch(_plain(_stem(name))))


def _stem(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return stem if dot and stem and len(extension) <= 5 else name


def _plain(text: str) -> str:
    """Fold case and accents away; every run of separators becomes one space."""
    decomposed = unicodedata.normalize("NFKD", text.replace("%20", " ")).casefold()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    kept = kept.replace("ı", "i").replace("’", "'").replace("`", "'").replace("ø", "o")
    kept = kept.replace("æ", "ae")
    # Capture_d_ecran: some programs write the apostrophe as a separator.
    return " ".join(re.sub(r"[\s_+.,;:@'\-\u2010-\u2015]+", " ", kept).split())


def _word_pattern() -> str:
    words = sorted({_plain(word) for word in _WORDS}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", " ?") for w in words) + ")"


_SYSTEM_NAME: Final = re.compile(_word_pattern() + f"(?:{_AFTER_WORD})")
_WORD_ANYWHERE: Final = re.compile(r"(?:^|(?<=[ ()\d]))" + _word_pattern() + r"(?=$|[ ()\d])")
_PROGRAM: Final = re.compile("|".join(_PROGRAM_NAMES))
