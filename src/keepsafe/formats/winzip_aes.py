"""WinZip AE-2 encryption of one ZIP member (the WinZip "AES Encryption Information" document).

The keys come from PBKDF2-HMAC-SHA1 with 1000 rounds, which is weak: the password must be eight
generated words, never one that a person thought of. The cipher is AES-256 in counter mode with a
little-endian counter from 1, made here from AES-ECB over counter blocks; a HMAC-SHA1 of the
ciphertext, cut to 80 bits, follows it.
"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SALT_SIZE = 16
CHECK_SIZE = 2
MAC_SIZE = 10
OVERHEAD = SALT_SIZE + CHECK_SIZE + MAC_SIZE
_ROUNDS = 1000
_KEY_SIZE = 32
_BLOCK = 16


class MemberCipher:
    """The cipher and the HMAC of one member. Feed it in order; the same steps both ways.

    Every piece but the last must be a multiple of 16 bytes long.
    """

    def __init__(self, password: str, salt: bytes) -> None:
        size = 2 * _KEY_SIZE + CHECK_SIZE
        keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, _ROUNDS, size)
        # ECB is only the block function here; the counter blocks are never the same twice.
        self._blocks = Cipher(algorithms.AES(keys[:_KEY_SIZE]), modes.ECB()).encryptor()  # noqa: S305
        self._mac = hmac.new(keys[_KEY_SIZE : 2 * _KEY_SIZE], digestmod="sha1")
        self.check = keys[2 * _KEY_SIZE :]
        self._counter = 1
        self._counters = np.zeros((0, 2), dtype="<u8")
        self._keystream = bytearray()

    def apply(self, data: memoryview, out: bytearray) -> None:
        """Write `data` XOR the key stream to the start of `out`, which is at least as long."""
        size = len(data)
        blocks = -(-size // _BLOCK)
        if len(self._counters) < blocks:
            self._counters = np.zeros((blocks, 2), dtype="<u8")
            self._keystream = bytearray(blocks * _BLOCK + _BLOCK - 1)
        counters = self._counters[:blocks]
        counters[:, 0] = np.arange(self._counter, self._counter + blocks, dtype="<u8")
        self._blocks.update_into(counters.data.cast("B"), self._keystream)
        self._counter += blocks
        whole = size // 8
        np.bitwise_xor(
            np.frombuffer(data, "<u8", whole),
            np.frombuffer(self._keystream, "<u8", whole),
            out=np.frombuffer(out, "<u8", whole),
        )
        for i in range(whole * 8, size):
            out[i] = data[i] ^ self._keystream[i]

    def authenticate(self, ciphertext: memoryview) -> None:
        """Add a piece of ciphertext to the HMAC."""
        self._mac.update(ciphertext)

    def mac(self) -> bytes:
        """Return the 10 bytes that follow the ciphertext."""
        return self._mac.digest()[:MAC_SIZE]
