import base64

import pytest

from tagih.kernel import crypto


@pytest.fixture(autouse=True)
def fresh_keys():
    crypto._ciphers.cache_clear()
    yield
    crypto._ciphers.cache_clear()


def test_encrypted_text_is_read_back_and_differs_each_time():
    first, second = (crypto.encrypt("0812-3456-7890", context="phone") for _ in range(2))

    assert first != second
    assert b"0812" not in first
    assert crypto.decrypt(memoryview(first), context="phone") == "0812-3456-7890"


def test_decrypt_in_another_context_or_damaged_is_refused():
    token = crypto.encrypt("rahasia", context="phone")

    for context, damaged in (("identity", token), ("phone", token[:-1] + bytes([token[-1] ^ 1])), ("phone", b"")):
        with pytest.raises(crypto.Undecipherable):
            crypto.decrypt(damaged, context=context)


def test_rotated_key_reads_old_values_and_asks_for_their_renewal(monkeypatch):
    old, new = (base64.b64encode(bytes([number] * 32)).decode() for number in (1, 2))
    monkeypatch.setenv("TAGIH_DATA_KEYS", f"2025:{old}")
    token = crypto.encrypt("rahasia", context="phone")
    monkeypatch.setenv("TAGIH_DATA_KEYS", f"2026:{new},2025:{old}")
    crypto._ciphers.cache_clear()

    assert crypto.decrypt(token, context="phone") == "rahasia"
    assert crypto.needs_renewal(token)
    assert not crypto.needs_renewal(crypto.encrypt("rahasia", context="phone"))


def test_search_hash_is_stable_and_bound_to_its_context():
    assert crypto.search_hash("+62812", context="phone") == crypto.search_hash("+62812", context="phone")
    assert crypto.search_hash("+62812", context="phone") != crypto.search_hash("+62812", context="identity")
