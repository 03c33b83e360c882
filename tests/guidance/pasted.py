# ruff: noqa: E501
"""What people paste, and what it is: (pasted, chosen app, country, app, kind, canonical, hints).

Every account is made up, every phone number is from a range kept for fiction, and every wallet is
a published test vector. `=` as the canonical form means: as it was pasted.
"""

from __future__ import annotations

from typing import NamedTuple


class Pasted(NamedTuple):
    """One row of the table."""

    pasted: str
    chosen: str | None
    region: str | None
    platform: str | None
    kind: str
    canonical: str
    hints: tuple[str, ...]


# (pasted, app, kind, canonical, hints ...): nothing was chosen.
_LINKS = """
https://www.instagram.com/mia_larsen/ | instagram | username | mia_larsen
https://www.instagram.com/mia_larsen?igsh=MWQ1ZGUxMzBkMA==&utm_source=qr | instagram | username | mia_larsen
instagram.com/mia_larsen | instagram | username | mia_larsen
HTTPS://WWW.INSTAGRAM.COM/Mia_Larsen | instagram | username | Mia_Larsen
http://instagram.com/mia.l4rsen_0O1/ | instagram | username | mia.l4rsen_0O1 | check-letters
https://instagr.am/mia_larsen | instagram | username | mia_larsen
https://ig.me/m/mia_larsen | instagram | username | mia_larsen
instagram://user?username=mia_larsen | instagram | username | mia_larsen
https://www.instagram.com/p/CxAbCdEfGhI/ | instagram | post | https://www.instagram.com/p/CxAbCdEfGhI/ | content-link
https://www.instagram.com/mia_larsen/reel/CxAbCdEfGhI/?a=b | instagram | post | https://www.instagram.com/p/CxAbCdEfGhI/ | content-link
https://www.instagram.com/stories/mia_larsen/3141592653589793238/ | instagram | post | https://www.instagram.com/stories/mia_larsen/3141592653589793238/ | content-link
https://www.instagram.com/direct/t/340282366841710300949128 | instagram | chat | https://www.instagram.com/direct/t/340282366841710300949128/ | content-link
https://www.instagram.com/explore/ | instagram | link | https://www.instagram.com/explore/ | no-account-in-link
https://www.instagram.com/.mia..larsen/ | instagram | username | .mia..larsen | username-unusual
https://help.instagram.com/123 | instagram | link | https://help.instagram.com/123 | no-account-in-link
https://instagram.com:443/mia_larsen | instagram | username | mia_larsen
https://instagram.com./mia_larsen | instagram | username | mia_larsen
https://www.instagram.com/mia%5Flarsen | instagram | username | mia_larsen
https://www.facebook.com/profile.php?id=100012345678901 | facebook | user-id | 100012345678901
https://m.facebook.com/profile.php?v=info&id=100012345678901&mibextid=ZbWKwL | facebook | user-id | 100012345678901
https://www.facebook.com/mia.larsen.56 | facebook | username | mia.larsen.56
fb.com/mia.larsen.56 | facebook | username | mia.larsen.56
https://fr-ca.facebook.com/mia.larsen.56?locale=fr_CA | facebook | username | mia.larsen.56
https://www.facebook.com/people/Mia-Larsen/100012345678901/ | facebook | user-id | 100012345678901
https://www.facebook.com/100012345678901 | facebook | user-id | 100012345678901
https://www.facebook.com/share/1AbCdEfGhI/ | facebook | short-link | https://www.facebook.com/share/1AbCdEfGhI | short-link
https://www.facebook.com/groups/314159/posts/271828/ | facebook | post | https://www.facebook.com/groups/314159/posts/271828 | content-link
https://www.facebook.com/mia.larsen.56/posts/pfbid02abc | facebook | post | https://www.facebook.com/mia.larsen.56/posts/pfbid02abc | content-link
fb://profile/100012345678901 | facebook | user-id | 100012345678901
https://m.me/mia.larsen.56 | messenger | username | mia.larsen.56
https://m.me/100012345678901 | messenger | user-id | 100012345678901
https://www.messenger.com/t/100012345678901 | messenger | chat | https://www.messenger.com/t/100012345678901 | content-link
https://www.snapchat.com/add/mia_larsen?share_id=abc&locale=en-CA | snapchat | username | mia_larsen
https://snapchat.com/add/Mia_Larsen | snapchat | username | mia_larsen
https://www.snapchat.com/@mia_larsen | snapchat | username | mia_larsen
https://www.snapchat.com/t/aBcDeFgH | snapchat | short-link | https://www.snapchat.com/t/aBcDeFgH | short-link
snapchat://add/mia_larsen | snapchat | username | mia_larsen
https://www.snapchat.com/add/mia_larsen_the_second | snapchat | username | mia_larsen_the_second | username-unusual
https://www.tiktok.com/@mia.larsen?_t=8abc&_r=1 | tiktok | username | mia.larsen
tiktok.com/@mia.larsen | tiktok | username | mia.larsen
https://www.tiktok.com/@mia.larsen/video/7123456789012345678?lang=fr | tiktok | post | https://www.tiktok.com/@mia.larsen/video/7123456789012345678 | content-link
https://vm.tiktok.com/ZMabcdefg/ | tiktok | short-link | https://vm.tiktok.com/ZMabcdefg/ | short-link
https://vt.tiktok.com/ZSabcdefg | tiktok | short-link | https://vt.tiktok.com/ZSabcdefg/ | short-link
https://x.com/mia_larsen | x | username | mia_larsen
https://twitter.com/mia_larsen?s=21&t=abc | x | username | mia_larsen
https://mobile.twitter.com/mia_larsen/status/1723456789012345678 | x | post | https://x.com/mia_larsen/status/1723456789012345678 | content-link
https://x.com/i/user/783214 | x | user-id | 783214
https://x.com/i/status/1723456789012345678 | x | post | https://x.com/i/status/1723456789012345678 | content-link
https://twitter.com/intent/user?screen_name=mia_larsen | x | username | mia_larsen
https://x.com/home | x | link | https://x.com/home | no-account-in-link
https://t.co/AbCdEfGh | none | link | https://t.co/AbCdEfGh | short-link
https://www.reddit.com/user/mia-larsen/ | reddit | username | mia-larsen
https://old.reddit.com/u/mia-larsen | reddit | username | mia-larsen
https://www.reddit.com/r/example/comments/1abcde/a_title/ | reddit | post | https://www.reddit.com/r/example/comments/1abcde/ | content-link
https://www.reddit.com/r/example/s/AbCdEfGhIj | reddit | short-link | https://www.reddit.com/r/example/s/AbCdEfGhIj | short-link
https://redd.it/1abcde | reddit | post | https://redd.it/1abcde | content-link
https://discord.com/users/80351110224678912 | discord | user-id | 80351110224678912
https://discord.com/channels/@me/80351110224678912/80351110224678913 | discord | message | https://discord.com/channels/@me/80351110224678912/80351110224678913 | content-link
https://ptb.discord.com/channels/80351110224678911/80351110224678912 | discord | channel | https://discord.com/channels/80351110224678911/80351110224678912 | content-link
https://discord.gg/AbCdEfGh | discord | invite | https://discord.gg/AbCdEfGh | invite-link
discord.com/invite/AbCdEfGh | discord | invite | https://discord.gg/AbCdEfGh | invite-link
https://www.roblox.com/users/1234567890/profile | roblox | user-id | 1234567890
https://web.roblox.com/fr/users/1234567890/profile?friendshipSourceType=PlayerSearch | roblox | user-id | 1234567890
https://www.roblox.com/share?code=0123abcdef&type=Profile | roblox | short-link | https://www.roblox.com/share?code=0123abcdef | short-link
https://wa.me/14035550123?text=hi | whatsapp | phone | +14035550123
https://api.whatsapp.com/send?phone=14035550123&text=hi | whatsapp | phone | +14035550123
whatsapp://send?phone=14035550123 | whatsapp | phone | +14035550123
https://wa.me/123456 | whatsapp | phone | +123456 | phone-not-possible
https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv | whatsapp | invite | https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv | invite-link
https://wa.me/qr/ABCDEFGH | whatsapp | short-link | https://wa.me/qr/ABCDEFGH | short-link
https://signal.me/#p/+14035550123 | signal | phone | +14035550123
https://signal.me/#eu/AbCdEfGh_1-2 | signal | short-link | https://signal.me/#eu/AbCdEfGh_1-2 | short-link
https://signal.group/#CjQKIAbCdEf | signal | invite | https://signal.group/#CjQKIAbCdEf | invite-link
https://t.me/mia_larsen | telegram | username | mia_larsen
t.me/mia_larsen?start=1 | telegram | username | mia_larsen
https://telegram.me/mia_larsen | telegram | username | mia_larsen
https://mia_larsen.t.me | telegram | username | mia_larsen
tg://resolve?domain=mia_larsen | telegram | username | mia_larsen
https://t.me/+14035550123 | telegram | phone | +14035550123
https://t.me/+AbCdEfGhIjKlMnOp | telegram | invite | https://t.me/+AbCdEfGhIjKlMnOp | invite-link
https://t.me/joinchat/AbCdEfGhIjKlMnOp | telegram | invite | https://t.me/+AbCdEfGhIjKlMnOp | invite-link
https://t.me/s/example_channel/42 | telegram | post | https://t.me/example_channel/42 | content-link
https://t.me/c/1234567890/42 | telegram | post | https://t.me/c/1234567890/42 | content-link
https://www.youtube.com/@mia-larsen | youtube | username | mia-larsen
https://www.youtube.com/channel/UCabcdefghijklmnopqrs2Tw | youtube | user-id | UCabcdefghijklmnopqrs2Tw
https://youtu.be/dQabc_-1234?si=abc | youtube | post | https://www.youtube.com/watch?v=dQabc_-1234 | content-link
https://www.youtube.com/watch?v=dQabc_-1234&lc=UgzAbC.9de | youtube | post | https://www.youtube.com/watch?v=dQabc_-1234&lc=UgzAbC.9de | content-link
https://www.xbox.com/en-US/play/user/Mia%20Larsen | xbox | username | Mia Larsen
https://account.xbox.com/en-us/profile?gamertag=MiaLarsen | xbox | username | MiaLarsen
https://join.skype.com/invite/AbCdEfGh | skype | invite | https://join.skype.com/invite/AbCdEfGh | invite-link
https://kik.me/mia.larsen | kik | username | mia.larsen
https://steamcommunity.com/profiles/76561197960287930 | steam | user-id | 76561197960287930
https://steamcommunity.com/id/mia_larsen/ | steam | username | mia_larsen
https://s.team/p/abcd-efgh/IJKLMNOP | steam | short-link | https://s.team/p/abcd-efgh | short-link
https://profile.playstation.com/mia_larsen | playstation | username | mia_larsen
https://www.twitch.tv/mia_larsen | twitch | username | mia_larsen
https://clips.twitch.tv/ExampleClipName-AbC_1 | twitch | post | https://clips.twitch.tv/ExampleClipName-AbC_1 | content-link
https://www.twitch.tv/videos/1234567890 | twitch | post | https://www.twitch.tv/videos/1234567890 | content-link
https://cash.app/$mialarsen | none | cashtag | $mialarsen
cash.app/%24mialarsen | none | cashtag | $mialarsen
https://paypal.me/mialarsen/50 | none | paypal-me | https://paypal.me/mialarsen
https://www.paypal.com/paypalme/mialarsen | none | paypal-me | https://paypal.me/mialarsen
https://venmo.com/u/mia-larsen | none | venmo | https://venmo.com/u/mia-larsen
https://account.venmo.com/u/mia-larsen | none | venmo | https://venmo.com/u/mia-larsen
https://chat.example/room?u=mia#top | none | link | https://chat.example/room?u=mia#top
https://bit.ly/3AbCdEf | none | link | https://bit.ly/3AbCdEf | short-link
Look at Mia's profile on Instagram: https://www.instagram.com/mia_larsen?igsh=abc. | instagram | username | mia_larsen
Check out Mia! (https://www.tiktok.com/@mia.larsen) #fun | tiktok | username | mia.larsen
Regarde <https://www.snapchat.com/add/mia_larsen>, vite | snapchat | username | mia_larsen
看看https://www.tiktok.com/@mia.larsen，很好 | tiktok | username | mia.larsen
first https://example.org/a then https://x.com/mia_larsen | x | username | mia_larsen | several-links
add me at instagram.com/mia_larsen please | instagram | username | mia_larsen
hxxps://www.instagram[.]com/mia_larsen | instagram | username | mia_larsen
"""

