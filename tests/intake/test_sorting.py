"""Which files a batch takes: tables of real-world names and sizes, and both ways to be wrong."""

from __future__ import annotations

import itertools
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.demo.drawing import draw_camera_photo, draw_chat_screenshots
from keepsafe.intake.embedded import Embedded, EmbeddedScanner
from keepsafe.intake.file_type import FileType
from keepsafe.intake.picture_names import name_kind
from keepsafe.intake.screens import camera_shape, screen_shape
from keepsafe.intake.sniff import sniff
from keepsafe.intake.sorting import FileFacts, Sorted, sort_file

PNG = FileType("image/png", "image", "png")
JPEG = FileType("image/jpeg", "image", "jpg")
WEBP = FileType("image/webp", "image", "webp")
HEIC = FileType("image/heic", "image", "heic")
GIF = FileType("image/gif", "image", "gif")

PHONE = (1080, 2340)
CROP = (733, 911)
PHOTO = (3024, 4032)


def decide(
    name: str,
    file_type: FileType,
    size: tuple[int, int] | None,
    *,
    camera: bool = False,
    exif: bool = False,
    hint: str = "",
) -> Sorted:
    embedded = Embedded(size, exif=exif or camera, camera=camera, screenshot_hint=hint)
    return sort_file(FileFacts(name, file_type, embedded))


SYSTEM_NAMES = [
    # Android and its makers
    "Screenshot_20261102-211401.png",
    "Screenshot_20261102_211401_Instagram.jpg",
    "Screenshot_20261102-211401_Snapchat.png",
    "Screenshot_2026-11-02-21-14-01-123_com.instagram.android.jpg",
    "Screenshot_2026-11-02-21-14-01-12_6012fa4d4ddec268fc5c7112cbb265e7.jpg",
    "Screenshot_20261102_211401_com.zhiliaoapp.musically.jpg",
    "Screenshots_2026-11-02-21-14-01.png",
    "Screenshot_20261102-211401(1).png",
    "Screenshot_20261102-211401~2.png",
    "SmartSelect_20261102_211401_Instagram.jpg",
    # macOS and iPadOS
    "Screenshot 2026-11-02 at 21.14.01.png",
    "Screenshot 2026-11-02 at 9.14.01\u202fPM.png",
    "Screen Shot 2018-11-02 at 9.14.01 PM.png",
    "Screenshot 2026-11-02 at 21.14.01 (2).png",
    "Bildschirmfoto 2026-11-02 um 21.14.01.png",
    "Capture d’écran 2026-11-02 à 21.14.01.png",
    "Capture d'écran, le 2026-11-02 à 21.14.01.png",
    "Captura de pantalla 2026-11-02 a la(s) 21.14.01.png",
    "Captura de Tela 2026-11-02 às 21.14.01.png",
    "Captura de ecrã 2026-11-02, às 21.14.01.png",
    "Schermata 2026-11-02 alle 21.14.01.png",
    "Schermafbeelding 2026-11-02 om 21.14.01.png",
    "Skärmavbild 2026-11-02 kl. 21.14.01.png",
    "Skærmbillede 2026-11-02 kl. 21.14.01.png",
    "Skjermbilde 2026-11-02 kl. 21.14.01.png",
    "Näyttökuva 2026-11-2 kello 21.14.01.png",
    "Zrzut ekranu 2026-11-2 o 21.14.01.png",
    "Snímek obrazovky 2026-11-02 v 21.14.01.png",
    "Képernyőfotó 2026-11-02 - 21.14.01.png",
    "Ekran Resmi 2026-11-02 21.14.01.png",
    "Снимок экрана 2026-11-02 в 21.14.01.png",
    "Знімок екрана 2026-11-02 о 21.14.01.png",
    "スクリーンショット 2026-11-02 21.14.01.png",
    "스크린샷 2026-11-02 오후 9.14.01.png",
    "截屏2026-11-02 下午9.14.01.png",
    "截圖 2026-11-02 晚上9.14.01.png",
    "لقطة الشاشة 2026-11-02 في 21.14.01.png",
    "צילום מסך 2026-11-02 ב-21.14.01.png",
    "Ảnh chụp Màn hình 2026-11-02 lúc 21.14.01.png",
    # Windows
    "Screenshot (12).png",
    "Screenshot 2026-11-02 211401.png",
    "Capture d’écran (12).png",
    "Capture d'écran 2026-11-02 211401.png",
    "Captura de pantalla (3).png",
    "Schermafbeelding (4).png",
    "Zrzut ekranu (3).png",
    "Ekran Görüntüsü (5).png",
    "Ekran Alıntısı.png",
    "屏幕截图(12).png",
    "屏幕截图 2026-11-02 211401.png",
    "Annotation 2026-11-02 211401.png",
    # Linux and programs
    "Screenshot from 2026-11-02 21-14-01.png",
    "Bildschirmfoto vom 2026-11-02 21-14-01.png",
    "Capture d’écran du 2026-11-02 21-14-01.png",
    "Captura de pantalla de 2026-11-02 21-14-01.png",
    "Schermata del 2026-11-02 21-14-01.png",
    "Screenshot_20261102_211401.webp",
    "CleanShot 2026-11-02 at 21.14.01@2x.png",
    "SCR-20261102-qwer.png",
    "Snipaste_2026-11-02_21-14-01.png",
    "Screenshot.png",
    "screenshot-1.png",
    "SCREENSHOT_20261102-211401.PNG",
    "Copy of Screenshot 2026-11-02 at 21.14.01.png",
    "Capture_d_ecran_2026-11-02_211401.png",
    "Screenshot%202026-11-02%20at%2021.14.01.png",
]


