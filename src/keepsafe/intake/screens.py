"""Know the pixel sizes that screens have, and so which pictures are shaped like a screenshot.

The sizes are those that makers publish for phones, tablets and computers sold since about 2012.
A phone that is missing here is usually still known by its width, which few sizes share.
"""

from __future__ import annotations

from typing import Final, Literal

Shape = Literal["screen", "scroll", ""]

# Short side -> long sides, in pixels.
_PHONES: Final[dict[int, tuple[int, ...]]] = {
    # iPhone
    640: (960, 1136),
    750: (1334,),
    828: (1792,),
    1125: (2436,),
    1170: (2532,),
    1179: (2556,),
    1206: (2622,),
    1242: (2208, 2688),
    1260: (2736,),
    1284: (2778,),
    1290: (2796,),
    1320: (2868,),
    # Android
    540: (960, 1200),
    720: (1280, 1440, 1480, 1500, 1512, 1520, 1528, 1544, 1560, 1570, 1600, 1604, 1612, 1640, 1650),
    768: (1280,),
    1008: (2244,),
    1080: (
        *(1920, 1980, 2016, 2040, 2060, 2070, 2076, 2092, 2094, 2110, 2120, 2124, 2130, 2131, 2137),
        *(2142, 2152, 2154, 2156, 2160, 2163, 2176, 2190, 2208, 2214, 2220, 2232, 2240, 2244, 2246),
        *(2248, 2256, 2258, 2260, 2265, 2270, 2280, 2288, 2289, 2296, 2300, 2310, 2312, 2316, 2320),
        *(2326, 2328, 2336, 2340, 2342, 2344, 2346, 2352, 2356, 2358, 2360, 2364, 2372, 2376, 2378),
        *(2388, 2392, 2393, 2396, 2398, 2400, 2404, 2408, 2412, 2414, 2424, 2428, 2436, 2440, 2448),
        *(2460, 2480, 2496, 2500, 2520, 2636, 2640, 2670),
    ),
    1116: (2480,),
    1140: (2616,),
    1176: (2400,),
    1200: (2640, 2652, 2664, 2670),
    1212: (2616,),
    1216: (2640, 2688),
    1220: (2656, 2660, 2670, 2712),
    1224: (2688, 2700, 2720, 2752, 2776),
    1228: (2700,),
    1240: (2772,),
    1256: (2760,),
    1264: (2780, 2800),
    1268: (2756,),
    1272: (2772,),
    1280: (2800, 2832, 2856),
    1312: (2848,),
    1344: (2772, 2992),
    1440: (2560, 2880, 2892, 2960, 2992, 3040, 3088, 3120, 3168, 3200, 3216),
    1644: (3840,),
}
# Tablets and the inner screens of folding phones.
_TABLETS: Final = frozenset(
    {
        *((768, 1024), (1536, 2048), (1488, 2266), (1620, 2160), (1640, 2360), (1668, 2224)),
        *((1668, 2388), (1668, 2420), (2048, 2732), (2064, 2752), (1200, 1920), (1200, 2000)),
        *((1600, 2560), (1752, 2800), (1848, 2960), (1600, 2176), (1440, 2304), (1536, 2560)),
        *((1800, 2880), (1904, 3040), (1200, 1840), (1080, 2400), (800, 1280), (600, 1024)),
        *((1768, 2208), (1812, 2176), (1856, 2160), (1968, 2184), (1840, 2208), (2076, 2152)),
        *((2200, 2480), (1916, 2160), (1600, 2456), (1620, 2400), (1200, 2112), (1968, 3200)),
    }
)
_COMPUTERS: Final = frozenset(
    {
        *((768, 1280), (768, 1360), (768, 1366), (720, 1280), (800, 1280), (900, 1440)),
        *((900, 1600), (1050, 1680), (1080, 1920), (1200, 1920), (1280, 1920), (1280, 2048)),
        *((1440, 2560), (1600, 2560), (1600, 2304), (1504, 2256), (1824, 2736), (1920, 2880)),
        *((1440, 2160), (1620, 2880), (1664, 2560), (1800, 2880), (1864, 2880), (1964, 3024)),
        *((2234, 3456), (2160, 3240), (2000, 3000), (1800, 3200), (2000, 3200), (1920, 3072)),
        *((2100, 3360), (2160, 3840), (2400, 3840), (2250, 4096), (2304, 4096), (2520, 4480)),
        *((2880, 5120), (3384, 6016), (1080, 2560), (1440, 3440), (1600, 3840), (1440, 5120)),
        *((1080, 1600), (1024, 1280), (1836, 3264), (1890, 3024), (2400, 3600), (1692, 3008)),
    }
)
_EXACT: Final = frozenset(
    {(short, long) for short, longs in _PHONES.items() for long in longs} | _TABLETS | _COMPUTERS
)
# Widths of which a phone's portrait screenshot, or a long one made by scrolling, is made. 640 and
# 768 are left out: they are old, and common among pictures scaled for the web.
_PHONE_WIDTHS: Final = frozenset(_PHONES) - {540, 640, 768}
_LONGEST: Final = 60_000


def screen_shape(size: tuple[int, int]) -> Shape:
    """Say whether a picture of `size` (width, height in pixels) is shaped like a screen.

    "screen" for the size of a known screen, either way up, or a known phone's width at a phone's
    proportions (16:9 to 22:9, upright); "scroll" for a longer picture of a known phone's width.
    """
    width, height = size
    if (min(size), max(size)) in _EXACT:
        return "screen"
    if width in _PHONE_WIDTHS and height * 9 >= width * 16:
        return "screen" if height * 9 <= width * 22 else _scroll(height)
    return ""


def _scroll(height: int) -> Shape:
    return "scroll" if height <= _LONGEST else ""


def camera_shape(size: tuple[int, int], *, wide: bool = True) -> bool:
    """Say whether a picture of `size` has a photo's proportions and a photo's number of pixels.

    Those are 4:3 and 3:2, and with `wide` also 16:9 and the square. Under 1.9 megapixels no
    camera of the last fifteen years is meant; a screen's exact size is not called a photo's.
    """
    short, long = min(size), max(size)
    if short * long < 1_900_000 or (short, long) in _EXACT:
        return False
    proportions = ((4, 3), (3, 2), (16, 9), (1, 1)) if wide else ((4, 3), (3, 2))
    return any(abs(long * b - short * a) * 100 <= short * a for a, b in proportions)