_HOSTILE_LINKS = """
https://instagram.com@evil.example/mia | none | link | https://evil.example/mia | hidden-site
https://instagram.com:pw@evil.example/ | none | link | https://evil.example/ | hidden-site
https://a@instagram.com@evil.example/mia | none | link | https://evil.example/mia | hidden-site
https://someone@instagram.com/mia_larsen | instagram | username | mia_larsen | hidden-site
https://instagram.com\\@evil.example/mia | instagram | username | @evil.example | username-unusual
https://instagram.com:8443/mia_larsen | none | link | https://instagram.com:8443/mia_larsen | odd-port
https://lnstagram.com/mia_larsen | none | link | https://lnstagram.com/mia_larsen | lookalike-site
https://instagrarn.com/mia_larsen | none | link | https://instagrarn.com/mia_larsen | lookalike-site
https://1nstagram.com/mia_larsen | none | link | https://1nstagram.com/mia_larsen | lookalike-site
https://instagramm.com/mia_larsen | none | link | https://instagramm.com/mia_larsen | lookalike-site
https://instagram.com.evil.example/mia | none | link | https://instagram.com.evil.example/mia | lookalike-site
https://instagram-login.example/mia | none | link | https://instagram-login.example/mia | lookalike-site
https://snapchaat.com/add/mia | none | link | https://snapchaat.com/add/mia | lookalike-site
https://t1ktok.com/@mia | none | link | https://t1ktok.com/@mia | lookalike-site
https://faceb00k.com/mia | none | link | https://faceb00k.com/mia | lookalike-site
https://instаgram.com/mia | none | link | https://instаgram.com/mia | other-letters-site | lookalike-site
https://xn--instgram-46g.com/mia | none | link | https://xn--instgram-46g.com/mia | other-letters-site | lookalike-site
https://xn--80ak6aa92e.com/ | none | link | https://xn--80ak6aa92e.com/ | other-letters-site
https://пример.example/a | none | link | https://пример.example/a | other-letters-site
https://xn--/mia | none | link | https://xn--/mia
https://www.signal.org/ | none | link | https://www.signal.org/
https://switch.example/ | none | link | https://switch.example/
https://[2001:db8::1]/mia | none | link | https://[2001:db8::1]/mia
https://192.0.2.7/mia | none | link | https://192.0.2.7/mia
https://example.org:99999999/mia | none | link | https://example.org:99999999/mia | odd-port
https:// | none | unknown | https://
https://@ | none | unknown | https://@
javascript:alert(1) | none | unknown | javascript:alert(1)
"""