@pytest.mark.parametrize("name", SYSTEM_NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_system_names_in_many_languages(name: str, form: Literal["NFC", "NFD"]) -> None:
    name = unicodedata.normalize(form, name)
    assert name_kind(name) == "screenshot"
    for file_type, size in itertools.product((PNG, JPEG, WEBP), (PHONE, CROP)):
        assert decide(name, file_type, size).taken
    assert decide(name, PNG, PHONE, camera=True).kind == "camera-photo"
    assert decide(name, JPEG, PHOTO).kind == "camera-photo"
    assert not decide(name, JPEG, None).taken


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("IMG_20261102_211401.jpg", "camera"),
        ("20261102_211401.jpg", "camera"),
        ("PXL_20261102_211401123.jpg", "camera"),
        ("DSC01234.JPG", "camera"),
        ("DSC_0123.JPG", "camera"),
        ("IMG_1234.HEIC", "camera"),
        ("P1010042.JPG", "camera"),
        ("WIN_20261102_21_14_01_Pro.jpg", "camera"),
        ("IMG_20261102_211401_HDR.jpg", "camera"),
        ("20261102_211401(0).jpg", "camera"),
        ("IMG-20261102-WA0003.jpg", "chat"),
        ("WhatsApp Image 2026-11-02 at 21.14.01.jpeg", "chat"),
        ("signal-2026-11-02-21-14-01-123.jpg", "chat"),
        ("FB_IMG_1699999999999.jpg", "chat"),
        ("received_123456789012345.jpeg", "chat"),
        ("photo_2026-11-02_21-14-01.jpg", "chat"),
        ("mmexport1699999999999.jpg", "chat"),
        ("my screenshot of the chat.png", "mentions-screenshot"),
        ("Screenshot of his profile.png", "mentions-screenshot"),
        ("2026-11-02 screenshot 3.jpg", "mentions-screenshot"),
        ("sunscreen shots.jpg", ""),
        ("screenshotter.png", ""),
        ("Capture.PNG", ""),
        ("holiday.png", ""),
        ("", ""),
        (".png", ""),
        ("\udcff\x00/\u202e", ""),
    ],
)
def test_other_names(name: str, kind: str) -> None:
    assert name_kind(name) == kind