_FORMS = """
@mia_larsen | none | username | mia_larsen
Username: mia_larsen | none | username | mia_larsen
Nom d'utilisateur : @mia_larsen | none | username | mia_larsen
ID: 80351110224678912 | none | user-id | 80351110224678912 | long-number
Mia (@mia_larsen) • Instagram photos and videos | none | username | mia_larsen
mia_larsen | none | username | mia_larsen
mia.larsen | none | username | mia.larsen
u/mia-larsen | reddit | username | mia-larsen
/u/mia-larsen/ | reddit | username | mia-larsen
r/example | reddit | group | r/example
mia#1234 | none | username | mia#1234 | name-with-number
Mia Larsen#1234 | none | username | Mia Larsen#1234 | name-with-number
76561197960287930 | steam | user-id | 76561197960287930
STEAM_0:0:11101 | steam | user-id | 76561197960287930
steam_1:0:11101 | steam | user-id | 76561197960287930
[U:1:22202] | steam | user-id | 76561197960287930
U:1:22202 | steam | user-id | 76561197960287930
80351110224678912 | none | user-id | 80351110224678912 | long-number
12345678901234567890 | none | user-id | 12345678901234567890 | long-number
1234abcd-12ab-34cd-56ef-1234567890ab | none | user-id | 1234abcd-12ab-34cd-56ef-1234567890ab | hex-id
1234ABCD-12AB-34CD-56EF-1234567890AB | none | user-id | 1234abcd-12ab-34cd-56ef-1234567890ab | hex-id
UCabcdefghijklmnopqrs2Tw | youtube | user-id | UCabcdefghijklmnopqrs2Tw
UCabcdefghijklmnopqrstTw | none | username | UCabcdefghijklmnopqrstTw
live:.cid.2a3b4c5d6e7f8a9b | skype | username | live:.cid.2a3b4c5d6e7f8a9b
skype:live:mia.larsen?chat | skype | username | live:mia.larsen
mia@example.com | none | email | mia@example.com
Mia.Larsen+x@Example.COM | none | email | Mia.Larsen+x@example.com
mia.larsen@gmail.com | google | email | mia.larsen@gmail.com
mailto:mia@example.com?subject=x | none | email | mia@example.com
Mia Larsen <mia@example.com> | none | email | mia@example.com
mia@example | none | unknown | mia@example
$mialarsen | none | cashtag | $mialarsen
$mia_2 | none | cashtag | $mia_2
$500 | none | unknown | $500 | an-amount
€ 1.500,00 | none | unknown | € 1.500,00 | an-amount
1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa | none | bitcoin | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb | none | bitcoin | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb | checksum
bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=0.05 | none | bitcoin | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4 | none | bitcoin | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4
bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh | none | bitcoin | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh | checksum
0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed | none | ethereum | 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed
0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD | none | ethereum | 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD | checksum
0xde709f2102306220921060314715629080e2fb77 | none | ethereum | 0xde709f2102306220921060314715629080e2fb77
TJRabPrwbZy45sbavfcjinPJC18kjpRTv8 | none | tron | TJRabPrwbZy45sbavfcjinPJC18kjpRTv8
TJRabPrwbZy45sbavfcjinPJC18kjpRTv9 | none | tron | TJRabPrwbZy45sbavfcjinPJC18kjpRTv9 | checksum
4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b | none | transaction | 4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b
0x4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b | none | transaction | 0x4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b
send it to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa now | none | bitcoin | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
GB82 WEST 1234 5698 7654 32 | none | iban | GB82WEST12345698765432
gb82west12345698765432 | none | iban | GB82WEST12345698765432
GB82 WEST 1234 5698 7654 33 | none | iban | GB82 WEST 1234 5698 7654 33 | checksum
+1 (403) 555-0123 | none | phone | +14035550123
+44 7700 900123 | none | phone | +447700900123
tel:+1-403-555-0123 | none | phone | +14035550123
0044 7700 900123 | none | phone | +447700900123
+61 491 570 006 | none | phone | +61491570006
+1 403 555 | none | phone | +1403555 | phone-not-possible
403-555-0123 | none | phone | 403-555-0123 | phone-no-country
text me on +1 403 555 0123 tonight | none | phone | +14035550123
12345 | none | number | 12345 | bare-number
4035550123 | none | number | 4035550123 | bare-number
2026-11-02 | none | number | 2026-11-02 | bare-number
192.0.2.7 | none | number | 192.0.2.7 | bare-number
Mia Larsen | none | display-name | Mia Larsen | display-name
Mia 🌸 | none | display-name | Mia 🌸 | display-name
🔥🔥🔥 | none | display-name | 🔥🔥🔥 | display-name
message @mia_larsen on there | none | username | mia_larsen
!!! | none | unknown | !!!
маша_иванова | none | username | маша_иванова
ミア | none | username | ミア
미아 | none | username | 미아
米娅 | none | username | 米娅
ميا | none | username | ميا
מיה | none | username | מיה
μαρία | none | username | μαρία
मिया | none | username | मिया
မီယာ | none | username | မီယာ
mіa_larsen | none | username | mіa_larsen | mixed-letters
сосо | none | username | сосо | other-alphabet
ｍｉａ | none | username | ｍｉａ | styled-letters
𝓶𝓲𝓪 | none | username | 𝓶𝓲𝓪 | styled-letters
mia_wlIls.l0 | none | username | mia_wlIls.l0 | check-letters
"""

# (pasted, chosen app, kind, canonical, hints ...): the answer's app is the chosen one.
_CHOSEN = """
mia_larsen | instagram | username | mia_larsen
@mia_larsen | instagram | username | mia_larsen
Mia Larsen | instagram | display-name | Mia Larsen | display-name
Mia (@mia_larsen) • Instagram photos and videos | instagram | username | mia_larsen
nombre de usuario: Mia_Larsen | instagram | username | Mia_Larsen
mia larsen 🌸 | instagram | display-name | mia larsen 🌸 | display-name
mia..larsen | instagram | username | mia..larsen | username-unusual
123456 | instagram | username | 123456 | only-digits
mia.larsen.56 | facebook | username | mia.larsen.56
100012345678901 | facebook | user-id | 100012345678901
mia | facebook | username | mia | username-unusual
+1 403 555 0123 | facebook | phone | +14035550123
mia.larsen.56 | Messenger | username | mia.larsen.56
Mia_Larsen | snapchat | username | mia_larsen
mia.larsen-x | snapchat | username | mia.larsen-x | username-unusual
9mia | snapchat | username | 9mia | username-unusual
Mia L. | snapchat | display-name | Mia L. | display-name
1234ABCD-12ab-34cd-56ef-1234567890ab | snapchat | user-id | 1234abcd-12ab-34cd-56ef-1234567890ab
mia@example.com | snapchat | email | mia@example.com
+14035550123 | snapchat | phone | +14035550123
@mia.larsen | tiktok | username | mia.larsen
mia. | tiktok | username | mia. | username-unusual
@mia_larsen | x | username | mia_larsen
a_name_that_is_too_long | x | username | a_name_that_is_too_long | username-unusual
1234567890123456789 | x | user-id | 1234567890123456789
u/mia-larsen | reddit | username | mia-larsen
mi | reddit | username | mi | username-unusual
80351110224678912 | discord | user-id | 80351110224678912
@80351110224678912 | discord | username | @80351110224678912 | only-digits
Mia.Larsen | discord | username | mia.larsen
Mia#1234 | discord | username | Mia#1234
mia..larsen | discord | username | mia..larsen | username-unusual
Mia_Larsen | roblox | username | Mia_Larsen
1234567890 | roblox | user-id | 1234567890
_mia_ | roblox | username | _mia_ | username-unusual
+44 7700 900123 | whatsapp | phone | +447700900123
4035550123 | whatsapp | phone | 4035550123 | phone-no-country
Mia | whatsapp | display-name | Mia | username-unusual
@mia.larsen | whatsapp | username | @mia.larsen
mia.01 | signal | username | mia.01
+14035550123 | signal | phone | +14035550123
@mia_larsen | telegram | username | mia_larsen
+14035550123 | telegram | phone | +14035550123
mia- | telegram | username | mia- | username-unusual
mia.larsen@gmail.com | google | email | mia.larsen@gmail.com
Mia Larsen | gmail | display-name | Mia Larsen | username-unusual
mia@example.com | google-chat | email | mia@example.com
@mia-larsen | youtube | username | mia-larsen
UCabcdefghijklmnopqrs2Tw | youtube | user-id | UCabcdefghijklmnopqrs2Tw
Mia Larsen 2 | xbox | username | Mia Larsen 2
Mia#12345 | xbox | username | Mia#12345
ミア#1234 | xbox | username | ミア#1234
a gamertag that is too long | xbox | display-name | a gamertag that is too long | display-name
live:.cid.2a3b4c5d6e7f8a9b | skype | username | live:.cid.2a3b4c5d6e7f8a9b
mia.larsen | kik | username | mia.larsen
STEAM_0:0:11101 | steam | user-id | 76561197960287930
mia_larsen | steam | username | mia_larsen
Mia Larsen | steam | display-name | Mia Larsen | display-name
mia-larsen_2 | playstation | username | mia-larsen_2
2mia | playstation | username | 2mia | username-unusual
mia_larsen | twitch | username | mia_larsen
Mia, 17, Calgary | wizz | display-name | Mia, 17, Calgary
@mia.larsen | yubo | username | mia.larsen
+14035550123 | sms | phone | +14035550123
mia@example.com | imessage | email | mia@example.com
a stranger | random-chat | display-name | a stranger
Mia Larsen | other | display-name | Mia Larsen | display-name
@mia_larsen | an app nobody knows | username | mia_larsen
https://www.instagram.com/mia_larsen | insta | username | mia_larsen
https://x.com/mia_larsen | Twitter | username | mia_larsen
https://random.example/room/1 | random-chat | link | https://random.example/room/1
"""