TABLE = [
    # iPhone: photos and screenshots share their names; the type and size tell them apart
    ("IMG_1234.PNG", PNG, (1170, 2532), "screenshot"),
    ("IMG_1234.PNG", PNG, (2532, 1170), "screenshot"),
    ("IMG_1234(1).PNG", PNG, (1206, 2622), "screenshot"),
    ("IMG_0007.PNG", PNG, (2048, 2732), "screenshot"),
    ("IMG_1234.PNG", PNG, (3024, 4032), "camera-photo"),
    ("IMG_1234.PNG", PNG, (800, 800), "other"),
    ("IMG_1234.HEIC", HEIC, (4032, 3024), "camera-photo"),
    ("IMG_1234.JPG", JPEG, (3024, 4032), "camera-photo"),
    ("A1B2C3D4-0000-4000-8000-000000000000.png", PNG, (1179, 2556), "screenshot"),
    ("image0.png", PNG, (1290, 2796), "screenshot"),
    ("image0.jpeg", JPEG, (1290, 2796), "other"),
    # by shape
    ("unknown.png", PNG, (1080, 2400), "screenshot"),
    ("unknown.png", PNG, (1080, 2377), "screenshot"),
    ("long.png", PNG, (1080, 9871), "screenshot"),
    ("long.png", PNG, (1080, 61_000), "other"),
    ("desk.png", PNG, (1920, 1080), "screenshot"),
    ("desk.png", PNG, (1919, 1080), "other"),
    ("meme.png", PNG, (1080, 1080), "other"),
    ("meme.png", PNG, (1080, 1350), "other"),
    ("cut.png", PNG, (900, 700), "other"),
    ("scan.png", PNG, (2480, 3508), "other"),
    ("strip.png", PNG, (123, 4567), "other"),
    # a screen's size in a type that cameras and chat apps use may be anything
    ("unknown.jpg", JPEG, (1170, 2532), "other"),
    ("unknown.webp", WEBP, (1080, 2400), "other"),
    ("unknown.heic", HEIC, (1206, 2622), "camera-photo"),
    ("unknown.jpg", JPEG, (1080, 1920), "other"),
    # chat apps
    ("IMG-20261102-WA0003.jpg", JPEG, (1080, 2340), "other"),
    ("signal-2026-11-02-211401.png", PNG, (1080, 2340), "other"),
    ("Snapchat-1234567890.png", PNG, (1080, 1920), "other"),
    # cameras, and what was made from their pictures
    ("20261102_211401.jpg", JPEG, (4000, 3000), "camera-photo"),
    ("IMG_20261102_211401.png", PNG, (1080, 2340), "camera-photo"),
    ("nothing.jpg", JPEG, (4000, 3000), "camera-photo"),
    ("nothing.jpg", JPEG, (1600, 1200), "camera-photo"),
    # typed names
    ("my screenshot of the chat.png", PNG, PHONE, "screenshot"),
    ("my screenshot of the chat.jpg", JPEG, PHONE, "screenshot"),
    ("my screenshot of the chat.jpg", JPEG, CROP, "other"),
    ("Screenshot of me.jpg", JPEG, PHOTO, "camera-photo"),
    # types that screenshots do not come in
    ("Screenshot_20261102-211401.gif", GIF, PHONE, "other"),
    ("Screenshot_1.png", FileType("image/apng", "image", "png"), PHONE, "other"),
    ("Screenshot_1.svg", FileType("image/svg+xml", "image", "svg"), None, "other"),
    ("Screenshot_20261102.mp4", FileType("video/mp4", "video", "mp4"), None, "video"),
    ("Screenshot_20261102.zip", FileType("application/zip", "archive", "zip"), None, "archive"),
    ("Screenshot.pdf", FileType("application/pdf", "document", "pdf"), None, "document"),
    ("chat.txt", FileType("text/plain", "text", "txt"), None, "document"),
    ("voice.opus", FileType("audio/ogg", "audio", "opus"), None, "other"),
    ("Screenshot_1.png", FileType("application/octet-stream", "other", "bin"), None, "other"),
]


@pytest.mark.parametrize(("name", "file_type", "size", "kind"), TABLE)
def test_table(name: str, file_type: FileType, size: tuple[int, int] | None, kind: str) -> None:
    decided = decide(name, file_type, size)
    assert decided.kind == kind, decided.reason
    assert decided.reason.endswith(".")
    assert decided.reason.count(". ") == 0


@pytest.mark.parametrize("file_type", [PNG, JPEG, HEIC, WEBP])
@pytest.mark.parametrize("name", ["x.jpg", "IMG_1234.HEIC", "IMG-20261102-WA0003.jpg"])
def test_a_file_that_says_it_is_a_screenshot_is_taken(file_type: FileType, name: str) -> None:
    assert decide(name, file_type, CROP, hint='EXIF comment "Screenshot"').taken
    assert not decide(name, file_type, CROP, hint='EXIF comment "Screenshot"', camera=True).taken


@given(
    st.text(max_size=40) | st.sampled_from(SYSTEM_NAMES),
    st.sampled_from([PNG, JPEG, HEIC, WEBP, GIF]),
    st.none() | st.tuples(st.integers(0, 70_000), st.integers(0, 70_000)),
    st.booleans(),
)
def test_a_camera_mark_always_wins(
    name: str, file_type: FileType, size: tuple[int, int] | None, hint: bool
) -> None:
    assert not decide(name, file_type, size, camera=True, hint="x" * hint).taken
    decide(name, file_type, size, hint="x" * hint)


@given(st.text(max_size=300))
def test_any_name_is_read(name: str) -> None:
    assert name_kind(name) in {"screenshot", "mentions-screenshot", "camera", "chat", ""}


def test_no_photo_size_is_called_a_screen() -> None:
    photos = [(4032, 3024), (4000, 3000), (4608, 3456), (3264, 2448), (2592, 1944), (6000, 4000),
              (4080, 3060), (8000, 6000), (9248, 6936), (5184, 3456), (1600, 1200), (4032, 2268),
              (4000, 2250), (3840, 2880), (4624, 3468), (3088, 2316), (5712, 4284)]  # fmt: skip
    for width, height in photos:
        for size in ((width, height), (height, width)):
            assert screen_shape(size) == ""
            assert camera_shape(size)


def test_a_folder_of_23_screenshots_among_389_photos() -> None:
    files = [
        *draw_chat_screenshots(23, seed=5),
        *(draw_camera_photo(i, size=(96, 72)) for i in range(389)),
    ]
    kinds = []
    for name, content in files:
        scanner = EmbeddedScanner()
        scanner.feed(content)
        facts = FileFacts(name, sniff(content[:8192], content[-4096:]), scanner.finish())
        kinds.append(sort_file(facts).kind)
    assert kinds == ["screenshot"] * 23 + ["camera-photo"] * 389