_APPS = {
    "insta": "instagram", "Twitter": "x", "gmail": "google", "imessage": "sms",
    "Messenger": "messenger", "an app nobody knows": "other",
}  # fmt: skip

_OTHERS = (
    # the chosen app and the pasted text do not agree
    ("https://snapchat.com/add/mia_larsen", "instagram", None, "snapchat", "username", "mia_larsen", ("other-app",)),
    ("https://m.me/mia.larsen.56", "facebook", None, "messenger", "username", "mia.larsen.56", ()),
    ("https://bit.ly/3AbCdEf", "instagram", None, None, "link", "=", ("short-link",)),
    ("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "skype", None, None, "tron", "=", ("money-not-account",)),
    ("https://cash.app/$mialarsen", "snapchat", None, None, "cashtag", "$mialarsen", ("money-not-account",)),
    # with the person's country
    ("403-555-0123", None, "CA", None, "phone", "+14035550123", ("phone-country-assumed",)),
    ("4035550123", None, "CA", None, "phone", "+14035550123", ("phone-country-assumed",)),
    ("(212) 555-0123 ext. 5", None, "US", None, "phone", "+12125550123", ("phone-country-assumed",)),
    ("07700 900123", None, "UK", None, "phone", "+447700900123", ("phone-country-assumed",)),
    ("07700900123", "whatsapp", "UK", "whatsapp", "phone", "+447700900123", ("phone-country-assumed",)),
    ("0491 570 006", None, "AU", None, "phone", "+61491570006", ("phone-country-assumed",)),
    ("011 44 7700 900123", None, "US", None, "phone", "+447700900123", ()),
    ("555-0123", None, "US", None, "phone", "555-0123", ("phone-no-country",)),
    ("+44 7700 900123", None, "CA", None, "phone", "+447700900123", ()),
    ("12345", None, "CA", None, "number", "=", ("bare-number",)),
    ("4035550123", None, "other", None, "number", "=", ("bare-number",)),
    ("٠٧٧٠٠٩٠٠١٢٣", None, "UK", None, "phone", "+447700900123", ("phone-country-assumed",)),
    # nothing, and what cannot be seen
    ("", None, None, None, "unknown", "", ("nothing",)),
    ("   \n\t ", None, None, None, "unknown", "", ("nothing",)),
    ("\u200b", None, None, None, "unknown", "", ("nothing", "hidden-mark")),
    ("", "snapchat", None, "snapchat", "unknown", "", ("nothing",)),
    ("  @mia_larsen\n", None, None, None, "username", "mia_larsen", ()),
    ("mia\u200blarsen", None, None, None, "username", "mialarsen", ("hidden-mark",)),
    ("mia\u00adlarsen", "instagram", None, "instagram", "username", "mialarsen", ("hidden-mark",)),
    ("mia\u202elarsen", None, None, None, "username", "mialarsen", ("direction-mark",)),
    ("\u2068mia\u2069\u200d", None, None, None, "username", "mia", ("direction-mark", "hidden-mark")),
    ("\u202a+1 403 555 0123\u202c", None, None, None, "phone", "+14035550123", ()),
    ("+1 403 \u200b555 0123", None, None, None, "phone", "+14035550123", ("hidden-mark",)),
    ("mia\x00larsen", None, None, None, "username", "mialarsen", ("hidden-mark",)),
    ("mia\ud800", None, None, None, "username", "mia", ("hidden-mark",)),
    ("https://insta\u200bgram.com/mia_larsen", None, None, "instagram", "username", "mia_larsen", ("hidden-mark",)),
    ("https://x.com/mia%E2%80%8Blarsen", None, None, "x", "username", "mialarsen", ("hidden-mark",)),
    ("m\u0336i\u0336a\u0336", None, None, None, "username", "=", ("combining-marks",)),
    ("mi\u0301a", None, None, None, "username", "=", ()),
    ("نمی\u200cدانم", None, None, None, "username", "=", ()),
    ("👩\u200d👧", None, None, None, "display-name", "=", ("display-name",)),
    # lengths
    ("a", None, None, None, "username", "a", ()),
    ("a" * 60, None, None, None, "username", "=", ()),
    ("a" * 61, None, None, None, "unknown", "=", ()),
    ("a" * 10_000, "instagram", None, "instagram", "username", "=", ("username-unusual",)),
    ("a" * 10_001, None, None, None, "unknown", "a" * 10_000, ("very-long",)),
    ("https://x.com/mia_larsen " + "a " * 10_000, None, None, "x", "username", "mia_larsen", ("very-long",)),
    ("9" * 500, None, None, None, "unknown", "=", ()),
)  # fmt: skip


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split(" | ")] for row in table.strip().splitlines()]


def _none(word: str) -> str | None:
    return None if word == "none" else word


ROWS: tuple[Pasted, ...] = (
    *(
        Pasted(pasted, None, None, _none(app), kind, canonical, tuple(hints))
        for table in (_LINKS, _HOSTILE_LINKS, _FORMS)
        for pasted, app, kind, canonical, *hints in _rows(table)
    ),
    *(
        Pasted(pasted, chosen, None, _APPS.get(chosen, chosen), kind, canonical, tuple(hints))
        for pasted, chosen, kind, canonical, *hints in _rows(_CHOSEN)
    ),
    *(
        Pasted(p, c, r, app, kind, p if form == "=" else form, h)
        for p, c, r, app, kind, form, h in _OTHERS
    ),
)
